public import Primitives
public import RuntimeInterface
import Runtime

extension TransactionPool {
    /// Number of extrinsics that wait.
    public var count: Int { entries.count }

    /// Whether this extrinsic waits.
    public func contains(_ hash: Hash) -> Bool { entries[hash] != nil }

    /// The extrinsic of this name, if it waits and may still stand in block `number`: its signature was verified when
    /// it came in.
    public func verified(_ hash: Hash, for number: BlockNumber) -> Extrinsic? {
        guard let entry = entries[hash], number < entry.transaction.expiry else { return nil }
        return entry.transaction.extrinsic
    }

    /// Whether nothing of lower nonce is missing.
    func isReady(_ entry: PoolEntry) -> Bool {
        let tag = entry.transaction.tag
        return rows[tag.account].map { tag.nonce < $0.readyEnd } ?? false
    }

    /// The nonce that an account should use next: behind everything that waits without a gap.
    public func nextNonce(of account: AccountID, onChain nextNonce: UInt32) -> UInt32 {
        guard let row = rows[account] else { return nextNonce }
        var nonce = max(nextNonce, row.readyEnd)
        while row[nonce] != nil { nonce += 1 }
        return nonce
    }

    /// What can run in the next block, in the order in which it should be tried.
    /// - Parameter fits: whether there is room for an extrinsic. Where there is not, its signer's later ones are left
    /// out too, and others are still asked for.
    public func ready(where fits: (PooledTransaction) -> Bool = { _ in true }) -> [PooledTransaction] {
        var heads = BinaryHeap(rows.values.compactMap(\.head))
        var result: [PooledTransaction] = []
        while let head = heads.popFirst() {
            guard fits(head.transaction) else { continue }
            result.append(head.transaction)
            guard let next = rows[head.transaction.tag.account]?.next(after: head) else { continue }
            heads.insert(next)
        }
        return result
    }

    /// Whether anything could run in the next block.
    public var hasReady: Bool { entries.count > futureCount }

    /// All waiting extrinsics in order of arrival.
    public var all: [PooledTransaction] {
        entries.values.sorted { $0.sequence < $1.sequence }.map(\.transaction)
    }
}
