public import Primitives
import Runtime

extension TransactionPool {
    /// What the pool has to know of a committed block.
    public struct BlockOutcome: Sendable {
        public var hash: Hash
        public var number: BlockNumber
        /// Extrinsics of the block.
        public var included: [Hash]
        /// Extrinsics that the block's author had to leave out for good.
        public var invalid: [Hash]
        /// The next nonce of everybody who signed something that was tried.
        public var nonces: [AccountID: UInt32]

        public init(
            hash: Hash, number: BlockNumber, included: [Hash], invalid: [Hash], nonces: [AccountID: UInt32]
        ) {
            self.hash = hash
            self.number = number
            self.included = included
            self.invalid = invalid
            self.nonces = nonces
        }
    }

    /// Takes out what a block included, what can no longer run and what ran out of time.
    /// - Returns: what the watchers have to hear.
    public mutating func prune(_ block: BlockOutcome) -> [Notice] {
        height = block.number
        // Nonces first, so that what the block took leaves no gap behind.
        var outdated: [PoolEntry] = []
        let accounts = block.nonces.keys.sorted()
        for account in accounts {
            guard let nonce = block.nonces[account] else { continue }
            outdated += rows[account]?.settle(nextNonce: nonce) ?? []
        }
        var notices: [Notice] = []
        for name in block.included {
            guard let transaction = remove(name) else { continue }
            notices.append(Notice(watcher: transaction.watcher, status: .inBlock(block.hash)))
            notices.append(Notice(watcher: transaction.watcher, status: .finalized(block.hash)))
        }
        let expired = expiries.keys.filter { UInt64($0) <= UInt64(block.number) + 1 }.sorted()
            .flatMap { (expiries[$0] ?? []).sorted() }
        for name in outdated.map(\.transaction.hash) + block.invalid + expired {
            guard let transaction = remove(name) else { continue }
            notices.append(Notice(watcher: transaction.watcher, status: .invalid))
        }
        for account in accounts {
            for entry in rows[account]?.advance() ?? [] {
                notices.append(Notice(watcher: entry.transaction.watcher, status: .ready))
            }
        }
        return notices
    }
}
