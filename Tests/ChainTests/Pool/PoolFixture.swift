import Primitives
import Runtime
import RuntimeInterface
import SCALE

@testable import Chain

/// Extrinsics as a pool sees them, without anybody having signed them.
enum PoolFixture {
    /// The account of a number.
    static func account(_ number: UInt32) -> AccountID {
        AccountID(number.encoded() + [UInt8](repeating: 3, count: 28)) ?? .zero
    }

    /// An extrinsic unlike any other by `salt`, with a call of about `length` bytes.
    static func transaction(
        _ nonce: UInt32, of account: AccountID, priority: UInt64 = 1, tip: Rao = .zero, expiry: BlockNumber = .max,
        salt: UInt32 = 0, length: Int = 0, log: WatchLog? = nil
    ) throws -> PooledTransaction {
        let call = RuntimeCall.system(
            .remark(remark: salt.encoded() + [UInt8](repeating: 0, count: length)))
        let bytes = Extrinsic.signed(
            callBytes: call.encoded(), signer: account, signature: .sr25519(FixedBytes()),
            extra: ExtrinsicExtra(era: .immortal, nonce: nonce, tip: tip))
        return PooledTransaction(
            extrinsic: try Extrinsic(bytes), tag: TransactionTag(account: account, nonce: nonce), priority: priority,
            expiry: expiry, watcher: log?.watcher)
    }
}

extension TransactionPool {
    /// Takes an extrinsic in and tells the watchers.
    mutating func take(_ transaction: PooledTransaction, next: UInt32 = 0) throws(PoolError) {
        for notice in try insert(transaction, nextNonce: next) { notice.watcher?(notice.status) }
    }

    /// Moves on by a block and tells the watchers.
    mutating func pass(
        _ number: BlockNumber, included: [PooledTransaction] = [], invalid: [PooledTransaction] = [],
        nonces: [AccountID: UInt32] = [:]
    ) {
        let outcome = BlockOutcome(
            hash: .zero, number: number, included: included.map(\.hash), invalid: invalid.map(\.hash), nonces: nonces)
        for notice in prune(outcome) { notice.watcher?(notice.status) }
    }
}
