import ArgumentParser
import Chain

/// Bounds on what may wait for a block. Names are those of Substrate nodes where those have one.
struct PoolOptions: ParsableArguments {
    @Option(help: "Extrinsics that may wait.")
    var poolLimit = 20_000

    @Option(help: "KiB that all waiting extrinsics may take.")
    var poolKbytes = 65_536

    @Option(help: "Extrinsics of one account that may wait.")
    var poolAccountLimit = 16_384

    @Option(help: "KiB that the waiting extrinsics of one account may take.")
    var poolAccountKbytes = 32_768

    @Option(help: "Extrinsics that may wait for others of lower nonce.")
    var poolFutureLimit = 4_096

    func validate() throws {
        let numbers = [
            ("--pool-limit", poolLimit), ("--pool-kbytes", poolKbytes), ("--pool-account-limit", poolAccountLimit),
            ("--pool-account-kbytes", poolAccountKbytes),
        ]
        for (name, value) in numbers where value < 1 || value > 10_000_000 {
            throw ValidationError("\(name) is a number from 1 to 10,000,000, not \(value)")
        }
        guard (0...10_000_000).contains(poolFutureLimit) else {
            throw ValidationError("--pool-future-limit is a number from 0 to 10,000,000, not \(poolFutureLimit)")
        }
    }

    /// The limits that these options ask for.
    var limits: TransactionPool.Limits {
        var limits = TransactionPool.Limits()
        limits.transactionsMaximum = poolLimit
        limits.bytesMaximum = poolKbytes * 1024
        limits.transactionsPerAccountMaximum = poolAccountLimit
        limits.bytesPerAccountMaximum = poolAccountKbytes * 1024
        limits.futuresMaximum = poolFutureLimit
        limits.futuresPerAccountMaximum = min(limits.futuresPerAccountMaximum, poolFutureLimit)
        return limits
    }
}
