public import Primitives
import Runtime

/// Extrinsics that wait for a block: a pure state machine. It never judges validity and never calls a watcher; what
/// is to be told to whom it returns, in the order in which it has to be told.
///
/// 1. Extrinsics of one account run in the order of their nonces. Between accounts the higher priority goes first, then
///    the earlier arrival.
/// 2. An extrinsic is ready when nothing of lower nonce is missing, on chain or here; otherwise it is future.
/// 3. The pool stands at a block, ``height``: ``prune(_:)`` moves it on, once for every committed block.
/// 4. Within ``Limits`` the better ``Bid`` stays.
public struct TransactionPool: Sendable {
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
    /// Who would have to go, worst first; some of it is gone already.
    var evictions = BinaryHeap<EvictionCandidate>()
    /// What is to be judged again, by turns; some of it is gone already.
    var revalidations = RevalidationTurns()
    private(set) var byteCount = 0
    private(set) var futureCount = 0
    private var watchers: [Hash: [TransactionWatcher]] = [:]
    private var bans = BanList()
    private var sequence: UInt64 = 0
    /// The block after which the pool was pruned last.
    public internal(set) var height: BlockNumber

    /// An empty pool after block `height`.
    public init(limits: Limits = Limits(), height: BlockNumber = 0) {
        self.limits = limits
        self.height = height
    }

    /// Takes an extrinsic in, or a second watcher of one that waits.
    /// - Parameter nextNonce: the signer's next nonce after the block ``height`` or a later one.
    /// - Returns: what the watchers have to hear, that of the new extrinsic among them.
    /// - Throws: ``PoolError`` where it may not wait here; then nothing has changed.
    public mutating func insert(
        _ transaction: PooledTransaction, nextNonce: UInt32
    ) throws(PoolError) -> [Notice] {
        if let told = try join(transaction.hash, transaction.watcher) { return [told] }
        let (rival, victims) = try displaced(by: transaction, nextNonce: nextNonce)
        let tag = transaction.tag
        var change = RowChange()
        begin(tag.account, &change)
        var notices: [Notice] = []
        for victim in victims { notices += remove(victim.transaction.hash, telling: [.dropped], &change) }
        if let rival { notices += forget(rival, telling: [.usurped(transaction.hash)]) }
        sequence += 1
        let entry = PoolEntry(transaction, sequence: sequence)
        entries[transaction.hash] = entry
        byteCount += transaction.byteCount
        if transaction.expiry != .max { expiries[transaction.expiry, default: []].insert(transaction.hash) }
        if let watcher = transaction.watcher { watchers[transaction.hash] = [watcher] }
        noteForEviction(entry)
        noteForRevalidation(transaction.hash)
        rows[tag.account, default: PoolRow(nextNonce: nextNonce)].insert(entry)
        notices += finish(change)
        if rival != nil || tag.nonce >= rows[tag.account]?.readyEnd ?? 0 {
            notices += told(transaction.hash, isReady(entry) ? .ready : .future)
        }
        return notices
    }

    /// Adds a watcher to an extrinsic that waits.
    /// - Returns: where it stands, for the watcher; `nil` where no such extrinsic waits.
    /// - Throws: ``PoolError`` where it is banned, or waits and nobody else may watch it.
    mutating func join(_ hash: Hash, _ watcher: TransactionWatcher?) throws(PoolError) -> Notice? {
        guard !bans.contains(hash, after: height) else { throw .banned }
        guard let entry = entries[hash] else { return nil }
        guard let watcher, watchers[hash]?.count ?? 0 < limits.watchersMaximum else { throw .alreadyImported(hash) }
        watchers[hash, default: []].append(watcher)
        return Notice(watcher: watcher, status: isReady(entry) ? .ready : .future)
    }

    /// Why an extrinsic that could run may not wait here now; `nil` where ``insert(_:nextNonce:)`` would take it.
    mutating func refusal(of transaction: PooledTransaction, nextNonce: UInt32) -> PoolError? {
        guard !contains(transaction.hash) else { return nil }
        do throws(PoolError) {
            _ = try displaced(by: transaction, nextNonce: nextNonce)
            return nil
        } catch {
            return error
        }
    }

    /// Remembers that the signature of an extrinsic is bad.
    mutating func ban(_ hash: Hash) { bans.insert(hash, after: height) }

    /// Moves to the block `number`.
    mutating func advance(to number: BlockNumber) {
        height = number
        bans.expire(after: number)
    }

    // MARK: Watchers

    /// What all watchers of an extrinsic have to hear; one notice without a watcher where there is none.
    func told(_ hash: Hash, _ status: TransactionStatus) -> [Notice] {
        guard let watchers = watchers[hash] else { return [Notice(watcher: nil, status: status)] }
        return watchers.map { Notice(watcher: $0, status: status) }
    }

    // MARK: Rows

    /// Rows that are about to change, each with the end of what was ready in it.
    struct RowChange {
        fileprivate var ends: [AccountID: UInt32] = [:]
    }

    /// Call before a row changes; more than once does no harm.
    mutating func begin(_ account: AccountID, _ change: inout RowChange) {
        guard change.ends[account] == nil else { return }
        futureCount -= rows[account]?.futureCount ?? 0
        // An extrinsic that opens a row has nothing in front of it to be told of.
        change.ends[account] = rows[account]?.readyEnd ?? .max
    }

    /// Call when all changes are made.
    /// - Returns: what those have to hear that became ready, or have to wait for a lower nonce again.
    mutating func finish(_ change: RowChange) -> [Notice] {
        var notices: [Notice] = []
        for (account, end) in change.ends.sorted(by: { $0.key < $1.key }) {
            rows[account]?.advance()
            guard let row = rows[account] else { continue }
            guard row.count > 0 else {
                rows[account] = nil
                continue
            }
            futureCount += row.futureCount
            let start = end == .max ? row.nextNonce : max(end, row.nextNonce)
            let (range, status): (Range<UInt32>, TransactionStatus) =
                row.readyEnd >= start ? (start..<row.readyEnd, .ready) : (row.readyEnd..<start, .future)
            for entry in row.entries(in: range) { notices += told(entry.transaction.hash, status) }
        }
        return notices
    }

    /// Takes an extrinsic out of every index but its row, which the caller began to change.
    /// - Returns: what its watchers have to hear.
    mutating func forget(_ entry: PoolEntry, telling statuses: [TransactionStatus]) -> [Notice] {
        let transaction = entry.transaction
        let notices = statuses.flatMap { told(transaction.hash, $0) }
        entries[transaction.hash] = nil
        watchers[transaction.hash] = nil
        byteCount -= transaction.byteCount
        guard transaction.expiry != .max else { return notices }
        expiries[transaction.expiry]?.remove(transaction.hash)
        if expiries[transaction.expiry]?.isEmpty == true { expiries[transaction.expiry] = nil }
        return notices
    }

    /// Takes an extrinsic out, if it is there. Those behind it in its row have to wait then.
    /// - Returns: what its watchers have to hear.
    mutating func remove(_ hash: Hash, telling statuses: [TransactionStatus], _ change: inout RowChange) -> [Notice] {
        guard let entry = entries[hash] else { return [] }
        let tag = entry.transaction.tag
        begin(tag.account, &change)
        rows[tag.account]?.remove(tag.nonce)
        return forget(entry, telling: statuses)
    }
}
