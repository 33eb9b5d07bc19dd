public import Primitives
import Runtime
public import RuntimeInterface

/// Extrinsics that wait for a block: a pure state machine. It never judges validity and never calls a watcher; what
/// is to be told to whom it returns, in the order in which it has to be told.
///
/// 1. Extrinsics of one account run in the order of their nonces. Between accounts the higher priority goes first, then
///    the earlier arrival.
/// 2. An extrinsic is ready when nothing of lower nonce is missing, on chain or here; otherwise it is future.
/// 3. The pool stands at a block, ``height``: ``prune(_:)`` moves it on, once for every committed block.
public struct TransactionPool: Sendable {
    /// How much may wait.
    public struct Limits: Sendable {
        /// Extrinsics in all.
        public var transactionsMaximum = 20_000
        /// Extrinsics of one account.
        public var transactionsPerAccountMaximum = 16_384
        /// Extrinsics of one account that wait for others of lower nonce: they pay nothing for their place.
        public var futuresPerAccountMaximum = 1_024
        /// Bytes of all extrinsics.
        public var bytesMaximum = 64 * 1024 * 1024

        public init() {}
    }

    /// Something a watcher must hear.
    public struct Notice: Sendable {
        public let watcher: TransactionWatcher?
        public let status: TransactionStatus
    }

    let limits: Limits
    var entries: [Hash: PoolEntry] = [:]
    var rows: [AccountID: PoolRow] = [:]
    /// What waits for the end of its era, by the first block in which it can no longer run.
    var expiries: [BlockNumber: Set<Hash>] = [:]
    private var sequence: UInt64 = 0
    private(set) var byteCount = 0
    /// The block after which the pool was pruned last.
    public internal(set) var height: BlockNumber

    /// An empty pool after block `height`.
    public init(limits: Limits = Limits(), height: BlockNumber = 0) {
        self.limits = limits
        self.height = height
    }

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

    /// Takes an extrinsic in.
    /// - Parameter nextNonce: the signer's next nonce after the block ``height`` or a later one.
    /// - Returns: what the watchers have to hear, that of the new extrinsic among them.
    /// - Throws: ``PoolError`` where it may not wait here; then nothing has changed.
    public mutating func insert(
        _ transaction: PooledTransaction, nextNonce: UInt32
    ) throws(PoolError) -> [Notice] {
        let rival = try rival(of: transaction, nextNonce: nextNonce)
        var notices: [Notice] = []
        if let rival {
            forget(rival)
            notices.append(Notice(watcher: rival.transaction.watcher, status: .usurped(transaction.hash)))
        }
        sequence += 1
        let entry = PoolEntry(transaction, sequence: sequence)
        entries[transaction.hash] = entry
        byteCount += transaction.extrinsic.bytes.count
        if transaction.expiry != .max { expiries[transaction.expiry, default: []].insert(transaction.hash) }
        let ready = rows[transaction.tag.account, default: PoolRow(nextNonce: nextNonce)].insert(entry)
        if ready.isEmpty { notices.append(Notice(watcher: transaction.watcher, status: .future)) }
        for entry in ready { notices.append(Notice(watcher: entry.transaction.watcher, status: .ready)) }
        return notices
    }

    /// The extrinsic whose place `transaction` takes, if there is one.
    /// - Throws: ``PoolError`` where there is no room, or where the rival pays as much.
    private func rival(of transaction: PooledTransaction, nextNonce: UInt32) throws(PoolError) -> PoolEntry? {
        guard !contains(transaction.hash) else { throw .alreadyImported(transaction.hash) }
        let tag = transaction.tag
        // A row knows its account's nonce from the last block, and learns of a later one by the next `prune`.
        let row = rows[tag.account] ?? PoolRow(nextNonce: nextNonce)
        guard tag.nonce >= row.nextNonce, UInt64(transaction.expiry) > UInt64(height) + 1 else {
            throw .invalid(.stale)
        }
        let size = transaction.extrinsic.bytes.count
        if let rival = row[tag.nonce] {
            guard transaction.priority > rival.transaction.priority else {
                throw .priorityTooLow(new: transaction.priority, old: rival.transaction.priority)
            }
            guard byteCount - rival.transaction.extrinsic.bytes.count + size <= limits.bytesMaximum else { throw .full }
            return rival
        }
        guard row.count < limits.transactionsPerAccountMaximum else {
            throw .accountLimit(limits.transactionsPerAccountMaximum)
        }
        if tag.nonce > row.readyEnd, row.futureCount >= limits.futuresPerAccountMaximum {
            throw .accountLimit(limits.futuresPerAccountMaximum)
        }
        guard entries.count < limits.transactionsMaximum, byteCount + size <= limits.bytesMaximum else { throw .full }
        return nil
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
        var heads = PoolHeap()
        for row in rows.values {
            if row.nextNonce < row.readyEnd, let head = row[row.nextNonce] { heads.insert(head) }
        }
        var result: [PooledTransaction] = []
        while let head = heads.popFirst() {
            guard fits(head.transaction) else { continue }
            result.append(head.transaction)
            let tag = head.transaction.tag
            guard let row = rows[tag.account], tag.nonce + 1 < row.readyEnd, let next = row[tag.nonce + 1] else {
                continue
            }
            heads.insert(next)
        }
        return result
    }

    /// Whether anything could run in the next block.
    public var hasReady: Bool { rows.values.contains { $0.nextNonce < $0.readyEnd } }

    /// All waiting extrinsics in order of arrival.
    public var all: [PooledTransaction] {
        entries.values.sorted { $0.sequence < $1.sequence }.map(\.transaction)
    }

    /// Takes an extrinsic out. Those behind it in its row have to wait then.
    @discardableResult
    mutating func remove(_ hash: Hash) -> PooledTransaction? {
        guard let entry = entries[hash] else { return nil }
        forget(entry)
        let tag = entry.transaction.tag
        rows[tag.account]?.remove(tag.nonce)
        if rows[tag.account]?.count == 0 { rows[tag.account] = nil }
        return entry.transaction
    }

    /// Takes an extrinsic out of every index but its row.
    private mutating func forget(_ entry: PoolEntry) {
        let transaction = entry.transaction
        entries[transaction.hash] = nil
        byteCount -= transaction.extrinsic.bytes.count
        guard transaction.expiry != .max else { return }
        expiries[transaction.expiry]?.remove(transaction.hash)
        if expiries[transaction.expiry]?.isEmpty == true { expiries[transaction.expiry] = nil }
    }
}
