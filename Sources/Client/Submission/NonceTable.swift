import Primitives
import Synchronization

/// Which nonce each signer's next extrinsic takes while several are on their way to the pool.
///
/// The chain counts what its pool holds; what is signed but has not arrived yet is counted here. Once nothing of an
/// account is on its way the chain's count alone holds.
struct NonceTable {
    private struct Account {
        var onTheirWay = 0
        var next: UInt32?
    }

    private var accounts: [AccountID: Account] = [:]

    /// An extrinsic of the account is about to be made: called before the chain is asked for its count, so that nothing
    /// that arrives in between is forgotten.
    mutating func enter(_ account: AccountID) { accounts[account, default: Account()].onTheirWay += 1 }

    /// `count` nonces in a row, the first of them, where the chain's own count is `chainNext`.
    mutating func take(_ account: AccountID, chainNext: UInt32, count: UInt32 = 1) -> UInt32 {
        let nonce = max(chainNext, accounts[account]?.next ?? 0)
        accounts[account]?.next = nonce &+ count
        return nonce
    }

    /// The extrinsic arrived in the pool, or never will. A nonce that was not used is free again: the next one asks the
    /// chain, which fills the gap.
    mutating func leave(_ account: AccountID, hasArrived: Bool) {
        guard var entry = accounts[account] else { return }
        entry.onTheirWay -= 1
        if !hasArrived { entry.next = nil }
        accounts[account] = entry.onTheirWay > 0 ? entry : nil
    }

    /// Accounts with something on its way.
    var accountCount: Int { accounts.count }
}

/// The table, shared by the tasks of a client.
final class NonceLedger: Sendable {
    private let table = Mutex(NonceTable())

    func enter(_ account: AccountID) { table.withLock { $0.enter(account) } }
    func take(_ account: AccountID, chainNext: UInt32, count: UInt32 = 1) -> UInt32 {
        table.withLock { $0.take(account, chainNext: chainNext, count: count) }
    }
    func leave(_ account: AccountID, hasArrived: Bool) {
        table.withLock { $0.leave(account, hasArrived: hasArrived) }
    }
}
