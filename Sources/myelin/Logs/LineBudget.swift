/// How many lines of a log peers may cause: a burst, then a steady rate. A state machine without a clock.
struct LineBudget {
    /// What becomes of a line.
    enum Verdict: Equatable {
        /// Write it. So many were left out since the one before.
        case write(leftOut: Int)
        /// Leave it out.
        case leaveOut
    }

    private let burst: Int
    private let interval: Duration
    private var available: Int
    private var refilled: ContinuousClock.Instant
    private var leftOut = 0

    /// A full budget.
    /// - Parameters:
    ///   - burst: lines that may come at once.
    ///   - perSecond: lines that may follow in a second.
    init(burst: Int, perSecond: Int, now: ContinuousClock.Instant) {
        self.burst = burst
        interval = .seconds(1) / perSecond
        available = burst
        refilled = now
    }

    /// Judges a line.
    mutating func judge(now: ContinuousClock.Instant) -> Verdict {
        let earned = Int((now - refilled) / interval)
        if earned > 0 {
            available = min(burst, available + earned)
            refilled = refilled.advanced(by: interval * earned)
        }
        guard available > 0 else {
            leftOut += 1
            return .leaveOut
        }
        available -= 1
        defer { leftOut = 0 }
        return .write(leftOut: leftOut)
    }
}
