import Testing

@testable import Subnets

@Suite struct RestartBackoffTests {
    @Test("waits double up to half a minute")
    func doubling() {
        var backoff = RestartBackoff()
        let waits = (0..<7).map { _ in backoff.wait(afterRunning: .seconds(2)) }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
    }

    @Test("whoever ran for a minute begins again with the shortest wait")
    func recovery() {
        var backoff = RestartBackoff()
        _ = backoff.wait(afterRunning: .zero)
        _ = backoff.wait(afterRunning: .zero)
        #expect(backoff.wait(afterRunning: .seconds(60)) == .seconds(1))
        #expect(backoff.wait(afterRunning: .seconds(59)) == .seconds(2))
    }
}
