import Synchronization

/// Counts durations by size, from any thread: one atomic addition for the count and one for the sum.
public final class DurationHistogram: Sendable {
    /// What was counted up to a moment.
    public struct Snapshot: Equatable, Sendable {
        /// The longest duration of each bucket, ascending. What is longer than all of them is in ``count`` alone.
        public let bounds: [Duration]
        /// How many durations were at most as long as the bound of the same place.
        public let cumulativeCounts: [UInt64]
        /// How many there were.
        public let count: UInt64
        /// All of them together.
        public let sum: Duration
    }

    /// The bounds of a piece of work on this machine: 100 µs to 10 s.
    public static let workBounds: [Duration] =
        [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000].map(
            Duration.microseconds)
        + [1, 2, 5, 10].map(Duration.seconds)

    /// The bounds of the time from block to block: 25 ms to a minute, finest around 250 ms and 12 s.
    public static let intervalBounds: [Duration] =
        [25, 50, 100, 200, 240, 260, 300, 500].map(Duration.milliseconds)
        + [1, 2, 4, 6, 9, 11, 13, 15, 20, 30, 60].map(Duration.seconds)

    private static let bucketMaximum = 24

    private let bounds: [Duration]
    // One place behind the bounds for what is longer than all of them.
    private let counts = InlineArray<24, Atomic<UInt64>> { _ in Atomic(0) }
    private let nanoseconds = Atomic<UInt64>(0)

    /// An empty histogram.
    /// - Parameter bounds: ascending, 23 at most.
    public init(bounds: [Duration] = DurationHistogram.workBounds) {
        precondition(bounds.count < Self.bucketMaximum, "a histogram has 23 bounds at most")
        self.bounds = bounds
    }

    /// Counts a duration.
    public func record(_ duration: Duration) {
        // Two dozen comparisons at most: searching by halves would save nothing.
        let place = bounds.firstIndex { duration <= $0 } ?? bounds.count
        counts[place].add(1, ordering: .relaxed)
        nanoseconds.add(duration.nanoseconds, ordering: .relaxed)
    }

    /// What was counted so far. Whatever is recorded meanwhile is in it or not, but never in half of its counts.
    public var snapshot: Snapshot {
        var total: UInt64 = 0
        var cumulative: [UInt64] = []
        for place in 0...bounds.count {
            total += counts[place].load(ordering: .relaxed)
            cumulative.append(total)
        }
        cumulative.removeLast()
        return Snapshot(
            bounds: bounds, cumulativeCounts: cumulative, count: total,
            sum: .nanoseconds(nanoseconds.load(ordering: .relaxed)))
    }
}

extension Duration {
    /// The whole nanoseconds, 0 for less than none.
    fileprivate var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
