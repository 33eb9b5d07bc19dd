@testable import RPC
import Testing

@Suite struct RequestRateTests {
    @Test("a minute's worth goes at once, then one each time that it has become due")
    func rate() {
        let start = ContinuousClock.now
        var rate = RequestRate(perMinuteMaximum: 60, now: start)
        let atOnce = (0..<61).map { _ in rate.allows(now: start) }
        #expect(atOnce == Array(repeating: true, count: 60) + [false])
        let later = [900, 1_100, 1_200].map { rate.allows(now: start + .milliseconds($0)) }
        #expect(later == [false, true, false])
        // A clock that goes back, or a long pause, gives no more than a minute's worth.
        let before = rate.allows(now: start)
        #expect(!before)
        let late = start + .seconds(10_000)
        let afterPause = (0..<61).count { _ in rate.allows(now: late) }
        #expect(afterPause == 60)
    }
}
