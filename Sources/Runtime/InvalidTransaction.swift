/// Why an extrinsic cannot be part of a block. Nothing of it runs and no fee is taken.
public enum InvalidTransaction: Error, Hashable, Sendable {
    /// The bytes are no extrinsic of this chain, or one that may not come from outside.
    case call
    /// The signer cannot pay the fee.
    case payment
    /// The nonce is higher than the signer's next one.
    case future
    /// The nonce was used, or the era has passed.
    case stale
    /// The signature does not fit signer and content.
    case badProof
    /// The block at which the era was born is not known.
    case ancientBirthBlock
    /// The block is full.
    case exhaustsResources
    /// A rule of the pallets; the number says which.
    case custom(UInt8)
    /// Only somebody else may sign this call.
    case badSigner

    /// The text that clients know from the reference's node.
    public var description: String {
        switch self {
        case .call: "Transaction call is not expected"
        case .payment: "Inability to pay some fees (e.g. account balance too low)"
        case .future: "Transaction will be valid in the future"
        case .stale: "Transaction is outdated"
        case .badProof: "Transaction has a bad signature"
        case .ancientBirthBlock: "Transaction has an ancient birth block"
        case .exhaustsResources: "Transaction would exhaust the block limits"
        case .custom(let number): "Custom error: \(number)"
        case .badSigner: "Invalid signing address"
        }
    }
}

/// What the pool needs to know of an extrinsic that could run.
public struct ValidTransaction: Hashable, Sendable {
    /// Whose extrinsic it is and which in their row.
    public let sender: TransactionTag
    /// The extrinsic that must run before it; `nil` when it can run now.
    public let requires: TransactionTag?
    /// Larger goes first.
    public let priority: UInt64
    /// Blocks for which this judgement holds.
    public let longevityBlocks: UInt32

    public init(sender: TransactionTag, requires: TransactionTag?, priority: UInt64, longevityBlocks: UInt32) {
        self.sender = sender
        self.requires = requires
        self.priority = priority
        self.longevityBlocks = longevityBlocks
    }
}
