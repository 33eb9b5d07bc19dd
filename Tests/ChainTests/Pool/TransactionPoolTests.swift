import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import Chain

@Suite("The pool")
struct TransactionPoolTests {
    private static let one = AccountID([UInt8](repeating: 1, count: 32)) ?? .zero
    private static let two = AccountID([UInt8](repeating: 2, count: 32)) ?? .zero

    /// Unlike any other by `salt`.
    private func transaction(
        _ nonce: UInt32, of account: AccountID = one, priority: UInt64 = 1, expiry: BlockNumber = .max,
        salt: UInt32 = 0,
        log: WatchLog? = nil
    ) -> PooledTransaction {
        let call = RuntimeCall.system(.remark(remark: account.bytes + nonce.encoded() + salt.encoded()))
        return PooledTransaction(
            extrinsic: Extrinsic(inherent: call), tag: TransactionTag(account: account, nonce: nonce),
            priority: priority, expiry: expiry, watcher: log?.watcher)
    }

    private func insert(
        _ transaction: PooledTransaction, next: UInt32 = 0, into pool: inout TransactionPool
    ) throws {
        for notice in try pool.insert(transaction, nextNonce: next) { notice.watcher?(notice.status) }
    }

    private func prune(
        _ pool: inout TransactionPool, _ number: BlockNumber, included: [PooledTransaction] = [],
        invalid: [PooledTransaction] = [], nonces: [AccountID: UInt32] = [:]
    ) {
        let notices = pool.prune(
            TransactionPool.BlockOutcome(
                hash: .zero, number: number, included: included.map(\.hash), invalid: invalid.map(\.hash),
                nonces: nonces))
        for notice in notices { notice.watcher?(notice.status) }
    }

    private func ready(_ pool: TransactionPool) -> [TransactionTag] { pool.ready().map(\.tag) }

    private func refusal(_ transaction: PooledTransaction, next: UInt32 = 0, _ pool: TransactionPool) -> PoolError? {
        var pool = pool
        do throws(PoolError) {
            _ = try pool.insert(transaction, nextNonce: next)
            return nil
        } catch {
            return error
        }
    }

    @Test("what waits for a lower nonce is future, and is ready in order when the gap is filled")
    func gap() throws {
        var pool = TransactionPool()
        let logs = (0..<3).map { _ in WatchLog() }
        try insert(transaction(2, log: logs[2]), into: &pool)
        try insert(transaction(1, log: logs[1]), into: &pool)
        #expect(logs.map(\.statuses) == [[], [.future], [.future]])
        #expect(ready(pool).isEmpty && !pool.hasReady)
        #expect(pool.nextNonce(of: Self.one, onChain: 0) == 0)
        let notices = try pool.insert(transaction(0, log: logs[0]), nextNonce: 0)
        #expect(notices.map(\.status) == [.ready, .ready, .ready])
        for notice in notices { notice.watcher?(notice.status) }
        #expect(logs.map(\.statuses) == [[.ready], [.future, .ready], [.future, .ready]])
        #expect(ready(pool).map(\.nonce) == [0, 1, 2])
        #expect(pool.nextNonce(of: Self.one, onChain: 0) == 3)
    }

    @Test("a block of another way fills the gap too")
    func gapFilledByBlock() throws {
        var pool = TransactionPool()
        let log = WatchLog()
        try insert(transaction(1, log: log), into: &pool)
        prune(&pool, 1, nonces: [Self.one: 1])
        #expect(log.statuses == [.future, .ready])
        #expect(ready(pool).map(\.nonce) == [1])
    }

    @Test("accounts take turns by priority, then by arrival, each in the order of its nonces")
    func order() throws {
        var pool = TransactionPool()
        try insert(transaction(0, of: Self.two), into: &pool)
        try insert(transaction(0, priority: 1), into: &pool)
        try insert(transaction(1, priority: 9), into: &pool)
        try insert(transaction(1, of: Self.two, priority: 5), into: &pool)
        let tags = ready(pool)
        #expect(tags.map(\.account) == [Self.two, Self.two, Self.one, Self.one])
        #expect(tags.map(\.nonce) == [0, 1, 0, 1])
        #expect(pool.all.map(\.tag.account) == [Self.two, Self.one, Self.one, Self.two])
    }

    @Test("an extrinsic without room holds back its signer's later ones and nobody else's")
    func room() throws {
        var pool = TransactionPool()
        for nonce in 0..<3 { try insert(transaction(UInt32(nonce)), into: &pool) }
        for nonce in 0..<2 { try insert(transaction(UInt32(nonce), of: Self.two), into: &pool) }
        let some = pool.ready { !($0.tag.account == Self.one && $0.tag.nonce == 1) }
        #expect(some.map(\.tag.account) == [Self.one, Self.two, Self.two])
    }

    @Test("the same nonce goes to whoever bids more, and those behind it stay ready")
    func replacement() throws {
        var pool = TransactionPool()
        let log = WatchLog()
        let rival = transaction(0, priority: 2, salt: 1)
        try insert(transaction(0, log: log), into: &pool)
        try insert(transaction(1), into: &pool)
        #expect(refusal(transaction(0, salt: 2), pool) == .priorityTooLow(new: 1, old: 1))
        let notices = try pool.insert(rival, nextNonce: 0)
        #expect(notices.map(\.status) == [.usurped(rival.hash), .ready])
        notices.first?.watcher?(notices[0].status)
        #expect(log.statuses == [.ready, .usurped(rival.hash)])
        #expect(pool.ready().map(\.hash) == [rival.hash, transaction(1).hash])
        #expect(pool.count == 2)
        // The same among those that wait.
        try insert(transaction(5, log: log), into: &pool)
        #expect(try pool.insert(transaction(5, priority: 3, salt: 1), nextNonce: 0).map(\.status).last == .future)
    }

