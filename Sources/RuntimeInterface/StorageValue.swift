public import SCALE

/// A storage item with one value that always exists: an absent one reads as ``fallback``.
public struct StorageValue<Value: ScaleCodable>: Sendable {
    /// Where the item stands.
    public let item: StoragePrefix
    /// What an absent value reads as.
    public let fallback: Value

    /// The item `name` of `pallet`.
    public init(_ pallet: String, _ name: String, fallback: Value) {
        item = StoragePrefix(pallet, name)
        self.fallback = fallback
    }

    /// The key in the state: 32 bytes.
    @inlinable
    public var path: [UInt8] { item.bytes }
}

/// A storage item with one value that may be absent.
public struct OptionalStorageValue<Value: ScaleCodable>: Sendable {
    /// Where the item stands.
    public let item: StoragePrefix

    /// The item `name` of `pallet`.
    public init(_ pallet: String, _ name: String) { item = StoragePrefix(pallet, name) }

    /// The key in the state: 32 bytes.
    @inlinable
    public var path: [UInt8] { item.bytes }
}
