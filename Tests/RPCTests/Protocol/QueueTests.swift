import RPC
import Testbed
import Testing

@Suite struct QueueTests {
    @Test("the writer is woken once, and again only after it found nothing")
    func wake() {
        var queue = OutgoingQueue(byteMaximum: 100, countMaximum: 10)
        #expect(queue.append([1]) == .wakeWriter)
        #expect(queue.append([2]) == .none)
        #expect(queue.take(byteGoal: 50) == [[1], [2]])
        #expect(queue.append([3]) == .none)
        #expect(queue.take(byteGoal: 50) == [[3]])
        #expect(queue.take(byteGoal: 50) == [])
        #expect(queue.append([4]) == .wakeWriter)
    }

    @Test("texts come out in order and in portions")
    func portions() {
        let seed: UInt64 = 7
        var random = SeededRandom(seed: seed)
        var queue = OutgoingQueue(byteMaximum: 1 << 20, countMaximum: 10_000)
        var sent: [[UInt8]] = []
        var taken: [[UInt8]] = []
        for _ in 0..<2_000 {
            if Bool.random(using: &random) {
                let text = random.bytes(Int.random(in: 0...100, using: &random))
                sent.append(text)
                _ = queue.append(text)
            } else {
                let portion = queue.take(byteGoal: 150)
                #expect(portion.dropLast().reduce(0) { $0 + $1.count } <= 150, "seed \(seed)")
                taken += portion
            }
        }
        while queue.count > 0 { taken += queue.take(byteGoal: 150) }
        #expect(taken == sent && queue.byteCount == 0, "seed \(seed)")
    }

    @Test("too many bytes or too many texts overflow, and a queue that is closed says what it held")
    func overflow() {
        var bytes = OutgoingQueue(byteMaximum: 10, countMaximum: 100)
        #expect(bytes.append([UInt8](repeating: 0, count: 10)) == .wakeWriter)
        #expect(bytes.append([0]) == .overflow)
        let held = bytes.close()
        #expect(held == OutgoingQueue.heldByteCount(of: [UInt8](repeating: 0, count: 10)))
        #expect(bytes.byteCount == 0 && bytes.count == 0)
        var count = OutgoingQueue(byteMaximum: 100, countMaximum: 4)
        for _ in 0..<4 { _ = count.append([]) }
        #expect(count.isCongested)
        #expect(count.append([]) == .overflow)
    }

    @Test("messages are handed out in order to a bounded number of workers")
    func workers() {
        var queue = RequestQueue(workerMaximum: 2, byteMaximum: 1_000)
        func message(_ byte: UInt8) -> RequestQueue.Message { .init(text: [byte], isText: true) }
        queue.append(message(1))
        #expect(queue.hire() == 1)
        for byte in 2...4 { queue.append(message(UInt8(byte))) }
        #expect(queue.isFull)
        #expect(queue.hire() == 1)
        #expect(queue.hire() == 0)
        #expect(queue.next() == message(1))
        #expect(queue.next() == message(2))
        #expect(queue.next() == message(3))
        #expect(!queue.isFull)
        #expect(queue.next(while: false) == nil)
        // One worker went home, so one can be hired for what is left.
        #expect(queue.hire() == 1)
        #expect(queue.next() == message(4))
        #expect(queue.next() == nil)
    }

    @Test("held bytes stop the reading until they are worked off")
    func heldBytes() {
        var queue = RequestQueue(workerMaximum: 8, byteMaximum: 100)
        queue.append(.init(text: [UInt8](repeating: 0, count: 101), isText: true))
        _ = queue.hire()
        _ = queue.next()
        #expect(queue.isFull)
        queue.finish(byteCount: 101)
        #expect(!queue.isFull)
    }

    @Test("a long run of messages keeps order and count")
    func longRun() {
        var queue = RequestQueue(workerMaximum: 1, byteMaximum: 1 << 30)
        var next = 0
        for number in 0..<10_000 {
            queue.append(.init(text: Array(String(number).utf8), isText: true))
            _ = queue.hire()
            if number % 3 != 0 {
                #expect(queue.next()?.text == Array(String(next).utf8))
                next += 1
            }
        }
        #expect(queue.waitingCount == 10_000 - next)
    }
}
