public import Primitives
import Synchronization

/// Something that happened, for a log.
public enum ChainReport: Sendable {
    /// A block was committed.
    case block(BlockReport)
    /// An extrinsic was taken into the pool.
    case accepted(Hash)
    /// An extrinsic was refused.
    case refused(SubmissionError)
}

extension Chain {
    /// Hears of blocks and submissions. Called on the thread that did it, so it must neither block nor come back.
    public typealias Witness = @Sendable (ChainReport) -> Void

    /// From now on `witness` hears what happens, and nobody else does; `nil` ends it.
    public func setWitness(_ witness: Witness?) { listeners.withLock { $0.witness = witness } }

    func tell(_ report: @autoclosure () -> ChainReport) {
        if let witness = listeners.withLock({ $0.witness }) { witness(report()) }
    }

    /// Counts and tells how a submission ended.
    func count(_ outcome: Result<Hash, SubmissionError>) {
        switch outcome {
        case .success(let hash):
            statistics.submissions.add(to: .accepted)
            tell(.accepted(hash))
        case .failure(let error):
            statistics.submissions.add(to: SubmissionOutcome(error))
            tell(.refused(error))
        }
    }
}
