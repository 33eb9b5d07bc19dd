import Frame
public import Primitives
import Runtime
import RuntimeInterface
import StateStore
import Synchronization
import SystemPallets

extension Chain {
    /// Takes an extrinsic into the pool.
    /// - Parameter watcher: hears what becomes of it, first of all whether it is ready or has to wait.
    /// - Returns: the extrinsic's name.
    /// - Throws: ``SubmissionError`` where it may not wait here.
    @discardableResult
    public func submit(_ bytes: [UInt8], watcher: TransactionWatcher? = nil) throws(SubmissionError) -> Hash {
        try counted { () throws(SubmissionError) in try take(bytes, watcher: watcher) }
    }

    private func take(_ bytes: [UInt8], watcher: TransactionWatcher?) throws(SubmissionError) -> Hash {
        guard let extrinsic = try? Extrinsic(bytes) else { throw .pool(.undecodable) }
        guard !pool.withLock({ $0.contains(extrinsic.hash) }) else { throw .pool(.alreadyImported(extrinsic.hash)) }
        let judged = try judge(extrinsic)
        let transaction = PooledTransaction(
            extrinsic: extrinsic, tag: judged.valid.sender, priority: judged.valid.priority,
            expiry: BlockNumber(clamping: UInt64(judged.number) + UInt64(judged.valid.longevityBlocks)),
            watcher: watcher)
        var (nonce, height) = (judged.nextNonce, judged.number - 1)
        var admitted = try admit(transaction, nonce, readAfter: height)
        while admitted == nil {
            // A block came while the extrinsic was judged; what the pool needs to know is the nonce after it.
            (nonce, height) = try latestNonce(of: transaction.tag.account)
            admitted = try admit(transaction, nonce, readAfter: height)
        }
        notices.deliver()
        if admitted == true { submissionSignal.withLock { $0 }?() }
        return extrinsic.hash
    }

    private struct Judgement {
        let valid: ValidTransaction
        /// The block that the extrinsic was judged for.
        let number: BlockNumber
        let nextNonce: UInt32
    }

    private func judge(_ extrinsic: Extrinsic) throws(SubmissionError) -> Judgement {
        let outcome: Swift.Result<Judgement, InvalidTransaction>
        do throws(ChainError) {
            outcome = try executor.withPendingBlock { (state) throws(ChainError) in
                do throws(InvalidTransaction) {
                    let valid = try Runtime.validate(extrinsic, in: state)
                    return .success(
                        Judgement(
                            valid: valid, number: System.blockNumber(in: state),
                            nextNonce: System.nonce(of: valid.sender.account, in: state)))
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw .chain(error)
        }
        switch outcome {
        case .success(let judgement): return judgement
        case .failure(let reason): throw .pool(.invalid(reason))
        }
    }

    /// Puts an extrinsic into the pool.
    /// - Returns: whether anything became ready, or `nil` where the pool is ahead of the block whose nonce this is.
    private func admit(
        _ transaction: PooledTransaction, _ nextNonce: UInt32, readAfter height: BlockNumber
    ) throws(SubmissionError) -> Bool? {
        let outcome = pool.withLock { pool -> Swift.Result<Bool?, PoolError> in
            guard pool.height <= height else { return .success(nil) }
            do throws(PoolError) {
                let told = try pool.insert(transaction, nextNonce: nextNonce)
                // Queued while the pool is held, so that no block can come between.
                notices.append(told)
                return .success(told.contains { $0.status == .ready })
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let admitted): return admitted
        case .failure(let error): throw .pool(error)
        }
    }

    private func latestNonce(of account: AccountID) throws(SubmissionError) -> (UInt32, BlockNumber) {
        do throws(ChainError) {
            return try executor.withLatestState { (state, block) throws(ChainError) in
                (System.nonce(of: account, in: state), block.number)
            }
        } catch {
            throw .chain(error)
        }
    }

    /// The nonce that an account should sign with next, behind everything of it that waits.
    public func nextNonce(of account: AccountID) throws(ChainError) -> UInt32 {
        let onChain = try executor.withLatestState { (state, _) throws(ChainError) in
            System.nonce(of: account, in: state)
        }
        return pool.withLock { $0.nextNonce(of: account, onChain: onChain) }
    }

    /// The extrinsics that wait, in order of arrival.
    public var pendingExtrinsics: [[UInt8]] { pool.withLock { $0.all.map(\.extrinsic.bytes) } }

    /// Whether an extrinsic waits that could stand in the next block.
    public var hasReadyExtrinsics: Bool { pool.withLock { $0.hasReady } }

    /// Calls `signal` whenever an extrinsic becomes ready; the engine that makes blocks on demand listens.
    func onSubmission(_ signal: (@Sendable () -> Void)?) { submissionSignal.withLock { $0 = signal } }
}

/// Why an extrinsic was not taken.
public enum SubmissionError: Error, Sendable {
    /// It may not wait in the pool.
    case pool(PoolError)
    /// It could not be judged.
    case chain(ChainError)
}
