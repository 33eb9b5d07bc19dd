import Primitives
import Runtime
import Testing

@testable import Chain

@Suite("Watchers of the pool")
struct PoolWatchTests {
    private let one = PoolFixture.account(1)

    @Test("the same extrinsic from many connections: each watcher hears where it stands and what becomes of it")
    func manyWatchers() throws {
        var limits = TransactionPool.Limits()
        limits.watchersMaximum = 3
        var pool = TransactionPool(limits: limits)
        let logs = (0..<4).map { _ in WatchLog() }
        let bytes = { (log: WatchLog?) in try PoolFixture.transaction(1, of: one, log: log) }
        try pool.take(bytes(logs[0]))
        try pool.take(bytes(logs[1]))
        try pool.take(PoolFixture.transaction(0, of: one))
        try pool.take(bytes(logs[2]))
        #expect(logs.map(\.statuses) == [[.future, .ready], [.future, .ready], [.ready], []])
        let hash = try bytes(nil).hash
        #expect(throws: PoolError.alreadyImported(hash)) { try pool.take(bytes(nil)) }
        #expect(throws: PoolError.alreadyImported(hash)) { try pool.take(bytes(logs[3])) }
        #expect(pool.count == 2)
        pool.pass(1, included: pool.ready(), nonces: [one: 2])
        for log in logs[..<3] { #expect(log.statuses.suffix(2) == [.inBlock(.zero), .finalized(.zero)]) }
    }

    @Test("whoever is ready and loses the one before him hears that he waits, and that he is ready again")
    func demotion() throws {
        var pool = TransactionPool()
        let logs = (0..<3).map { _ in WatchLog() }
        let waiting = try (0..<3).map { try PoolFixture.transaction(UInt32($0), of: one, log: logs[$0]) }
        for transaction in waiting { try pool.take(transaction) }
        pool.pass(1, invalid: [waiting[0]], nonces: [one: 0])
        #expect(logs.map(\.statuses) == [[.ready, .invalid], [.ready, .future], [.ready, .future]])
        #expect(pool.futureCount == 2 && !pool.hasReady)
        try pool.take(PoolFixture.transaction(0, of: one, salt: 1))
        #expect(logs[2].statuses == [.ready, .future, .ready])
    }

    @Test("a bad signature is remembered: the same bytes are refused until the ban ends")
    func ban() throws {
        var pool = TransactionPool(height: 7)
        let transaction = try PoolFixture.transaction(0, of: one)
        pool.ban(transaction.hash)
        #expect(throws: PoolError.banned) { try pool.take(transaction) }
        pool.pass(7 + BanList.lengthBlocks)
        try pool.take(transaction)
    }

    @Test("judging again takes turns: everything has its turn, those who signed come first, and a block costs no more")
    func turns() throws {
        var pool = TransactionPool()
        let count = 3 * TransactionPool.revalidationsPerBlock
        for number in 0..<UInt32(count) {
            try pool.take(PoolFixture.transaction(0, of: PoolFixture.account(number)))
        }
        var seen: Set<Hash> = []
        for _ in 0..<4 {
            let candidates = pool.revalidationCandidates(after: [PoolFixture.account(700)])
            #expect(candidates.count == TransactionPool.revalidationsPerBlock)
            #expect(candidates.first?.tag.account == PoolFixture.account(700))
            #expect(Set(candidates.map(\.hash)).count == candidates.count)
            seen.formUnion(candidates.map(\.hash))
        }
        #expect(seen.count == count)
        #expect(pool.discard(pool.all.prefix(700).map(\.hash)).count == 700)
        // What is gone loses its turns, as many of them as a block has time for.
        let left = (0..<3).flatMap { _ in pool.revalidationCandidates(after: []) }
        #expect(Set(left.map(\.hash)) == Set(pool.all.map(\.hash)))
        #expect(pool.count == 68)
    }
}
