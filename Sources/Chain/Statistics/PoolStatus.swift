import Synchronization

/// How full the pool is.
public struct PoolStatus: Hashable, Sendable {
    /// Extrinsics that could stand in the next block.
    public let readyCount: Int
    /// Extrinsics that wait for others of lower nonce.
    public let futureCount: Int
    /// Bytes of all of them.
    public let byteCount: Int
    /// Accounts that they are of.
    public let accountCount: Int
    /// Extrinsics that may wait.
    public let countMaximum: Int
    /// Bytes that may wait.
    public let byteMaximum: Int
}

extension TransactionPool {
    /// How full it is.
    public var status: PoolStatus {
        PoolStatus(
            readyCount: count - futureCount, futureCount: futureCount, byteCount: byteCount, accountCount: rows.count,
            countMaximum: limits.transactionsMaximum, byteMaximum: limits.bytesMaximum)
    }
}

extension Chain {
    /// How full the pool is.
    public var poolStatus: PoolStatus { pool.withLock { $0.status } }
}
