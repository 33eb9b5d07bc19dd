@testable import RPC
import Synchronization
import Testbed
import Testing

@Suite final class ByteBudgetTests: Sendable {
    private let statistics = ServerStatistics()
    private let evicted = Mutex<[Int]>([])

    private func budget(_ byteMaximum: Int, allowance: Int) -> ByteBudget {
        ByteBudget(byteMaximum: byteMaximum, allowance: allowance, statistics: statistics)
    }

    private func open(_ number: Int, in budget: ByteBudget) -> ByteBudget.Account {
        budget.open { [self] in evicted.withLock { $0.append(number) } }
    }

    @Test("what is within the allowance is not counted, what is beyond is, and all of it comes back")
    func allowance() {
        let account = open(0, in: budget(1_000, allowance: 100))
        #expect(account.take(100) && statistics.bytesHeld == 0)
        #expect(account.take(50) && statistics.bytesHeld == 50)
        account.give(120)
        #expect(statistics.bytesHeld == 0)
        #expect(account.take(1_070) && statistics.bytesHeld == 1_000)
        account.close()
        #expect(statistics.bytesHeld == 0 && !account.isOpen)
    }

    @Test("where the budget is exhausted, whoever holds most goes, and those who hold little stay")
    func greed() {
        let budget = budget(1_000, allowance: 10)
        let accounts = (0..<4).map { open($0, in: budget) }
        #expect(accounts[0].take(10))
        #expect(accounts[1].take(610))
        #expect(accounts[2].take(310))
        // The largest one goes for a smaller one that grows.
        #expect(accounts[2].take(200))
        #expect(evicted.withLock { $0 } == [1] && !accounts[1].isOpen)
        // What it gives back later changes nothing.
        accounts[1].give(610)
        #expect(statistics.bytesHeld == 500)
        // Whoever would be the largest is refused itself.
        #expect(!accounts[2].take(600))
        #expect(evicted.withLock { $0 } == [1] && !accounts[2].isOpen && statistics.bytesHeld == 0)
        #expect(accounts[0].isOpen && accounts[0].take(500) && accounts[3].take(510))
        #expect(statistics.refused(.memory) == 2)
    }

    @Test("an account that is released gives everything back")
    func release() {
        let budget = budget(1_000, allowance: 0)
        do { #expect(open(0, in: budget).take(900)) }
        #expect(statistics.bytesHeld == 0)
        #expect(open(1, in: budget).take(900))
    }

    @Test("random holdings never exceed the budget, and the sum is always that of the open accounts")
    func random() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let budget = budget(10_000, allowance: 50)
        var accounts = (0..<20).map { (open($0, in: budget), 0) }
        for _ in 0..<20_000 {
            let index = Int.random(in: 0..<accounts.count, using: &random)
            let count = Int.random(in: 0...1_500, using: &random)
            if Bool.random(using: &random) {
                if accounts[index].0.take(count) { accounts[index].1 += count }
            } else {
                let less = min(count, accounts[index].1)
                accounts[index].0.give(less)
                accounts[index].1 -= less
            }
            for index in accounts.indices where !accounts[index].0.isOpen { accounts[index] = (open(0, in: budget), 0) }
            let drawn = accounts.reduce(0) { $0 + max(0, $1.1 - 50) }
            guard drawn == statistics.bytesHeld, drawn <= 10_000 else {
                Issue.record("\(drawn) drawn, \(statistics.bytesHeld) counted, seed \(seed)")
                return
            }
        }
        #expect(statistics.refused(.memory) > 0, "seed \(seed)")
    }
}
