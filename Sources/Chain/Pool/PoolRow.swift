import Primitives
import Runtime

/// An extrinsic in the pool, with the order of its arrival.
struct PoolEntry: Sendable {
    let transaction: PooledTransaction
    let sequence: UInt64
    /// The transaction's, beside the sequence: what the order depends on is in one place.
    private let priority: UInt64

    init(_ transaction: PooledTransaction, sequence: UInt64) {
        self.transaction = transaction
        priority = transaction.priority
        self.sequence = sequence
    }

    /// Whether this one goes before an extrinsic of another account.
    func precedes(_ other: PoolEntry) -> Bool {
        priority == other.priority ? sequence < other.sequence : priority > other.priority
    }
}

/// What waits of one account, by nonce.
struct PoolRow: Sendable {
    /// The account's next nonce after the last block that the pool knows.
    private(set) var nextNonce: UInt32
    /// Behind everything that is ready: no nonce from ``nextNonce`` to here is missing.
    private(set) var readyEnd: UInt32
    private var entries: [UInt32: PoolEntry] = [:]

    init(nextNonce: UInt32) {
        self.nextNonce = nextNonce
        readyEnd = nextNonce
    }

    var count: Int { entries.count }

    /// Extrinsics that wait for others.
    var futureCount: Int { max(0, entries.count - Int(readyEnd - nextNonce)) }

    /// The extrinsic of a nonce.
    subscript(nonce: UInt32) -> PoolEntry? { entries[nonce] }

    /// Puts an extrinsic at its place, which another one may have had.
    /// - Returns: what is ready by it, itself first; nothing where it has to wait.
    mutating func insert(_ entry: PoolEntry) -> [PoolEntry] {
        let nonce = entry.transaction.tag.nonce
        entries[nonce] = entry
        return nonce < readyEnd ? [entry] : advance()
    }

    /// Takes an extrinsic out. It leaves a gap: what stands behind it has to wait.
    mutating func remove(_ nonce: UInt32) {
        entries[nonce] = nil
        if nonce >= nextNonce, nonce < readyEnd { readyEnd = nonce }
    }

    /// Closes up with what became ready.
    /// - Returns: that.
    mutating func advance() -> [PoolEntry] {
        var ready: [PoolEntry] = []
        while let entry = entries[readyEnd] {
            ready.append(entry)
            readyEnd += 1
        }
        return ready
    }

    /// Learns the account's next nonce after a block.
    /// - Returns: what is behind the times now, in order of nonce; it is still in the row.
    mutating func settle(nextNonce next: UInt32) -> [PoolEntry] {
        let previous = nextNonce
        nextNonce = next
        guard next >= previous else {
            // The account was emptied and began anew: what was ready has to wait.
            readyEnd = next
            return []
        }
        readyEnd = max(readyEnd, next)
        if Int(next - previous) <= entries.count { return (previous..<next).compactMap { entries[$0] } }
        return entries.values.filter { $0.transaction.tag.nonce < next }
            .sorted { $0.transaction.tag.nonce < $1.transaction.tag.nonce }
    }
}

/// The first extrinsic of each account, the one to run next on top: a binary heap.
struct PoolHeap {
    private var entries: [PoolEntry] = []

    mutating func insert(_ entry: PoolEntry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].precedes(entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> PoolEntry? {
        guard let last = entries.popLast() else { return nil }
        guard let first = entries.first else { return last }
        entries[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { return first }
            if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
            guard entries[child].precedes(entries[parent]) else { return first }
            entries.swapAt(child, parent)
            parent = child
        }
    }
}
