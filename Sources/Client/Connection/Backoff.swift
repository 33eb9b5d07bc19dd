/// Waiting times between attempts: each twice the one before, up to a bound, and spread a little so that many clients
/// of one node do not come back at the same moment.
struct Backoff {
    private var next: Duration
    private let maximum: Duration

    init(_ configuration: ConnectionConfiguration) {
        next = configuration.backoffMinimum
        maximum = configuration.backoffMaximum
    }

    /// The time to wait now; `spread` from 0 to 1 shortens it by up to a quarter.
    mutating func delay(spread: Double = .random(in: 0...1)) -> Duration {
        defer { next = min(next * 2, maximum) }
        return next * (1 - 0.25 * spread)
    }
}
