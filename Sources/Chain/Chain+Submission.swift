import Cryptography
import Frame
public import Primitives
import Runtime
import RuntimeInterface
import StateStore
import Synchronization
import SystemPallets

/// The way of an extrinsic into the pool, cheapest first: decoding, whether it is known or banned, era, nonce, fee and
/// the rules of its call, room in the pool, and its signature last.
extension Chain {
    /// Takes an extrinsic into the pool, judged alone on the calling thread.
    /// - Parameter watcher: hears what becomes of it, first of all whether it is ready or has to wait.
    /// - Returns: the extrinsic's name.
    /// - Throws: ``SubmissionError`` where it may not wait here.
    @discardableResult
    public func submit(_ bytes: [UInt8], watcher: TransactionWatcher? = nil) throws(SubmissionError) -> Hash {
        let outcome: SubmissionDesk.Outcome
        do throws(SubmissionError) {
            switch try receive(bytes, watcher) {
            case .known(let hash): outcome = .success(hash)
            case .new(let submission): outcome = carryOut(judge([submission])[0], on: submission)
            }
        } catch {
            outcome = .failure(error)
        }
        notices.deliver()
        count(outcome)
        return try outcome.get()
    }

    /// The same for callers that can wait: signatures of what arrives meanwhile are verified together, and what is
    /// handed in first is taken in first.
    @discardableResult
    public func enqueue(_ bytes: [UInt8], watcher: TransactionWatcher? = nil) async throws(SubmissionError) -> Hash {
        let outcome: SubmissionDesk.Outcome
        do throws(SubmissionError) {
            switch try receive(bytes, watcher) {
            case .known(let hash):
                notices.deliver()
                outcome = .success(hash)
            case .new(let submission): outcome = await desk.settle(submission, for: self)
            }
        } catch {
            outcome = .failure(error)
        }
        count(outcome)
        return try outcome.get()
    }

    /// An extrinsic on its way into the pool.
    struct Submission: Sendable {
        let extrinsic: Extrinsic
        let watcher: TransactionWatcher?
    }

    /// What is to be done with a submission.
    typealias Verdict = Result<Judgement, SubmissionError>

    /// A submission that could run, in the block that would come next when it was judged.
    struct Judgement: Sendable {
        let transaction: PooledTransaction
        /// The signer's next nonce.
        let nextNonce: UInt32
        /// The block after which this was so.
        let height: BlockNumber
    }

    private enum Reception {
        /// It waits already, and has one watcher more.
        case known(Hash)
        /// It is to be judged.
        case new(Submission)
    }

    private func receive(_ bytes: [UInt8], _ watcher: TransactionWatcher?) throws(SubmissionError) -> Reception {
        guard let extrinsic = try? Extrinsic(bytes) else { throw .pool(.undecodable) }
        guard !traps.refused.contains(extrinsic.hash) else { throw .pool(.trapped) }
        let outcome = pool.withLock { pool -> Swift.Result<Bool, PoolError> in
            do throws(PoolError) {
                guard let told = try pool.join(extrinsic.hash, watcher) else { return .success(false) }
                notices.append([told])
                return .success(true)
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(true): return .known(extrinsic.hash)
        case .success(false): return .new(Submission(extrinsic: extrinsic, watcher: watcher))
        case .failure(let error): throw .pool(error)
        }
    }

    /// Judges submissions on the latest block, the signatures of all that are good otherwise together.
    func judge(_ submissions: [Submission]) -> [Verdict] {
        var verdicts: [Verdict] = []
        var claims: [SignatureClaim] = []
        var claimants: [Int] = []
        do throws(ChainError) {
            verdicts = try executor.withPendingBlock { (state) throws(ChainError) in
                var verdicts: [Verdict] = []
                for submission in submissions {
                    do throws(SubmissionError) {
                        let (judgement, claim) = try judge(submission, in: state)
                        claimants.append(verdicts.count)
                        claims.append(claim)
                        verdicts.append(.success(judgement))
                    } catch {
                        verdicts.append(.failure(error))
                    }
                }
                return verdicts
            }
        } catch {
            return submissions.map { _ in .failure(.chain(error)) }
        }
        for index in SignatureClaim.indicesOfInvalid(in: claims).map({ claimants[$0] }) {
            verdicts[index] = .failure(.pool(.invalid(.badProof)))
            pool.withLock { $0.ban(submissions[index].extrinsic.hash) }
        }
        return verdicts
    }

    private func judge(
        _ submission: Submission, in state: borrowing State
    ) throws(SubmissionError) -> (Judgement, SignatureClaim) {
        let (judgement, claim) = try validate(submission, in: state)
        let refusal = pool.withLock { $0.refusal(of: judgement.transaction, nextNonce: judgement.nextNonce) }
        if let refusal { throw .pool(refusal) }
        return (judgement, claim)
    }

    private func validate(
        _ submission: Submission, in state: borrowing State
    ) throws(SubmissionError) -> (Judgement, SignatureClaim) {
        do throws(InvalidTransaction) {
            let valid = try Runtime.validate(submission.extrinsic, checkingSignature: false, in: state)
            let number = System.blockNumber(in: state)
            let transaction = PooledTransaction(
                extrinsic: submission.extrinsic, tag: valid.sender, priority: valid.priority,
                expiry: BlockNumber(clamping: UInt64(number) + UInt64(valid.longevityBlocks)),
                watcher: submission.watcher)
            let judgement = Judgement(
                transaction: transaction, nextNonce: System.nonce(of: valid.sender.account, in: state),
                height: number - 1)
            return (judgement, try Runtime.signatureClaim(of: submission.extrinsic, in: state))
        } catch {
            throw .pool(.invalid(error))
        }
    }

    /// Puts a submission that was found good into the pool. The caller delivers the notices.
    func carryOut(_ verdict: Verdict, on submission: Submission) -> SubmissionDesk.Outcome {
        do throws(SubmissionError) {
            let judgement = try verdict.get()
            let transaction = judgement.transaction
            var (nonce, height) = (judgement.nextNonce, judgement.height)
            var admitted = try admit(transaction, nonce, readAfter: height)
            while admitted == nil {
                // A block came while the extrinsic was judged; what the pool needs to know is the nonce after it.
                (nonce, height) = try latestNonce(of: transaction.tag.account)
                admitted = try admit(transaction, nonce, readAfter: height)
            }
            if admitted == true { listeners.withLock({ $0.submission })?() }
            return .success(transaction.hash)
        } catch {
            return .failure(error)
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
}

/// Why an extrinsic was not taken.
public enum SubmissionError: Error, Sendable {
    /// It may not wait in the pool.
    case pool(PoolError)
    /// It could not be judged.
    case chain(ChainError)
}
