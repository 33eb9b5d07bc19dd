import Chain
import Cryptography
import JSON
import Primitives
import Runtime

extension ChainHandler {
    func nextIndex(of address: String) throws(RPCError) -> RPCAnswer {
        let account =
            (try? AccountID(ss58: address)) ?? Hexadecimal.decode(address).flatMap { AccountID($0) }
        guard let account else {
            throw .invalidParameters(
                "'\(address.prefix(80))' is no account: give its SS58 address or 32 bytes in hexadecimal")
        }
        let nonce = try reported { () throws(ChainError) in try chain.nextNonce(of: account) }
        return .json { $0.integer(nonce) }
    }

    func submit(_ bytes: [UInt8]) async throws(RPCError) -> RPCAnswer {
        let hash = try await enqueue(bytes)
        return .json { $0.hexadecimal(hash.bytes) }
    }

    /// The extrinsic is judged before the subscription begins, so that a refusal is the answer to the request; what
    /// becomes of it meanwhile is kept and sent first.
    func submitAndWatch(_ bytes: [UInt8]) async throws(RPCError) -> RPCAnswer {
        let updates = StatusBuffer()
        _ = try await enqueue(bytes, watcher: { updates.append($0) })
        return .subscription(
            Subscription { sink in
                updates.attach { status in
                    let text = JSONWriter.encode { $0.status(status) }
                    if status.isLast { sink.finish(with: text) } else { sink.send(text) }
                }
                return { updates.detach() }
            })
    }

    private func enqueue(
        _ bytes: [UInt8], watcher: TransactionWatcher? = nil
    ) async throws(RPCError) -> Hash {
        do throws(SubmissionError) {
            return try await chain.enqueue(bytes, watcher: watcher)
        } catch {
            switch error {
            case .chain(let error): throw RPCError(error)
            case .pool(let error): throw RPCError(error)
            }
        }
    }
}

extension RPCError {
    /// What a client is told of a refused extrinsic.
    init(_ error: PoolError) {
        switch error {
        case .invalid(let reason): self = .invalidTransaction(reason)
        case .undecodable:
            self = .extrinsicFormat("the bytes are no extrinsic of this chain; encode against its metadata")
        case .alreadyImported(let hash): self = .alreadyImported(hash)
        case .priorityTooLow(let new, let old): self = .priorityTooLow(pooled: old, submitted: new)
        case .banned: self = .temporarilyBanned
        case .trapped: self = .bannedByTrap
        case .full, .accountLimit: self = .immediatelyDropped
        }
    }
}

extension JSONWriter {
    mutating func status(_ status: TransactionStatus) {
        switch status {
        case .future: string("future")
        case .ready: string("ready")
        case .dropped: string("dropped")
        case .invalid: string("invalid")
        case .inBlock(let hash): object { $0.field("inBlock") { $0.hexadecimal(hash.bytes) } }
        case .finalized(let hash): object { $0.field("finalized") { $0.hexadecimal(hash.bytes) } }
        case .usurped(let hash): object { $0.field("usurped") { $0.hexadecimal(hash.bytes) } }
        }
    }

    mutating func health() {
        object {
            $0.field("peers") { $0.integer(0) }
            $0.field("isSyncing") { $0.bool(false) }
            $0.field("shouldHavePeers") { $0.bool(false) }
        }
    }

    mutating func properties() {
        object {
            $0.field("ss58Format") { $0.integer(42) }
            $0.field("tokenDecimals") { $0.integer(9) }
            $0.field("tokenSymbol") { $0.string("TAO") }
        }
    }
}
