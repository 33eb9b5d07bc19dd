import Primitives
import Runtime
import Testing

@testable import Chain

@Suite("A full pool")
struct PoolEvictionTests {
    private let one = PoolFixture.account(1)
    private let two = PoolFixture.account(2)
    private let three = PoolFixture.account(3)

    private func pool(of count: Int) -> TransactionPool {
        var limits = TransactionPool.Limits()
        limits.transactionsMaximum = count
        return TransactionPool(limits: limits)
    }

    @Test("the same nonce goes to the higher tip, with the numbers of both in the refusal")
    func replacementByTip() throws {
        var pool = TransactionPool()
        let log = WatchLog()
        try pool.take(PoolFixture.transaction(0, of: one, tip: Rao(5), log: log))
        let lower = try PoolFixture.transaction(0, of: one, tip: Rao(5), salt: 1)
        #expect(throws: PoolError.priorityTooLow(new: 6, old: 6)) { try pool.take(lower) }
        let higher = try PoolFixture.transaction(0, of: one, tip: Rao(6))
        try pool.take(higher)
        #expect(log.statuses == [.ready, .usurped(higher.hash)])
        #expect(pool.ready().map(\.hash) == [higher.hash])
        // The class counts before the tip.
        try pool.take(PoolFixture.transaction(0, of: one, priority: 2))
        #expect(pool.count == 1)
    }

    @Test("a tip buys no place before other accounts")
    func orderIgnoresTips() throws {
        var pool = TransactionPool()
        try pool.take(PoolFixture.transaction(0, of: one))
        try pool.take(PoolFixture.transaction(0, of: two, tip: .tao(1)))
        #expect(pool.ready().map(\.tag.account) == [one, two])
    }

    @Test("the lowest bid goes for a higher one, of equal bids the latest, and equal bids drive nobody out")
    func eviction() throws {
        var pool = pool(of: 3)
        let logs = (0..<3).map { _ in WatchLog() }
        try pool.take(PoolFixture.transaction(0, of: one, tip: Rao(1), log: logs[0]))
        try pool.take(PoolFixture.transaction(0, of: two, tip: Rao(9), log: logs[1]))
        try pool.take(PoolFixture.transaction(1, of: two, tip: Rao(1), log: logs[2]))
        #expect(throws: PoolError.full) { try pool.take(PoolFixture.transaction(0, of: three, tip: Rao(1))) }
        #expect(pool.count == 3)
        try pool.take(PoolFixture.transaction(0, of: three, tip: Rao(2)))
        #expect(logs.map(\.statuses) == [[.ready], [.ready], [.ready, .dropped]])
        try pool.take(PoolFixture.transaction(1, of: three, tip: Rao(2)))
        #expect(logs[0].statuses == [.ready, .dropped])
        #expect(pool.count == 3 && Set(pool.ready().map(\.tag.account)) == [two, three])
    }

    @Test("with an extrinsic goes what is ready only because of it, and what waits for more stays")
    func dependents() throws {
        var pool = pool(of: 4)
        let logs = (0..<4).map { _ in WatchLog() }
        try pool.take(PoolFixture.transaction(0, of: one, log: logs[0]))
        try pool.take(PoolFixture.transaction(1, of: one, tip: Rao(9), log: logs[1]))
        try pool.take(PoolFixture.transaction(2, of: one, tip: Rao(9), log: logs[2]))
        try pool.take(PoolFixture.transaction(5, of: one, tip: Rao(9), log: logs[3]))
        try pool.take(PoolFixture.transaction(0, of: two, tip: Rao(1)))
        #expect(logs.map(\.statuses) == [[.ready, .dropped], [.ready, .dropped], [.ready, .dropped], [.future]])
        #expect(pool.count == 2)
    }

    @Test("nobody drives out what stands before himself")
    func ownRow() throws {
        var pool = pool(of: 2)
        for nonce in 0..<2 { try pool.take(PoolFixture.transaction(UInt32(nonce), of: one)) }
        #expect(throws: PoolError.full) { try pool.take(PoolFixture.transaction(2, of: one, tip: .tao(1))) }
        #expect(pool.ready().count == 2)
    }

    @Test("bytes are limited in all and by account, and a replacement counts what it adds")
    func bytes() throws {
        let size = try PoolFixture.transaction(0, of: one, length: 1_000).byteCount
        var limits = TransactionPool.Limits()
        limits.bytesMaximum = 3 * size
        limits.bytesPerAccountMaximum = 2 * size
        var pool = TransactionPool(limits: limits)
        for nonce in 0..<2 { try pool.take(PoolFixture.transaction(UInt32(nonce), of: one, length: 1_000)) }
        #expect(throws: PoolError.accountLimit(2 * size)) { try pool.take(PoolFixture.transaction(2, of: one)) }
        try pool.take(PoolFixture.transaction(0, of: two, length: 1_000))
        #expect(throws: PoolError.full) { try pool.take(PoolFixture.transaction(0, of: three)) }
        try pool.take(PoolFixture.transaction(1, of: one, tip: Rao(1), length: 500))
        #expect(throws: PoolError.accountLimit(2 * size)) {
            try pool.take(PoolFixture.transaction(1, of: one, tip: Rao(2), length: 1_001))
        }
        // A large one with a high bid drives out as many as it takes.
        try pool.take(PoolFixture.transaction(0, of: three, tip: Rao(2), length: 1_900))
        #expect(pool.ready().allSatisfy { $0.tag.account != two })
    }

    @Test("what waits for others is limited in all")
    func futures() throws {
        var limits = TransactionPool.Limits()
        limits.futuresMaximum = 2
        var pool = TransactionPool(limits: limits)
        for account in [one, two] { try pool.take(PoolFixture.transaction(4, of: account)) }
        #expect(throws: PoolError.full) { try pool.take(PoolFixture.transaction(4, of: three)) }
        try pool.take(PoolFixture.transaction(0, of: three))
        // One becomes ready, and there is room for another one.
        for nonce in 0..<4 { try pool.take(PoolFixture.transaction(UInt32(nonce), of: one)) }
        try pool.take(PoolFixture.transaction(4, of: three))
        #expect(pool.futureCount == 2)
    }
}
