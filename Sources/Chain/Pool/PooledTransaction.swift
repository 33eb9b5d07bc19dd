public import Primitives
public import Runtime
public import RuntimeInterface

/// An extrinsic that waits for a block. A class because extrinsics are large and the pool hands them about a lot.
public final class PooledTransaction: Sendable {
    public let extrinsic: Extrinsic
    /// Its place in its signer's row.
    public let tag: TransactionTag
    /// Larger goes first; see ``Bid`` for what a tip does.
    public let priority: UInt64
    /// First block in which it can no longer be included.
    public let expiry: BlockNumber
    /// Hears what becomes of it.
    public let watcher: TransactionWatcher?

    /// An extrinsic that was found valid.
    public init(
        extrinsic: Extrinsic, tag: TransactionTag, priority: UInt64, expiry: BlockNumber, watcher: TransactionWatcher?
    ) {
        self.extrinsic = extrinsic
        self.tag = tag
        self.priority = priority
        self.expiry = expiry
        self.watcher = watcher
    }

    /// Name of the extrinsic.
    public var hash: Hash { extrinsic.hash }

    /// Bytes of the extrinsic.
    var byteCount: Int { extrinsic.bytes.count }

    /// What it offers for its place.
    var bid: Bid { Bid(priority: priority, tip: extrinsic.signature?.extra.tip ?? .zero) }
}

/// What an extrinsic offers for its place in the pool: the priority of its class, then its tip.
///
/// Between accounts only the priority counts, and then who came first: a tip buys no place before others, as on the
/// reference chain. The whole bid decides between two extrinsics of the same account and nonce, and who has to go when
/// the pool is full.
struct Bid: Comparable, Sendable {
    let priority: UInt64
    let tip: Rao

    static func < (left: Bid, right: Bid) -> Bool {
        left.priority == right.priority ? left.tip < right.tip : left.priority < right.priority
    }

    /// One number for messages.
    var amount: UInt64 { Rao(priority).addingClamped(tip).units }
}

/// Receives what becomes of a transaction, in order. Called from whichever thread learns of it; must not block.
public typealias TransactionWatcher = @Sendable (TransactionStatus) -> Void

/// What became of a transaction.
public enum TransactionStatus: Hashable, Sendable {
    /// It waits for extrinsics of lower nonce.
    case future
    /// It waits for the next block.
    case ready
    /// It stands in this block.
    case inBlock(Hash)
    /// It stands in this block, which is final.
    case finalized(Hash)
    /// Another one with the same nonce took its place.
    case usurped(Hash)
    /// The pool had no room for it any more.
    case dropped
    /// It can no longer run.
    case invalid

    /// Whether nothing more will follow.
    public var isLast: Bool {
        switch self {
        case .future, .ready, .inBlock: false
        case .finalized, .usurped, .dropped, .invalid: true
        }
    }
}
