/// How long a neuron that ended waits before it is started again: 1 s, doubled up to 30 s each time that it ends soon.
public struct RestartBackoff: Sendable, Equatable {
    /// The longest wait.
    public static let longest = Duration.seconds(30)
    /// Whoever ran this long begins again with the shortest wait.
    public static let stableAfter = Duration.seconds(60)

    private var next = Duration.seconds(1)

    /// No restart yet.
    public init() {}

    /// The wait after a run of the given length.
    public mutating func wait(afterRunning duration: Duration) -> Duration {
        if duration >= Self.stableAfter { next = .seconds(1) }
        defer { next = min(next * 2, Self.longest) }
        return next
    }
}
