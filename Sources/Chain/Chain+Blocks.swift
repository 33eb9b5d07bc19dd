import Primitives
public import Runtime
import RuntimeInterface
import StateStore
import Synchronization
import SystemPallets

/// The steps of a block. An engine decides who proposes, what is settled on and when; it never changes state otherwise.
///
/// 1. ``proposal(at:byteMaximum:)``: what this node would like the next block to be.
/// 2. ``execute(_:)``: what a proposal, of whomever, would do; as often as wanted. A proposal whose inherents fail
///    throws, one with ``ExecutedBlock/rejected`` extrinsics is one that an honest author would not have made.
/// 3. ``commit(_:)``: the executed block that was settled on becomes part of the chain.
///
/// ``makeBlock(at:)`` is all three for an engine that needs to ask nobody. The others call the steps one by one, from
/// one task; a process that dies between two of them resumes at the last committed block and executes again.
extension Chain {
    /// What this node would put into the next block.
    /// - Parameters:
    ///   - milliseconds: time of the block; moved behind that of the block before it where it is not later.
    ///   - byteMaximum: bytes that the extrinsics may take.
    public func proposal(
        at milliseconds: UInt64, byteMaximum: Int = RuntimeParameters.blockLengthMaximum
    ) throws(ChainError) -> BlockProposal {
        let previous = try executor.withLatestState { (state, _) throws(ChainError) in
            Timestamp.milliseconds(in: state)
        }
        let inherent = Runtime.shieldKeyInherent(shield.publicKey)
        var extrinsics = [inherent.bytes]
        var room = BlockRoom(lengthMaximum: byteMaximum)
        for inherent in [Runtime.timestampInherent(milliseconds), inherent] {
            _ = room.take(inherent.call.dispatchInfo, length: inherent.bytes.count)
        }
        let ready = pool.withLock { pool in
            pool.ready { room.take($0.extrinsic.call.dispatchInfo, length: $0.extrinsic.bytes.count) }
        }
        for transaction in ready {
            extrinsics.append(transaction.extrinsic.bytes)
            if case .mevShield(.submitEncrypted(let ciphertext)) = transaction.extrinsic.call,
                let inner = shield.open(ciphertext)
            {
                // What is no extrinsic is left out, with its reason, when the block runs.
                if let opened = try? Extrinsic(inner), !room.take(opened.call.dispatchInfo, length: inner.count) {
                    continue
                }
                extrinsics.append(inner)
            }
        }
        return BlockProposal(
            milliseconds: previous == 0 ? milliseconds : max(milliseconds, previous + 1), extrinsics: extrinsics)
    }

    /// Executes a proposal on the latest block. Nothing is written.
    /// - Throws: ``ChainError`` where an inherent fails or the store cannot be read.
    public func execute(_ proposal: BlockProposal) throws(ChainError) -> ExecutedBlock {
        try executor.execute(proposal, refusing: traps.refused) { hash, number in
            pool.withLock { $0.verified(hash, for: number) }
        }
    }

    /// Makes an executed block part of the chain, for good, and tells everybody.
    /// - Throws: ``ChainError`` where the store cannot write, or where another block was committed since the execution;
    ///   then nothing has changed, and the commit may be tried again.
    public func commit(_ block: ExecutedBlock) throws(ChainError) {
        try producing { () throws(ChainError) in try commitProducing(block) }
    }

    /// Makes the next block of what waits and commits it.
    /// - Parameter milliseconds: time of the block; moved behind that of the block before it where it is not later.
    /// - Throws: ``ChainError``; then no block was made.
    @discardableResult
    public func makeBlock(at milliseconds: UInt64) throws(ChainError) -> ExecutedBlock {
        try producing { () throws(ChainError) in
            let block = try execute(try proposal(at: milliseconds))
            try commitProducing(block)
            return block
        }
    }

    /// Runs `body` while no block is committed: what it reads of the latest block is true until it returns. `body`
    /// must be short and must not make blocks.
    public func betweenBlocks<Result: Sendable>(_ body: () -> Result) -> Result {
        production.withLock { _ in body() }
    }

    private func producing<Result: Sendable>(
        _ body: () throws(ChainError) -> Result
    ) throws(ChainError) -> Result {
        do throws(ChainError) {
            return try production.withLock { _ throws(ChainError) in try body() }
        } catch {
            statistics.record(error)
            throw error
        }
    }

    private func commitProducing(_ block: ExecutedBlock) throws(ChainError) {
        let start = ContinuousClock.now
        try executor.commit(block)
        // The block is there, whatever becomes of its note: it is that of a block that was committed.
        try? executor.store.setNote([])
        let commit = ContinuousClock.now - start
        statistics.record(block, commit: commit)
        let heads = observers.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
        for observer in heads { observer(block) }
        let waiting = pool.withLock { pool in
            // Where there was no room, or an earlier one of the signer was left out, there may be a next time.
            let invalid = block.rejected.filter { $0.reason != .exhaustsResources && $0.reason != .future }
            notices.append(
                pool.prune(
                    TransactionPool.BlockOutcome(
                        hash: block.hash, number: block.header.number, included: block.included,
                        invalid: invalid.map(\.hash), nonces: block.nonces)))
            return pool.revalidationCandidates(after: block.nonces.keys.sorted())
        }
        revalidate(waiting)
        notices.deliver()
        tell(.block(BlockReport(block, commit: commit)))
    }

    /// Judges again what waits, and takes out what can no longer run.
    private func revalidate(_ transactions: [PooledTransaction]) {
        guard !transactions.isEmpty else { return }
        // Where the store cannot be read now, the next block is soon enough.
        let invalid = try? executor.withPendingBlock { (state) throws(ChainError) in
            transactions.filter { transaction in
                do throws(InvalidTransaction) {
                    _ = try Runtime.validate(transaction.extrinsic, checkingSignature: false, in: state)
                    return false
                } catch {
                    return true
                }
            }.map(\.hash)
        }
        guard let invalid, !invalid.isEmpty else { return }
        pool.withLock { notices.append($0.discard(invalid)) }
    }
}
