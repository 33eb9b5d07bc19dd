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
        advance(to: block.number)
        var change = RowChange()
        // Nonces first, so that what the block took leaves no gap behind.
        var outdated: [PoolEntry] = []
        for account in block.nonces.keys.sorted() {
            guard let nonce = block.nonces[account], rows[account] != nil else { continue }
            begin(account, &change)
            outdated += rows[account]?.settle(nextNonce: nonce) ?? []
        }
        var notices: [Notice] = []
        for name in block.included {
            notices += remove(name, telling: [.inBlock(block.hash), .finalized(block.hash)], &change)
        }
        let expired = expiries.keys.filter { UInt64($0) <= UInt64(block.number) + 1 }.sorted()
            .flatMap { (expiries[$0] ?? []).sorted() }
        for name in outdated.map(\.transaction.hash) + block.invalid + expired {
            notices += remove(name, telling: [.invalid], &change)
        }
        return notices + finish(change)
    }
}
