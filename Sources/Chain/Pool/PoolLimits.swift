extension TransactionPool {
    /// How much may wait.
    public struct Limits: Sendable, Equatable {
        /// Extrinsics in all.
        public var transactionsMaximum = 20_000
        /// Bytes of all extrinsics.
        public var bytesMaximum = 64 * 1024 * 1024
        /// Extrinsics of one account.
        public var transactionsPerAccountMaximum = 16_384
        /// Bytes of the extrinsics of one account.
        public var bytesPerAccountMaximum = 32 * 1024 * 1024
        /// Extrinsics in all that wait for others of lower nonce: they pay nothing for their place.
        public var futuresMaximum = 4_096
        /// The same of one account.
        public var futuresPerAccountMaximum = 1_024
        /// Watchers of one extrinsic.
        public var watchersMaximum = 256

        public init() {}
    }
}
