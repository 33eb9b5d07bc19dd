public import Primitives
public import Runtime
import RuntimeInterface

/// Extrinsics that wait for a block: a pure state machine. It never judges validity and never calls a watcher; what is to
/// be told to whom it returns.
///
/// Extrinsics of one account run in the order of their nonces. Between accounts the higher priority goes first, then the
/// earlier arrival.
public struct TransactionPool: Sendable {
    /// How much may wait.
    public struct Limits: Sendable {
        public var transactionsMaximum = 20_000
        public var transactionsPerAccountMaximum = 16_384
        public var bytesMaximum = 64 * 1024 * 1024

        public init() {}
    }

    /// Something a watcher must hear.
    public struct Notice: Sendable {
        public let watcher: TransactionWatcher?
        public let status: TransactionStatus
    }

    private struct Entry {
        let transaction: PooledTransaction
        /// Order of arrival.
        let sequence: UInt64
    }

    private let limits: Limits
    private var entries: [Hash: Entry] = [:]
    /// Waiting nonces of each account.
    private var rows: [AccountID: [UInt32: Hash]] = [:]
    private var sequence: UInt64 = 0
    private var byteCount = 0

    public init(limits: Limits = Limits()) { self.limits = limits }

    /// Number of extrinsics that wait.
    public var count: Int { entries.count }

    /// Whether this extrinsic waits.
    public func contains(_ hash: Hash) -> Bool { entries[hash] != nil }

    /// Takes an extrinsic in.
    /// - Parameter isReady: whether nothing of lower nonce is missing on chain or in the pool.
    /// - Throws: ``PoolError`` where it may not wait here; then nothing has changed.
    public mutating func insert(_ transaction: PooledTransaction) throws(PoolError) -> [Notice] {
        guard !contains(transaction.hash) else { throw .alreadyImported(transaction.hash) }
        var notices: [Notice] = []
        let account = transaction.tag.account
        if let rival = rows[account]?[transaction.tag.nonce], let entry = entries[rival] {
            guard transaction.priority > entry.transaction.priority else {
                throw .priorityTooLow(new: transaction.priority, old: entry.transaction.priority)
            }
            remove(rival)
            notices.append(Notice(watcher: entry.transaction.watcher, status: .usurped(transaction.hash)))
        }
        guard rows[account]?.count ?? 0 < limits.transactionsPerAccountMaximum else {
            throw .accountLimit(limits.transactionsPerAccountMaximum)
        }
        let size = transaction.extrinsic.bytes.count
        guard entries.count < limits.transactionsMaximum, byteCount + size <= limits.bytesMaximum else { throw .full }
        sequence += 1
        entries[transaction.hash] = Entry(transaction: transaction, sequence: sequence)
        rows[account, default: [:]][transaction.tag.nonce] = transaction.hash
        byteCount += size
        return notices
    }

    /// Whether an account's row has no gap between `nextNonce` on chain and `nonce`.
    public func isReady(_ tag: TransactionTag, nextNonce: UInt32) -> Bool {
        guard tag.nonce > nextNonce else { return true }
        guard let row = rows[tag.account], row.count >= Int(tag.nonce - nextNonce) else { return false }
        return (nextNonce..<tag.nonce).allSatisfy { row[$0] != nil }
    }

    /// The nonce that an account should use next: behind everything that waits without a gap.
    public func nextNonce(of account: AccountID, onChain nextNonce: UInt32) -> UInt32 {
        guard let row = rows[account] else { return nextNonce }
        var nonce = nextNonce
        while row[nonce] != nil { nonce += 1 }
        return nonce
    }

    /// What can run in the next block, in the order in which it should be tried.
    /// - Parameter nextNonce: the next nonce of an account on chain.
    public func ready(nextNonce: (AccountID) -> UInt32) -> [PooledTransaction] {
        var order: [(nonceRank: Entry, account: AccountID)] = []
        var next: [AccountID: UInt32] = [:]
        // Walk all entries in order of arrival; an entry that comes too early for its account is taken up when the one
        // before it was placed.
        var waiting: [AccountID: Set<UInt32>] = [:]
        let arrivals = entries.values.sorted {
            ($1.transaction.priority, $0.sequence) < ($0.transaction.priority, $1.sequence)
        }
        for entry in arrivals {
            let tag = entry.transaction.tag
            let expected = next[tag.account] ?? nextNonce(tag.account)
            next[tag.account] = expected
            guard tag.nonce == expected else {
                if tag.nonce > expected { waiting[tag.account, default: []].insert(tag.nonce) }
                continue
            }
            order.append((entry, tag.account))
            var following = expected + 1
            while waiting[tag.account]?.remove(following) != nil, let hash = rows[tag.account]?[following],
                let held = entries[hash]
            {
                order.append((held, tag.account))
                following += 1
            }
            next[tag.account] = following
        }
        return order.map(\.nonceRank.transaction)
    }

    /// All waiting extrinsics in order of arrival.
    public var all: [PooledTransaction] {
        entries.values.sorted { $0.sequence < $1.sequence }.map(\.transaction)
    }

    /// Takes out what a block included, what can no longer run and what ran out of time.
    /// - Parameters:
    ///   - included: extrinsics of the block.
    ///   - invalid: extrinsics that the block's author had to leave out for good.
    ///   - nextNonce: the next nonce of an account after the block.
    public mutating func prune(
        included: [Hash], invalid: [Hash], block hash: Hash, number: BlockNumber, nextNonce: (AccountID) -> UInt32
    ) -> [Notice] {
        var notices: [Notice] = []
        var touched: Set<AccountID> = []
        for name in included {
            guard let transaction = remove(name) else { continue }
            touched.insert(transaction.tag.account)
            notices.append(Notice(watcher: transaction.watcher, status: .inBlock(hash)))
            notices.append(Notice(watcher: transaction.watcher, status: .finalized(hash)))
        }
        for name in invalid {
            guard let transaction = remove(name) else { continue }
            notices.append(Notice(watcher: transaction.watcher, status: .invalid))
        }
        // A rival with the same nonce was included by another way, or the era is over.
        let expired = entries.values.filter { entry in
            UInt64(entry.transaction.expiry) <= UInt64(number) + 1
                || (touched.contains(entry.transaction.tag.account)
                    && entry.transaction.tag.nonce < nextNonce(entry.transaction.tag.account))
        }
        for entry in expired.sorted(by: { $0.sequence < $1.sequence }) {
            remove(entry.transaction.hash)
            notices.append(Notice(watcher: entry.transaction.watcher, status: .invalid))
        }
        return notices
    }

    @discardableResult
    private mutating func remove(_ hash: Hash) -> PooledTransaction? {
        guard let entry = entries.removeValue(forKey: hash) else { return nil }
        let tag = entry.transaction.tag
        rows[tag.account]?[tag.nonce] = nil
        if rows[tag.account]?.isEmpty == true { rows[tag.account] = nil }
        byteCount -= entry.transaction.extrinsic.bytes.count
        return entry.transaction
    }
}
