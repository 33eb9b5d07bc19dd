import JSON
public import Primitives
import RuntimeInterface

extension ChainClient {
    /// Hands an extrinsic to the node's pool. It is sent once and never again.
    func send(_ extrinsic: SignedExtrinsic) async throws(ClientError) -> SubmissionWatch {
        do throws(ClientError) {
            let updates = try await connection.subscribe(
                "author_submitAndWatchExtrinsic", [.hexadecimal(extrinsic.bytes)],
                unsubscribe: "author_unwatchExtrinsic")
            return SubmissionWatch(extrinsic: extrinsic, updates: updates)
        } catch {
            switch error {
            case .rpc(let code, let message, let data):
                guard let rejection = PoolRejection(code: code, message: message, data: data) else { throw error }
                throw .rejected(rejection)
            // It may have arrived before the connection ended or the time was over.
            case .closed, .timedOut: throw .outcomeUnknown(extrinsic: extrinsic.hash)
            default: throw error
            }
        }
    }

    /// Submits an extrinsic that was signed before, and waits for a block.
    public func submit(
        _ extrinsic: SignedExtrinsic, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        try await follow(try await send(extrinsic), options)
    }

    /// Waits until the goal is reached and reads what came of it.
    func follow(_ watch: SubmissionWatch, _ options: SubmissionOptions) async throws(ClientError) -> Inclusion {
        let found = try await within(options.timeout, "the \(options.goal) of an extrinsic") {
            () async throws(ClientError) in
            try await Self.follow(watch, until: options.goal)
        }
        return try await inclusion(of: watch.extrinsic.hash, in: found.block, isFinalized: found.isFinalized)
    }

    private static func follow(
        _ watch: SubmissionWatch, until goal: SubmissionOptions.Goal
    ) async throws(ClientError) -> (block: Hash, isFinalized: Bool) {
        do throws(ClientError) {
            var updates = watch.updates.makeAsyncIterator()
            while let update = try await updates.next() {
                switch try SubmissionStatus(update) {
                case .waiting: break
                case .inBlock(let hash): if goal == .inclusion { return (hash, false) }
                case .finalized(let hash): return (hash, true)
                case .gone(let status): throw .dropped(status: status)
                }
            }
        } catch {
            guard error.isConnectionLoss else { throw error }
        }
        if Task.isCancelled { throw .cancelled }
        throw .outcomeUnknown(extrinsic: watch.extrinsic.hash)
    }

    /// Runs `body` for a limited time.
    private func within<Value: Sendable>(
        _ timeout: Duration, _ what: String, _ body: @escaping @Sendable () async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        let result = await withTaskGroup(of: Result<Value, ClientError>.self) { group in
            group.addTask {
                do throws(ClientError) { return .success(try await body()) } catch { return .failure(error) }
            }
            group.addTask {
                do { try await Task.sleep(for: timeout) } catch { return .failure(.cancelled) }
                return .failure(.timedOut(request: what, after: timeout))
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try result.get()
    }

    /// What came of an extrinsic in a block that holds it.
    /// - Throws: ``ClientError/malformedAnswer(request:detail:)`` when the block does not hold it.
    public func inclusion(
        of extrinsic: Hash, in block: Hash, isFinalized: Bool = false
    ) async throws(ClientError) -> Inclusion {
        guard let found = try await inclusionIfThere(of: extrinsic, in: block, isFinalized: isFinalized) else {
            throw .malformedAnswer(
                request: "chain_getBlock", detail: "block \(block.hexadecimal) does not hold the extrinsic")
        }
        return found
    }

    /// Looks for an extrinsic in blocks, such as after ``ClientError/outcomeUnknown(extrinsic:)``: `nil` when none of
    /// those that exist holds it.
    public func inclusion(
        of extrinsic: Hash, from first: BlockNumber, through last: BlockNumber
    ) async throws(ClientError) -> Inclusion? {
        guard first <= last else { return nil }
        for number in first...last {
            guard let block = try await hash(of: number) else { return nil }
            if let found = try await inclusionIfThere(of: extrinsic, in: block, isFinalized: false) { return found }
        }
        return nil
    }

    private func inclusionIfThere(
        of extrinsic: Hash, in hash: Hash, isFinalized: Bool
    ) async throws(ClientError) -> Inclusion? {
        guard let block = try await block(hash) else {
            throw .malformedAnswer(request: "chain_getBlock", detail: "block \(hash.hexadecimal) is unknown")
        }
        guard let index = block.extrinsics.firstIndex(where: { Extrinsic.hash(of: $0) == extrinsic }) else {
            return nil
        }
        let events = try await events(of: hash)
        return try Inclusion(
            extrinsicHash: extrinsic, blockHash: hash, blockNumber: block.header.number, extrinsicIndex: index,
            isFinalized: isFinalized, blockEvents: events, metadata: try await current().facts.metadata)
    }
}
