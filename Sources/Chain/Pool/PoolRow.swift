import Primitives
import Runtime

/// An extrinsic in the pool, with the order of its arrival.
struct PoolEntry: Sendable {
    let transaction: PooledTransaction
    let sequence: UInt64
    /// The transaction's, beside the sequence: what the order depends on is in one place.
    let bid: Bid

    init(_ transaction: PooledTransaction, sequence: UInt64) {
        self.transaction = transaction
        bid = transaction.bid
        self.sequence = sequence
    }
}

extension PoolEntry: HeapOrdered {
    /// Whether this one goes before an extrinsic of another account.
    func precedes(_ other: PoolEntry) -> Bool {
        bid.priority == other.bid.priority ? sequence < other.sequence : bid.priority > other.bid.priority
    }
}

/// What waits of one account, by nonce.
///
/// After a change the end of what is ready is behind the times until ``advance()``.
struct PoolRow: Sendable {
    /// The account's next nonce after the last block that the pool knows.
    private(set) var nextNonce: UInt32
    /// Behind everything that is ready: no nonce from ``nextNonce`` to here is missing.
    private(set) var readyEnd: UInt32
    /// Bytes of everything in the row.
    private(set) var byteCount = 0
    private var entries: [UInt32: PoolEntry] = [:]

    init(nextNonce: UInt32) {
        self.nextNonce = nextNonce
        readyEnd = nextNonce
    }

    var count: Int { entries.count }

    /// Extrinsics that are ready.
    var readyCount: Int { Int(readyEnd - nextNonce) }

    /// Extrinsics that wait for others.
    var futureCount: Int { max(0, entries.count - readyCount) }

    /// The extrinsic of a nonce.
    subscript(nonce: UInt32) -> PoolEntry? { entries[nonce] }

    /// The extrinsic to run first, where one is ready.
    var head: PoolEntry? { nextNonce < readyEnd ? entries[nextNonce] : nil }

    /// The one that is ready behind `entry`.
    func next(after entry: PoolEntry) -> PoolEntry? {
        let nonce = entry.transaction.tag.nonce
        return nonce < readyEnd && nonce + 1 < readyEnd ? entries[nonce + 1] : nil
    }

    /// Puts an extrinsic at its place, which another one may have had.
    mutating func insert(_ entry: PoolEntry) {
        byteCount += entry.transaction.byteCount
        let rival = entries.updateValue(entry, forKey: entry.transaction.tag.nonce)
        byteCount -= rival?.transaction.byteCount ?? 0
    }

    /// Takes an extrinsic out. It leaves a gap: what stands behind it has to wait.
    mutating func remove(_ nonce: UInt32) {
        guard let entry = entries.removeValue(forKey: nonce) else { return }
        byteCount -= entry.transaction.byteCount
        if nonce >= nextNonce, nonce < readyEnd { readyEnd = nonce }
    }

    /// Closes up with what became ready.
    mutating func advance() {
        while entries[readyEnd] != nil { readyEnd += 1 }
    }

    /// Learns the account's next nonce after a block. Where it is lower than before, the account was emptied and began
    /// anew, and what was ready has to wait.
    /// - Returns: what is behind the times now, in order of nonce; it is still in the row.
    mutating func settle(nextNonce next: UInt32) -> [PoolEntry] {
        let previous = nextNonce
        nextNonce = next
        guard next >= previous else {
            readyEnd = next
            return []
        }
        readyEnd = max(readyEnd, next)
        return entries(in: previous..<next)
    }

    /// What waits with nonces of a range, in their order.
    func entries(in range: Range<UInt32>) -> [PoolEntry] {
        if range.count <= entries.count { return range.compactMap { entries[$0] } }
        return entries.values.filter { range.contains($0.transaction.tag.nonce) }
            .sorted { $0.transaction.tag.nonce < $1.transaction.tag.nonce }
    }
}
