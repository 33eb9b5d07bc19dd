public import Cryptography
public import Primitives
import RuntimeInterface
import SCALE

/// A registration by proof of work and what it took.
public struct WorkRegistration: Sendable {
    /// The hotkey's UID.
    public let uid: UID
    /// The block where it was registered; `nil` where the hotkey had the UID before.
    public let inclusion: Inclusion?
    /// Nonces that were tried at least.
    public let tried: UInt64
}

extension ChainClient {
    /// Blocks after which a proof is refused, the one that it names counted.
    private static let proofBlocks: BlockNumber = 5
    /// Blocks after which the search begins anew, so that there is time to submit.
    private static let challengeBlocks: BlockNumber = 3
    /// How long the solver searches before the chain is asked for its newest block.
    private static let slice: Duration = .milliseconds(250)
    /// An extrinsic that is not in a block by then carries a proof that no block takes.
    private static let eraBlocks: UInt64 = 8
    /// What may differ between the state that the search was for and the block that the proof comes to: another proof
    /// helps. The pool names no reason, only the code 255.
    private static let passingFailures: Set<String> = [
        "InvalidWorkBlock", "InvalidDifficulty", "TooManyRegistrationsThisBlock",
    ]

    /// Registers a hotkey on a subnet by proof of work, free of charge; does nothing where it is registered. The search
    /// follows the chain: it begins anew when its block gets old, and again where another registration came first.
    /// - Throws: also ``ClientError/invalidArgument(_:)`` where the subnet takes no proofs, and
    ///   ``ClientError/timedOut(request:after:)`` where no proof made it into a block in time.
    public func registerByWork(
        hotkey: AccountID, on netuid: NetUID, by coldkey: Keypair, solver: WorkSolver,
        timeout: Duration = .seconds(300)
    ) async throws(ClientError) -> WorkRegistration {
        let deadline = ContinuousClock.now + timeout
        var tried: UInt64 = 0
        while ContinuousClock.now < deadline {
            if Task.isCancelled { throw .cancelled }
            let work = try await openWork(for: hotkey, of: coldkey.accountID, on: netuid)
            if let uid = work.uid { return WorkRegistration(uid: uid, inclusion: nil, tried: tried) }
            guard let challenge = work.challenge else {
                try await waitForBlock(work.block + 1)
                continue
            }
            let (solution, count) = try await solve(challenge, work, solver, until: deadline)
            tried += count
            guard let solution else { continue }
            let call = Subtensor.Call.powRegister(
                netuid: netuid, workBlock: UInt64(work.block), nonce: solution.nonce,
                work: FixedBytes(solution.seal.bytes) ?? FixedBytes(), hotkey: hotkey)
            guard let inclusion = try await submitProof(.subtensor(call), by: coldkey) else { continue }
            guard let uid = try await storage(Subtensor.uids, netuid, hotkey, at: inclusion.blockHash) else {
                throw .malformedAnswer(request: "pow_register", detail: "the hotkey has no UID after it")
            }
            return WorkRegistration(uid: uid, inclusion: inclusion, tried: tried)
        }
        throw .timedOut(request: "a proof of work", after: timeout)
    }

    /// What there is to solve at the newest block.
    private struct OpenWork {
        var block: BlockNumber
        /// The hotkey's UID where it is registered already.
        var uid: UID?
        /// `nil` where the next block takes no proof of this hotkey.
        var challenge: RegistrationChallenge?
        var difficulty: UInt64
    }

    /// - Throws: `invalidArgument` where the subnet takes no proofs.
    private func openWork(
        for hotkey: AccountID, of coldkey: AccountID, on netuid: NetUID
    ) async throws(ClientError) -> OpenWork {
        let block = try await blockNumber()
        guard let hash = try await hash(of: block) else {
            throw .malformedAnswer(request: "chain_getBlockHash", detail: "the newest block has no hash")
        }
        let (isAllowed, stored, minimum, maximum, uid, last, count, limit) = try await storage(
            all: StorageQuery(Subtensor.networkPowRegistrationAllowed, netuid),
            StorageQuery(Subtensor.difficulty, netuid), StorageQuery(Subtensor.minDifficulty, netuid),
            StorageQuery(Subtensor.maxDifficulty, netuid), StorageQuery(Subtensor.uids, netuid, hotkey),
            StorageQuery(Subtensor.lastPowRegistrationBlock, hotkey),
            StorageQuery(Subtensor.registrationsThisBlock, netuid),
            StorageQuery(Subtensor.maxRegistrationsPerBlock, netuid), at: hash)
        let difficulty = RegistrationTarget.effectiveDifficulty(stored, minimum: minimum, maximum: maximum)
        var work = OpenWork(block: block, uid: uid, challenge: nil, difficulty: difficulty)
        guard uid == nil else { return work }
        guard isAllowed, limit > 0, !netuid.isRoot else {
            throw .invalidArgument(
                "subnet \(netuid) takes no registration by proof of work. Its owner can allow it with the "
                    + "hyper-parameter network_pow_registration_allowed; or register for the burn price.")
        }
        let isLater = last.map { UInt64(block) > $0 } ?? true
        if block > 0, isLater, count < limit {
            work.challenge = RegistrationChallenge(
                netuid: netuid, blockHash: hash, hotkey: hotkey, coldkey: coldkey)
        }
        return work
    }

    /// Searches until a nonce is found that still has time to get into a block, or the challenge is old.
    private func solve(
        _ challenge: RegistrationChallenge, _ work: OpenWork, _ solver: WorkSolver,
        until deadline: ContinuousClock.Instant
    ) async throws(ClientError) -> (solution: RegistrationSearch.Solution?, tried: UInt64) {
        var tried: UInt64 = 0
        while ContinuousClock.now < deadline {
            if Task.isCancelled { throw .cancelled }
            let end = min(deadline, ContinuousClock.now + Self.slice)
            let outcome = await solver.search(challenge, difficulty: work.difficulty, until: end)
            tried += outcome.tried
            let age = try await blockNumber() &- work.block
            if outcome.solution != nil { return (age < Self.proofBlocks ? outcome.solution : nil, tried) }
            guard age < Self.challengeBlocks else { break }
        }
        return (nil, tried)
    }

    /// Submits a proof.
    /// - Returns: `nil` where the chain went on meanwhile, so that another proof is needed.
    private func submitProof(_ call: RuntimeCall, by coldkey: Keypair) async throws(ClientError) -> Inclusion? {
        do throws(ClientError) {
            return try await submit(call, by: coldkey, options: SubmissionOptions(eraBlocks: Self.eraBlocks))
        } catch {
            switch error {
            case .failed(let failure) where Self.passingFailures.contains(failure.name): return nil
            case .rejected(.custom), .dropped: break
            default: throw error
            }
            // Whatever it was, the next block has another answer.
            try await waitForBlock(try await blockNumber() + 1)
            return nil
        }
    }
}
