import FoundationEssentials

/// The embedded engine of a chain on one machine: makes every block itself and calls it final.
public struct SoloEngine: Sendable {
    private let chain: Chain
    private let seal: Seal
    private let onFailure: @Sendable (ChainError) -> Void

    /// An engine that drives `chain`.
    /// - Parameter onFailure: hears of blocks that could not be made; the engine goes on trying.
    public init(chain: Chain, seal: Seal, onFailure: @escaping @Sendable (ChainError) -> Void) {
        self.chain = chain
        self.seal = seal
        self.onFailure = onFailure
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
            // After a block that took too long the beat starts anew, instead of making up for lost blocks.
            if next < clock.now { next = clock.now }
            try? await clock.sleep(until: next)
        }
    }

    private func runInstant() async {
        let (submissions, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        chain.onSubmission { continuation.yield() }
        defer { chain.onSubmission(nil) }
        makeBlock()
        for await _ in submissions { makeBlock() }
    }

    private func makeBlock() {
        do throws(ChainError) {
            try chain.makeBlock(at: WallClock.milliseconds)
        } catch {
            onFailure(error)
        }
    }
}

/// The machine's clock.
public enum WallClock {
    /// Milliseconds of Unix time.
    public static var milliseconds: UInt64 { UInt64(Date().timeIntervalSince1970 * 1000) }
}
