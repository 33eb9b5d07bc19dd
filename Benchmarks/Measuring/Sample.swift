#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What several runs of one thing gave.
public struct Sample: Sendable {
    /// The values, ascending.
    public let sorted: [Double]

    public init(_ values: [Double]) { sorted = values.sorted() }

    /// The middle value; zero of none.
    public var median: Double { quantile(0.5) }
    /// The least value; zero of none.
    public var least: Double { sorted.first ?? 0 }
    /// The value that this share of the others do not exceed.
    public func quantile(_ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// The values in another unit.
    public func scaled(by factor: Double) -> Sample { Sample(sorted.map { $0 * factor }) }
}

/// Times of this process.
public enum Stopwatch {
    /// Processor time that all threads of this process have used, in seconds.
    public static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds of processor time that each of `runs` calls takes, after one that does not count. Other work on the
    /// machine disturbs it less than the clock on the wall.
    public static func processorSeconds(runs: Int, _ body: () throws -> Void) rethrows -> Sample {
        try body()
        return Sample(
            try (0..<runs).map { _ in
                let start = processorSeconds
                try body()
                return processorSeconds - start
            })
    }

    /// Seconds on the wall that each of `runs` calls takes, after one that does not count.
    public static func wallSeconds(runs: Int, _ body: () async throws -> Void) async rethrows -> Sample {
        try await body()
        var values: [Double] = []
        for _ in 0..<runs {
            let start = ContinuousClock.now
            try await body()
            values.append(start.duration(to: .now) / .seconds(1))
        }
        return Sample(values)
    }
}
