import Testing

@testable import myelin

@Suite struct LineBudgetTests {
    private let start = ContinuousClock.now

    @Test("a burst is written, then a steady rate, and what was left out is counted")
    func rate() {
        var budget = LineBudget(burst: 3, perSecond: 2, now: start)
        for _ in 0..<3 { #expect(budget.judge(now: start) == .write(leftOut: 0)) }
        for _ in 0..<5 { #expect(budget.judge(now: start) == .leaveOut) }
        #expect(budget.judge(now: start + .milliseconds(499)) == .leaveOut)
        #expect(budget.judge(now: start + .milliseconds(500)) == .write(leftOut: 6))
        #expect(budget.judge(now: start + .milliseconds(999)) == .leaveOut)
        #expect(budget.judge(now: start + .milliseconds(1_000)) == .write(leftOut: 1))
    }

    @Test("quiet saves up a burst and no more")
    func quiet() {
        var budget = LineBudget(burst: 3, perSecond: 2, now: start)
        for _ in 0..<3 { _ = budget.judge(now: start) }
        let later = start + .seconds(3_600)
        for _ in 0..<3 { #expect(budget.judge(now: later) == .write(leftOut: 0)) }
        #expect(budget.judge(now: later) == .leaveOut)
    }

    @Test("asking often does not earn less")
    func fractions() {
        var budget = LineBudget(burst: 1, perSecond: 10, now: start)
        var written = 0
        for milliseconds in 0..<1_000 where budget.judge(now: start + .milliseconds(milliseconds)) != .leaveOut {
            written += 1
        }
        #expect(written == 10)
    }
}
