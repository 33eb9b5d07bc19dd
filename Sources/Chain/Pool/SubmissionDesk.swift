import FoundationEssentials
import Primitives
import Synchronization

/// Brings the submissions of all connections together, so that their signatures are verified in batches on all cores.
final class SubmissionDesk: Sendable {
    typealias Outcome = Result<Hash, SubmissionError>

    private struct Caller: Sendable {
        let submission: Chain.Submission
        let answer: CheckedContinuation<Outcome, Never>
    }

    private let queue: Mutex<SubmissionQueue<Caller, Chain.Verdict>>
    /// Held while verdicts are carried out, so that they are in their order.
    private let admission = Mutex<Void>(())

    /// Submissions that have to wait for one more core to come to them: in a batch of so many a signature costs little
    /// more than in the longest, and in a shorter one up to twice as much.
    private static let crowd = 16
    /// Submissions that are judged together.
    private static let batchLengthMaximum = 64

    /// - Parameter waitingMaximum: submissions that may wait to be judged.
    init(waitingMaximum: Int, workers: Int = ProcessInfo.processInfo.activeProcessorCount) {
        queue = Mutex(
            SubmissionQueue(
                workerMaximum: max(1, workers), crowd: Self.crowd, batchLengthMaximum: Self.batchLengthMaximum,
                waitingMaximum: waitingMaximum))
    }

    /// Judges a submission together with others that wait, and takes it into the pool of `chain`.
    func settle(_ submission: Chain.Submission, for chain: Chain) async -> Outcome {
        await withCheckedContinuation { answer in
            switch queue.withLock({ $0.append(Caller(submission: submission, answer: answer)) }) {
            case .queued: break
            // The task is served after those that are about to submit: what they bring is in its first batch.
            case .needsWorker: Task { await work(for: chain) }
            case .refused: answer.resume(returning: .failure(.pool(.full)))
            }
        }
    }

    private func work(for chain: Chain) async {
        while let batch = queue.withLock({ $0.next() }) {
            let verdicts = chain.judge(batch.items.map(\.submission))
            queue.withLock { $0.finish(batch, verdicts) }
            carryOut(for: chain)
            // Whoever makes blocks must get a turn on these threads, however much is submitted.
            await Task.yield()
        }
    }

    private func carryOut(for chain: Chain) {
        let outcomes = admission.withLock { _ in
            var outcomes: [(CheckedContinuation<Outcome, Never>, Outcome)] = []
            while let verdicts = queue.withLock({ $0.nextFinished() }) {
                for (caller, verdict) in verdicts {
                    outcomes.append((caller.answer, chain.carryOut(verdict, on: caller.submission)))
                }
            }
            return outcomes
        }
        // First the watchers, then the callers: who submitted finds told what was to be told.
        chain.notices.deliver()
        for (answer, outcome) in outcomes { answer.resume(returning: outcome) }
    }
}
