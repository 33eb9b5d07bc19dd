@testable import RPC
import Testing

@Suite struct TurnQueueTests {
    // The macro cannot call what changes its operands.
    private func expect<T: Equatable>(_ found: T, _ wanted: T, _ place: SourceLocation = #_sourceLocation) {
        #expect(found == wanted, sourceLocation: place)
    }

    @Test("connections take turns, and each sends its own in order")
    func turns() {
        var queue = TurnQueue<String>(width: 1, waitingMaximum: 100)
        expect(queue.arrive("first", of: 1), .enter)
        for number in 0..<4 { _ = queue.arrive("greedy \(number)", of: 1) }
        expect(queue.arrive("honest", of: 2), .wait)
        expect(queue.arrive("other", of: 3), .wait)
        let order = (0..<6).map { _ in queue.leave() }
        #expect(order == ["greedy 0", "honest", "other", "greedy 1", "greedy 2", "greedy 3"])
        expect(queue.leave(), nil)
        #expect(queue.waitingCount == 0)
        expect(queue.arrive("next", of: 4), .enter)
        expect(queue.arrive("after", of: 4), .wait)
    }

    @Test("too many are refused, and a connection that ends leaves nobody behind")
    func bounds() {
        var queue = TurnQueue<Int>(width: 2, waitingMaximum: 3)
        expect(queue.arrive(0, of: 1), .enter)
        expect(queue.arrive(1, of: 1), .enter)
        for ticket in 2...4 { expect(queue.arrive(ticket, of: 1), .wait) }
        expect(queue.arrive(5, of: 2), .refuse)
        expect(queue.drop(1), [2, 3, 4])
        expect(queue.drop(1), [])
        #expect(queue.waitingCount == 0)
        expect(queue.arrive(6, of: 2), .wait)
        expect(queue.leave(), 6)
        expect(queue.leave(), nil)
    }
}
