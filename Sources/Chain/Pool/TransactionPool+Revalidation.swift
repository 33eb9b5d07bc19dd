import Primitives
import Runtime

/// The turns by which waiting extrinsics are judged again.
struct RevalidationTurns: Sendable {
    private var queue: [Hash] = []
    private var head = 0

    var count: Int { queue.count - head }

    mutating func append(_ hash: Hash) { queue.append(hash) }

    mutating func popFirst() -> Hash? {
        guard head < queue.count else { return nil }
        defer { head += 1 }
        if head * 2 > queue.count {
            queue.removeFirst(head)
            head = 0
        }
        return queue[head]
    }
}

/// Judging again what waits: a block may have taken what an extrinsic needs.
extension TransactionPool {
    /// Extrinsics that are judged again after a block: what that costs is bounded, whatever waits.
    static let revalidationsPerBlock = 256

    /// What should be judged again after a block: first of those who signed something in it, whose accounts have
    /// changed most, and then of everybody by turns.
    mutating func revalidationCandidates(after signers: some Sequence<AccountID>) -> [PooledTransaction] {
        var chosen: [PooledTransaction] = []
        var names: Set<Hash> = []
        for account in signers {
            var next = rows[account]?.head
            while let entry = next, chosen.count < Self.revalidationsPerBlock / 2 {
                chosen.append(entry.transaction)
                names.insert(entry.transaction.hash)
                next = rows[account]?.next(after: entry)
            }
        }
        for _ in 0..<min(revalidations.count, Self.revalidationsPerBlock) {
            guard chosen.count < Self.revalidationsPerBlock, let hash = revalidations.popFirst() else { break }
            guard let entry = entries[hash] else { continue }
            revalidations.append(hash)
            if names.insert(hash).inserted { chosen.append(entry.transaction) }
        }
        return chosen
    }

    /// Takes out what can no longer run.
    /// - Returns: what the watchers have to hear.
    mutating func discard(_ hashes: [Hash]) -> [Notice] {
        var change = RowChange()
        var notices: [Notice] = []
        for hash in hashes { notices += remove(hash, telling: [.invalid], &change) }
        return notices + finish(change)
    }

    /// Gives an extrinsic its turn. What is gone is cleared away when it is most of the list.
    mutating func noteForRevalidation(_ hash: Hash) {
        revalidations.append(hash)
        guard revalidations.count > 2 * entries.count + 1_024 else { return }
        var turns = RevalidationTurns()
        while let hash = revalidations.popFirst() {
            if contains(hash) { turns.append(hash) }
        }
        revalidations = turns
    }
}