    @Test("the same extrinsic twice is refused, and nothing has changed")
    func twice() throws {
        var pool = TransactionPool()
        let first = transaction(0)
        try insert(first, into: &pool)
        #expect(refusal(first, pool) == .alreadyImported(first.hash))
        #expect(pool.count == 1)
        prune(&pool, 1, included: [first], nonces: [Self.one: 1])
        #expect(refusal(first, next: 1, pool) == .invalid(.stale))
    }

    @Test("every limit holds, and each refusal names its own")
    func limits() throws {
        var limits = TransactionPool.Limits()
        limits.transactionsMaximum = 4
        limits.transactionsPerAccountMaximum = 3
        limits.futuresPerAccountMaximum = 1
        var pool = TransactionPool(limits: limits)
        for nonce in 0..<3 { try insert(transaction(UInt32(nonce)), into: &pool) }
        #expect(refusal(transaction(3), pool) == .accountLimit(3))
        try insert(transaction(1, of: Self.two), into: &pool)
        #expect(refusal(transaction(3, of: Self.two), pool) == .accountLimit(1))
        #expect(refusal(transaction(0, of: Self.two), pool) == .full)
        // A replacement takes no room.
        try insert(transaction(0, priority: 2, salt: 1), into: &pool)
        #expect(pool.count == 4)
        limits.bytesMaximum = transaction(0).extrinsic.bytes.count
        var narrow = TransactionPool(limits: limits)
        try insert(transaction(0), into: &narrow)
        #expect(refusal(transaction(1), narrow) == .full)
    }

    @Test("what a block included is told so, and rivals and leftovers become invalid")
    func included() throws {
        var pool = TransactionPool()
        let logs = (0..<4).map { _ in WatchLog() }
        let waiting = (0..<4).map { transaction(UInt32($0), log: logs[$0]) }
        for transaction in waiting { try insert(transaction, into: &pool) }
        // The block had another extrinsic of nonce 1.
        prune(&pool, 1, included: [waiting[0]], nonces: [Self.one: 2])
        #expect(logs[0].statuses == [.ready, .inBlock(.zero), .finalized(.zero)])
        #expect(logs[1].statuses == [.ready, .invalid])
        #expect(ready(pool).map(\.nonce) == [2, 3])
        // An invalid one leaves a gap; what is behind it waits.
        prune(&pool, 2, invalid: [waiting[2]], nonces: [Self.one: 2])
        #expect(logs[2].statuses == [.ready, .invalid])
        #expect(ready(pool).isEmpty && pool.count == 1)
        #expect(pool.nextNonce(of: Self.one, onChain: 2) == 2)
        try insert(transaction(2, salt: 7), into: &pool)
        #expect(ready(pool).map(\.nonce) == [2, 3])
    }

    @Test("an extrinsic leaves in time for the first block of which its era is no part")
    func expiry() throws {
        var pool = TransactionPool(height: 10)
        let log = WatchLog()
        let mortal = transaction(0, expiry: 14, log: log)
        try insert(mortal, into: &pool)
        #expect(pool.verified(mortal.hash, for: 13) != nil)
        #expect(pool.verified(mortal.hash, for: 14) == nil, "the signature was verified for the era only")
        for number in 11...12 { prune(&pool, BlockNumber(number)) }
        #expect(pool.count == 1)
        prune(&pool, 13)
        #expect(pool.count == 0 && log.statuses == [.ready, .invalid])
        #expect(refusal(transaction(0, expiry: 14), pool) == .invalid(.stale))
        #expect(refusal(transaction(0, expiry: 15), pool) == nil)
    }

    @Test("an account that was emptied begins anew")
    func reaped() throws {
        var pool = TransactionPool()
        try insert(transaction(5), next: 5, into: &pool)
        prune(&pool, 1, nonces: [Self.one: 0])
        #expect(ready(pool).isEmpty && pool.count == 1)
        for nonce in 0..<5 { try insert(transaction(UInt32(nonce)), into: &pool) }
        #expect(ready(pool).map(\.nonce) == Array(0...5))
    }

    @Test("ten thousand of one account and of ten thousand accounts are put in order quickly")
    func many() throws {
        let clock = ContinuousClock()
        for accounts in [1, 10_000] {
            var pool = TransactionPool()
            let all = (0..<10_000).map { number in
                let index = UInt32(number % accounts)
                let account = AccountID(index.encoded() + [UInt8](repeating: 3, count: 28)) ?? .zero
                return transaction(UInt32(number / accounts), of: account)
            }
            let inserting = try clock.measure { for one in all { _ = try pool.insert(one, nextNonce: 0) } }
            var order: [PooledTransaction] = []
            let ordering = clock.measure { order = pool.ready() }
            #expect(order.count == 10_000 && order.map(\.hash) == all.map(\.hash))
            let nonces = Dictionary(all.map { ($0.tag.account, $0.tag.nonce + 1) }) { max($0, $1) }
            let pruning = clock.measure { prune(&pool, 1, included: all, nonces: nonces) }
            #expect(pool.count == 0)
            print("pool of 10,000 in \(accounts) rows: insert \(inserting), order \(ordering), prune \(pruning)")
        }
    }
}
