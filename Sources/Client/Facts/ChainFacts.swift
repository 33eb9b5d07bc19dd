public import Primitives
public import SCALE

/// What a chain says of itself at the moment of connecting: everything that reading and signing need to know.
public struct ChainFacts: Sendable {
    /// Hash of block 0: the chain's identity.
    public let genesisHash: Hash
    /// The runtime's name.
    public let specName: String
    /// The runtime's version; part of every signature.
    public let specVersion: UInt32
    /// The version of the extrinsic format; part of every signature.
    public let transactionVersion: UInt32
    /// The runtime's description of itself.
    public let metadata: RuntimeMetadata
    /// Time between two blocks, from the constant `Aura.SlotDuration`; `nil` where the chain names none.
    public let slotDuration: Duration?
    /// Prefix of addresses, from the constant `System.SS58Prefix`.
    public let ss58Prefix: UInt16
    /// The least that an account can hold, from the constant `Balances.ExistentialDeposit`.
    public let existentialDeposit: Rao

    /// Facts as read; the three constants are taken from the metadata.
    public init(
        genesisHash: Hash, specName: String, specVersion: UInt32, transactionVersion: UInt32,
        metadata: RuntimeMetadata
    ) {
        self.genesisHash = genesisHash
        self.specName = specName
        self.specVersion = specVersion
        self.transactionVersion = transactionVersion
        self.metadata = metadata
        slotDuration = metadata.constant("Aura", "SlotDuration", UInt64.self).map { .milliseconds(Int64(clamping: $0)) }
        ss58Prefix = metadata.constant("System", "SS58Prefix", UInt16.self) ?? 42
        existentialDeposit = metadata.constant("Balances", "ExistentialDeposit", Rao.self) ?? .zero
    }
}

extension RuntimeMetadata {
    /// The value of a constant, or `nil` where there is none that reads as this type.
    public func constant<Value: ScaleCodable>(_ pallet: String, _ name: String, _ type: Value.Type) -> Value? {
        self.pallet(pallet)?.constants.first { $0.name == name }.flatMap { try? Value(scale: $0.value) }
    }
}
