import FoundationEssentials
import Synchronization

/// The embedded engine of a chain on one machine: makes every block itself and calls it final.
///
/// A block that cannot be made, for example because the disk is full, stops nothing: the engine tries again, at its
/// beat or every second where it has none, until it can.
public final class SoloEngine: Sendable {
    /// What the operator should know.
    public enum Report: Sendable {
        /// No block could be made. Told once for each cause, not for each attempt.
        case stalled(ChainError)
        /// Blocks are made again.
        case resumed
    }

    private let chain: Chain
    private let seal: Seal
    private let report: @Sendable (Report) -> Void
    /// The description of the failure that was reported last and still lasts.
    private let failure = Mutex<String?>(nil)

    /// How long an engine without a beat waits before it tries again.
    private static let retry = Duration.seconds(1)

    /// An engine that drives `chain`.
    /// - Parameter report: hears when blocks cannot be made, and when they can again.
    public init(chain: Chain, seal: Seal, report: @escaping @Sendable (Report) -> Void) {
        self.chain = chain
        self.seal = seal
        self.report = report
    }

    /// Makes blocks until the task is cancelled.
    public func run() async {
        switch seal {
        case .interval(let milliseconds): await runInterval(.milliseconds(Int64(milliseconds)))
        case .instant: await runInstant()
        case .manual: while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        }
    }

    private func runInterval(_ interval: Duration) async {
        let clock = ContinuousClock()
        var next = clock.now
        while !Task.isCancelled {
            makeBlock()
            next = next.advanced(by: interval)
            // After a block that took too long the beat starts anew, instead of making up for lost blocks. Something is
            // left for the readers all the same.
            next = max(next, clock.now.advanced(by: .milliseconds(1)))
            try? await clock.sleep(until: next)
        }
    }

    private func runInstant() async {
        let (submissions, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        chain.onSubmission { continuation.yield() }
        defer { chain.onSubmission(nil) }
        continuation.yield()
        for await _ in submissions {
            // What one block had no room for goes into the next.
            var isStuck = false
            repeat {
                if let block = makeBlock() {
                    isStuck = block.signedCount == 0
                } else {
                    try? await Task.sleep(for: Self.retry)
                }
            } while !Task.isCancelled && !isStuck && chain.hasReadyExtrinsics
        }
    }

    @discardableResult
    private func makeBlock() -> ExecutedBlock? {
        do throws(ChainError) {
            let block = try chain.makeBlock(at: WallClock.milliseconds)
            let wasStalled = failure.withLock { failure in
                defer { failure = nil }
                return failure != nil
            }
            if wasStalled { report(.resumed) }
            return block
        } catch {
            let isNew = failure.withLock { failure in
                defer { failure = error.description }
                return failure != error.description
            }
            if isNew { report(.stalled(error)) }
            return nil
        }
    }
}

/// The machine's clock.
public enum WallClock {
    /// Milliseconds of Unix time.
    public static var milliseconds: UInt64 { UInt64(Date().timeIntervalSince1970 * 1000) }
}
