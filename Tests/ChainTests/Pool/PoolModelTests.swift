import Primitives
import Runtime
import Testbed
import Testing

@testable import Chain

/// A pool that looks at everything each time: a list, and the rules in words.
private struct NaivePool {
    struct Waiting {
        let transaction: PooledTransaction
        let arrival: Int
    }

    let limits: TransactionPool.Limits
    var waiting: [Waiting] = []
    var nonces: [AccountID: UInt32] = [:]
    var height: BlockNumber = 0
    private var arrivals = 0

    init(limits: TransactionPool.Limits) { self.limits = limits }

    func isReady(_ transaction: PooledTransaction) -> Bool {
        let account = transaction.tag.account
        return (nonces[account, default: 0]...transaction.tag.nonce).allSatisfy { nonce in
            waiting.contains { $0.transaction.tag == TransactionTag(account: account, nonce: nonce) }
        }
    }

    func index(of tag: TransactionTag) -> Int? { waiting.firstIndex { $0.transaction.tag == tag } }

    /// What goes when `victim` has to: itself and what is ready behind it.
    func subtree(_ victim: PooledTransaction) -> [PooledTransaction] {
        guard isReady(victim) else { return [victim] }
        return waiting.map(\.transaction).filter {
            $0.tag.account == victim.tag.account && $0.tag.nonce >= victim.tag.nonce && isReady($0)
        }
    }

    /// - Returns: whether it was taken.
    mutating func insert(_ new: PooledTransaction) -> Bool {
        guard new.tag.nonce >= nonces[new.tag.account, default: 0], new.expiry > height + 1 else { return false }
        var next = self
        if let index = index(of: new.tag) {
            guard new.bid > waiting[index].transaction.bid else { return false }
            next.waiting.remove(at: index)
        } else {
            let own = waiting.filter { $0.transaction.tag.account == new.tag.account }
            guard own.count < limits.transactionsPerAccountMaximum else { return false }
            // Whether it would wait is seen with it in place.
            var trial = self
            trial.waiting.append(Waiting(transaction: new, arrival: 0))
            let futures = waiting.filter { !isReady($0.transaction) }
            if !trial.isReady(new) {
                guard futures.count < limits.futuresMaximum,
                    futures.filter({ $0.transaction.tag.account == new.tag.account }).count
                        < limits.futuresPerAccountMaximum
                else { return false }
            }
            while next.waiting.count >= limits.transactionsMaximum {
                let worst = next.waiting.min {
                    $0.transaction.bid == $1.transaction.bid
                        ? $0.arrival > $1.arrival : $0.transaction.bid < $1.transaction.bid
                }
                guard let worst, worst.transaction.bid < new.bid,
                    worst.transaction.tag.account != new.tag.account
                else { return false }
                let gone = Set(next.subtree(worst.transaction).map(\.hash))
                next.waiting.removeAll { gone.contains($0.transaction.hash) }
            }
        }
        next.arrivals += 1
        next.waiting.append(Waiting(transaction: new, arrival: next.arrivals))
        self = next
        return true
    }

    mutating func pass(_ included: [PooledTransaction], _ invalid: [PooledTransaction]) {
        height += 1
        for transaction in included { nonces[transaction.tag.account] = transaction.tag.nonce + 1 }
        let gone = Set((included + invalid).map(\.hash))
        waiting.removeAll {
            let transaction = $0.transaction
            return gone.contains(transaction.hash) || transaction.expiry <= height + 1
                || transaction.tag.nonce < nonces[transaction.tag.account, default: 0]
        }
    }

    /// The order of the next block: again and again the best among the first of each account.
    var ready: [PooledTransaction] {
        var left = waiting.filter { isReady($0.transaction) }
        var order: [PooledTransaction] = []
        while !left.isEmpty {
            let heads = left.filter { head in
                !left.contains {
                    $0.transaction.tag.account == head.transaction.tag.account
                        && $0.transaction.tag.nonce < head.transaction.tag.nonce
                }
            }
            guard
                let best = heads.min(by: {
                    $0.transaction.priority == $1.transaction.priority
                        ? $0.arrival < $1.arrival : $0.transaction.priority > $1.transaction.priority
                })
            else { break }
            order.append(best.transaction)
            left.removeAll { $0.transaction.hash == best.transaction.hash }
        }
        return order
    }
}

@Suite("The pool and a naive one")
struct PoolModelTests {
    @Test("random traffic has the same outcome in both, and every watcher hears a sensible row", arguments: 0..<6)
    func random(round: UInt64) throws {
        let seed = 0x5EED + round
        var random = SeededRandom(seed: seed)
        var limits = TransactionPool.Limits()
        limits.transactionsMaximum = Int.random(in: 6...30, using: &random)
        limits.transactionsPerAccountMaximum = 9
        limits.futuresMaximum = 7
        limits.futuresPerAccountMaximum = 4
        var pool = TransactionPool(limits: limits)
        var model = NaivePool(limits: limits)
        var logs: [Hash: WatchLog] = [:]
        for step in 0..<800 {
            if Int.random(in: 0..<5, using: &random) > 0 {
                let account = PoolFixture.account(UInt32.random(in: 0..<5, using: &random))
                let next = model.nonces[account, default: 0]
                let log = WatchLog()
                let new = try PoolFixture.transaction(
                    next + UInt32.random(in: 0..<7, using: &random), of: account,
                    priority: Int.random(in: 0..<8, using: &random) == 0 ? 2 : 1,
                    tip: Rao(UInt64.random(in: 0..<4, using: &random)),
                    expiry: Bool.random(using: &random)
                        ? .max : model.height + BlockNumber.random(in: 1..<9, using: &random),
                    salt: UInt32(step), log: log)
                logs[new.hash] = log
                let refusal = pool.refusal(of: new, nextNonce: next)
                let isTaken = (try? pool.take(new, next: next)) != nil
                #expect(isTaken == model.insert(new), "seed \(seed), step \(step): \(String(describing: refusal))")
                #expect(isTaken == (refusal == nil), "seed \(seed), step \(step)")
            } else {
                let ready = pool.ready()
                let included = Array(ready.prefix(Int.random(in: 0..<6, using: &random)))
                let invalid = pool.all.filter { transaction in
                    !included.contains { $0.hash == transaction.hash } && Int.random(in: 0..<20, using: &random) == 0
                }
                model.pass(included, invalid)
                pool.pass(model.height, included: included, invalid: invalid, nonces: model.nonces)
            }
            let expected = model.ready.map(\.hash)
            #expect(pool.ready().map(\.hash) == expected, "seed \(seed), step \(step)")
            #expect(
                Set(pool.all.map(\.hash)) == Set(model.waiting.map(\.transaction.hash)), "seed \(seed), step \(step)")
            #expect(pool.futureCount == model.waiting.count - expected.count, "seed \(seed), step \(step)")
            #expect(pool.hasReady == !expected.isEmpty && pool.rows.count <= 5)
            #expect(pool.byteCount == model.waiting.reduce(0) { $0 + $1.transaction.byteCount })
            for waiting in model.waiting {
                let isReady = expected.contains(waiting.transaction.hash)
                let told = logs[waiting.transaction.hash]?.statuses.last
                #expect(told == (isReady ? .ready : .future), "seed \(seed), step \(step)")
            }
        }
        for log in logs.values { #expect(log.isSensible, "seed \(seed): \(log.statuses)") }
    }
}

extension WatchLog {
    /// Whether nothing was told twice in a row, and nothing after the end.
    fileprivate var isSensible: Bool {
        zip(statuses, statuses.dropFirst()).allSatisfy { $0 != $1 && !$0.isLast }
    }
}
