/// How many requests one connection may make in a minute: a bucket that fills steadily and holds one minute's worth.
struct RequestRate {
    private let perMinuteMaximum: Int
    private var requests: Double
    private var last: ContinuousClock.Instant

    /// A full bucket.
    init(perMinuteMaximum: Int, now: ContinuousClock.Instant) {
        self.perMinuteMaximum = perMinuteMaximum
        requests = Double(perMinuteMaximum)
        last = now
    }

    /// Whether one more request is within the rate.
    mutating func allows(now: ContinuousClock.Instant) -> Bool {
        let minutes = max(.zero, now - last) / .seconds(60)
        requests = min(Double(perMinuteMaximum), requests + minutes * Double(perMinuteMaximum))
        last = now
        guard requests >= 1 else { return false }
        requests -= 1
        return true
    }
}
