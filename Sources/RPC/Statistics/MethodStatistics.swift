public import Chain

/// What a service has counted of one method, from any thread.
public final class MethodStatistics: Sendable {
    /// Requests by how they ended.
    public let outcomes = Tally<RequestOutcome>()
    /// Time from the decoded request to its answer.
    public let durations = DurationHistogram()

    init() {}

    func record(_ outcome: RequestOutcome, _ duration: Duration) {
        outcomes.add(to: outcome)
        durations.record(duration)
    }
}
