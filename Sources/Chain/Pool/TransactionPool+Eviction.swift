import Primitives
import Runtime

/// An extrinsic that may have to make room: the lowest bid goes first, and of equal ones the latest.
struct EvictionCandidate: HeapOrdered, Sendable {
    let hash: Hash
    let bid: Bid
    let sequence: UInt64

    func precedes(_ other: EvictionCandidate) -> Bool {
        bid == other.bid ? sequence > other.sequence : bid < other.bid
    }
}

/// Who has to go for a newcomer.
extension TransactionPool {
    /// What an extrinsic takes the place of: the rival of the same account and nonce, and whoever has to make room.
    /// - Throws: ``PoolError`` where there is no place for it.
    mutating func displaced(
        by transaction: PooledTransaction, nextNonce: UInt32
    ) throws(PoolError) -> (rival: PoolEntry?, victims: [PoolEntry]) {
        let tag = transaction.tag
        // A row knows its account's nonce from the last block, and learns of a later one by the next `prune`.
        let row = rows[tag.account] ?? PoolRow(nextNonce: nextNonce)
        guard tag.nonce >= row.nextNonce, UInt64(transaction.expiry) > UInt64(height) + 1 else {
            throw .invalid(.stale)
        }
        let rival = row[tag.nonce]
        if let rival, transaction.bid <= rival.bid {
            throw .priorityTooLow(new: transaction.bid.amount, old: rival.bid.amount)
        }
        let rivalBytes = rival?.transaction.byteCount ?? 0
        let growth = transaction.byteCount - rivalBytes
        guard row.byteCount + growth <= limits.bytesPerAccountMaximum else {
            throw .accountLimit(limits.bytesPerAccountMaximum)
        }
        if rival == nil {
            guard row.count < limits.transactionsPerAccountMaximum else {
                throw .accountLimit(limits.transactionsPerAccountMaximum)
            }
            if tag.nonce > row.readyEnd {
                guard row.futureCount < limits.futuresPerAccountMaximum else {
                    throw .accountLimit(limits.futuresPerAccountMaximum)
                }
                guard futureCount < limits.futuresMaximum else { throw .full }
            }
        }
        return (rival, try victims(of: transaction, count: rival == nil ? 1 : 0, bytes: growth))
    }

    /// Who bids less than `transaction` and has to go, so that `count` more extrinsics and `bytes` more bytes fit in;
    /// with each goes what is ready only because of it.
    private mutating func victims(
        of transaction: PooledTransaction, count: Int, bytes: Int
    ) throws(PoolError) -> [PoolEntry] {
        var surplus = entries.count + count - limits.transactionsMaximum
        var surplusBytes = byteCount + bytes - limits.bytesMaximum
        var victims: [PoolEntry] = []
        var chosen: Set<Hash> = []
        var candidates: [EvictionCandidate] = []
        // Whether they go is decided by the caller.
        defer { for candidate in candidates { evictions.insert(candidate) } }
        while surplus > 0 || surplusBytes > 0 {
            guard let candidate = evictions.popFirst() else { throw .full }
            guard let entry = entries[candidate.hash], entry.sequence == candidate.sequence else { continue }
            candidates.append(candidate)
            // Nobody drives out what stands before himself.
            guard candidate.bid < transaction.bid, entry.transaction.tag.account != transaction.tag.account else {
                throw .full
            }
            var next: PoolEntry? = entry
            while let victim = next {
                // Where one was chosen before, those behind it were too.
                guard chosen.insert(victim.transaction.hash).inserted else { break }
                victims.append(victim)
                surplus -= 1
                surplusBytes -= victim.transaction.byteCount
                next = rows[victim.transaction.tag.account]?.next(after: victim)
            }
        }
        return victims
    }

    /// Lets an extrinsic be a candidate. What is gone is cleared away when it is most of the list.
    mutating func noteForEviction(_ entry: PoolEntry) {
        evictions.insert(
            EvictionCandidate(hash: entry.transaction.hash, bid: entry.bid, sequence: entry.sequence))
        guard evictions.count > 2 * entries.count + 1_024 else { return }
        evictions = BinaryHeap(
            entries.values.map { EvictionCandidate(hash: $0.transaction.hash, bid: $0.bid, sequence: $0.sequence) })
    }
}
