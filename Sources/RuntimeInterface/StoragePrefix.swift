import Hashing

/// The names of a storage item and the first 32 bytes of its keys in the state.
public struct StoragePrefix: Hashable, Sendable {
    /// The pallet's storage prefix.
    public let pallet: String
    /// The item's name on chain.
    public let name: String
    /// twox128 of the pallet's prefix, then twox128 of the item's name.
    public let bytes: [UInt8]

    /// The item `name` of `pallet`.
    public init(_ pallet: String, _ name: String) {
        self.pallet = pallet
        self.name = name
        bytes = Twox.hash128(pallet) + Twox.hash128(name)
    }
}
