import Testbed
import Testing

@testable import Neuron

@Suite struct ServingLineTests {
    @Test("places are taken at once; then the highest priority comes first, equals in the order of their coming")
    func order() throws {
        var line = ServingLine(placeCount: 2, waitingMax: 10, waitingBytesMax: 1_000)
        #expect(line.enter(priority: 0, byteCount: 1) == .served)
        #expect(line.enter(priority: 0, byteCount: 1) == .served)
        var tickets: [ServingLine.Ticket] = []
        for priority in [1.0, 5, .nan, 5, .infinity, -3, 1] {
            guard case .waits(let ticket, []) = line.enter(priority: priority, byteCount: 1) else {
                Issue.record("does not wait")
                return
            }
            tickets.append(ticket)
        }
        line.giveUp(tickets[3])
        line.giveUp(tickets[3])
        let served = (0..<6).compactMap { _ in line.leave() }
        #expect(served == [4, 1, 0, 6, 5, 2].map { tickets[$0] })
        #expect(line.leave() == nil && line.leave() == nil)
        #expect(line.enter(priority: 0, byteCount: 1) == .served)
    }

    @Test("where there is no room, lower priorities make room, and equal ones do not")
    func room() throws {
        var line = ServingLine(placeCount: 1, waitingMax: 2, waitingBytesMax: 100)
        #expect(line.enter(priority: 9, byteCount: 1) == .served)
        guard case .waits(let low, []) = line.enter(priority: 1, byteCount: 40),
            case .waits(let high, []) = line.enter(priority: 2, byteCount: 60)
        else {
            Issue.record("does not wait")
            return
        }
        #expect(line.enter(priority: 1, byteCount: 1) == .refused)
        guard case .waits(let third, [low]) = line.enter(priority: 2, byteCount: 1) else {
            Issue.record("the lowest did not make room")
            return
        }
        #expect(line.enter(priority: 3, byteCount: 101) == .refused, "larger than all the room")
        guard case .waits(_, [high, third]) = line.enter(priority: 3, byteCount: 100) else {
            Issue.record("both did not make room")
            return
        }
        #expect(line.waitingCount == 1)
    }

    @Test("random traffic: never beyond the bounds, never a lower priority before a higher", arguments: 0..<30)
    func random(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var line = ServingLine(placeCount: 3, waitingMax: 8, waitingBytesMax: 50)
        var served = 0
        var waiting: [(ticket: ServingLine.Ticket, priority: Double, bytes: Int, order: Int)] = []
        for order in 0..<2_000 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0..<3:
                let priority = Double(Int.random(in: 0..<4, using: &random))
                let bytes = Int.random(in: 0...20, using: &random)
                switch line.enter(priority: priority, byteCount: bytes) {
                case .served:
                    served += 1
                    #expect(waiting.isEmpty, "seed \(seed)")
                case .waits(let ticket, let displaced):
                    #expect(waiting.filter { displaced.contains($0.ticket) }.allSatisfy { $0.priority < priority })
                    waiting.removeAll { displaced.contains($0.ticket) }
                    waiting.append((ticket, priority, bytes, order))
                case .refused:
                    let kept = waiting.filter { $0.priority >= priority }
                    #expect(kept.count == 8 || kept.reduce(bytes) { $0 + $1.bytes } > 50, "seed \(seed)")
                }
            case 3 where served > 0:
                let expected = waiting.max { ($0.priority, -$0.order) < ($1.priority, -$1.order) }
                #expect(line.leave() == expected?.ticket, "seed \(seed)")
                if let expected { waiting.removeAll { $0.ticket == expected.ticket } } else { served -= 1 }
            default:
                guard let one = waiting.randomElement(using: &random) else { continue }
                line.giveUp(one.ticket)
                waiting.removeAll { $0.ticket == one.ticket }
            }
            #expect(served <= 3 && line.waitingCount == waiting.count && waiting.count <= 8, "seed \(seed)")
            #expect(waiting.reduce(0) { $0 + $1.bytes } <= 50, "seed \(seed)")
        }
    }
}
