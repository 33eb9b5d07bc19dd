import Synchronization

/// One budget for all copies of a log.
final class SharedLineBudget: Sendable {
    private let budget: Mutex<LineBudget>

    init(_ budget: LineBudget) { self.budget = Mutex(budget) }

    /// Judges a line of now.
    func judge() -> LineBudget.Verdict { budget.withLock { $0.judge(now: .now) } }
}
