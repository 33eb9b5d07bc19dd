import Testbed
import Testing

@testable import Chain

@Suite("The queue of submissions")
struct SubmissionQueueTests {
    private typealias Queue = SubmissionQueue<Int, String>

    @Test("a lone submission hires a worker at once, who finds it alone and ends")
    func lone() {
        var queue = Queue(workerMaximum: 2, crowd: 3, batchLengthMaximum: 4, waitingMaximum: 10)
        #expect(queue.append(7) == .needsWorker)
        let batch = queue.next()
        #expect(batch?.items == [7])
        #expect(queue.next() == nil)
        #expect(queue.append(8) == .needsWorker, "the one before has ended")
    }

    @Test("what waits is taken together, up to the length of a batch, by no more workers than there may be")
    func together() {
        var queue = Queue(workerMaximum: 2, crowd: 3, batchLengthMaximum: 4, waitingMaximum: 7)
        let receptions = (0..<9).map { queue.append($0) }
        let expected: [Queue.Reception] = [
            .needsWorker, .queued, .needsWorker, .queued, .queued, .queued, .queued, .refused, .refused,
        ]
        #expect(receptions == expected)
        let first = queue.next()
        #expect(first?.items == [0, 1, 2, 3])
        #expect(queue.append(9) == .queued)
        let second = queue.next()
        #expect(second?.items == [4, 5, 6, 9])
        #expect(queue.next() == nil)
    }

    @Test("verdicts come out in the order of arrival, whichever batch is judged first")
    func order() {
        let seed: UInt64 = 31
        var random = SeededRandom(seed: seed)
        var queue = Queue(workerMaximum: 3, crowd: 2, batchLengthMaximum: 5, waitingMaximum: 1_000)
        var underWay: [Queue.Batch] = []
        var next = 0
        var delivered: [Int] = []
        for _ in 0..<2_000 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                _ = queue.append(next)
                next += 1
            case 1:
                if underWay.count < 3, let batch = queue.next() { underWay.append(batch) }
            default:
                guard let index = underWay.indices.randomElement(using: &random) else { continue }
                let batch = underWay.remove(at: index)
                queue.finish(batch, batch.items.map { "\($0)" })
                while let verdicts = queue.nextFinished() {
                    #expect(verdicts.allSatisfy { "\($0.0)" == $0.1 })
                    delivered += verdicts.map(\.0)
                }
            }
        }
        #expect(delivered.count > 300)
        #expect(delivered == Array(0..<delivered.count), "seed \(seed)")
    }
}
