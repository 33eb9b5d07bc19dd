import Synchronization

/// What the chain has counted since it was opened, for whoever watches it. Reading it holds up nothing.
public final class ChainStatistics: Sendable {
    /// Time between two blocks, from commit to commit.
    public let blockInterval = DurationHistogram(bounds: DurationHistogram.intervalBounds)
    /// Time that the execution of a committed block took, opening and state root included.
    public let blockExecution = DurationHistogram()
    /// Time that writing a block to the store took.
    public let blockCommit = DurationHistogram()
    /// Time that the opening of a block took (emission, epochs, prices), of blocks in which an epoch ran.
    public let epochOpening = DurationHistogram()
    /// Extrinsics of proposals, by what became of them.
    public let extrinsics = Tally<ExtrinsicOutcome>()
    /// Submissions to the pool, by how they ended.
    public let submissions = Tally<SubmissionOutcome>()

    private let blockFailures = Atomic<UInt64>(0)
    private let epochs = Atomic<UInt64>(0)
    private let bodyBytes = Atomic<UInt64>(0)
    private let production = Mutex(Production())

    /// Where the making of blocks stands.
    public struct Production: Sendable {
        /// When the chain was opened or, later on, when the last block was committed.
        public fileprivate(set) var lastProgress = ContinuousClock.now
        /// Why the last attempt to make a block failed; `nil` where it did not.
        public internal(set) var failure: ChainError?
        fileprivate var hasMade = false
    }

    /// Attempts to make a block that failed.
    public var blockFailureCount: UInt64 { blockFailures.load(ordering: .relaxed) }
    /// Epochs that ran.
    public var epochCount: UInt64 { epochs.load(ordering: .relaxed) }
    /// Bytes of all extrinsics in committed blocks.
    public var bodyByteCount: UInt64 { bodyBytes.load(ordering: .relaxed) }
    /// Whether blocks are made.
    public var latestProduction: Production { production.withLock { $0 } }

    init() {}

    func record(_ block: ExecutedBlock, commit: Duration) {
        let now = ContinuousClock.now
        let last = production.withLock { production -> ContinuousClock.Instant? in
            defer {
                production.lastProgress = now
                production.failure = nil
                production.hasMade = true
            }
            return production.hasMade ? production.lastProgress : nil
        }
        if let last { blockInterval.record(now - last) }
        blockExecution.record(block.times.execution)
        blockCommit.record(commit)
        if !block.epochs.isEmpty { epochOpening.record(block.times.opening) }
        epochs.add(UInt64(block.epochs.count), ordering: .relaxed)
        bodyBytes.add(UInt64(block.body.reduce(0) { $0 + $1.count }), ordering: .relaxed)
        extrinsics.add(block.signedCount - block.failedCount, to: .succeeded)
        extrinsics.add(block.failedCount, to: .failed)
        extrinsics.add(block.rejected.count, to: .rejected)
        extrinsics.add(block.body.count - block.signedCount, to: .inherent)
    }

    func record(_ failure: ChainError) {
        blockFailures.add(1, ordering: .relaxed)
        production.withLock { $0.failure = failure }
    }
}
