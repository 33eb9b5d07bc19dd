public import Hashing
public import SCALE

/// A storage map whose values always exist: an absent one reads as ``fallback``. Any number of keys.
public struct StorageMap<each Key: ScaleCodable, Value: ScaleCodable>: Sendable {
    /// Where the map stands.
    public let item: StoragePrefix
    /// How each key is hashed.
    public let hashers: [StorageHasher]
    /// What an absent value reads as.
    public let fallback: Value

    /// The map `name` of `pallet`, with one hasher for each key.
    public init(_ pallet: String, _ name: String, _ hashers: [StorageHasher], fallback: Value) {
        item = StoragePrefix(pallet, name)
        self.hashers = hashers
        self.fallback = fallback
    }

    /// The key in the state of the entry at these keys.
    @inlinable
    public func path(_ key: repeat each Key) -> [UInt8] {
        var path = StoragePath(item, keys: hashers.count)
        repeat path.append(each key, hashers)
        return path.bytes
    }

    /// What the keys in the state of all entries under these leading keys begin with: none, some or all of them.
    public func prefix<each Leading: ScaleCodable>(_ key: repeat each Leading) -> [UInt8] {
        var path = StoragePath(item, keys: hashers.count)
        repeat path.append(each key, hashers)
        return path.bytes
    }

    /// Reads the keys back from a key in the state.
    /// - Throws: ``ScaleError`` when `path` is no key of this map, or a hasher is not reversible.
    public func keys(of path: [UInt8]) throws(ScaleError) -> (repeat each Key) {
        var reader = try StoragePathReader(path, item, hashers)
        let keys = (repeat try reader.next((each Key).self))
        try reader.finish()
        return keys
    }
}

/// A storage map whose values may be absent. Any number of keys.
public struct OptionalStorageMap<each Key: ScaleCodable, Value: ScaleCodable>: Sendable {
    /// Where the map stands.
    public let item: StoragePrefix
    /// How each key is hashed.
    public let hashers: [StorageHasher]

    /// The map `name` of `pallet`, with one hasher for each key.
    public init(_ pallet: String, _ name: String, _ hashers: [StorageHasher]) {
        item = StoragePrefix(pallet, name)
        self.hashers = hashers
    }

    /// The key in the state of the entry at these keys.
    @inlinable
    public func path(_ key: repeat each Key) -> [UInt8] {
        var path = StoragePath(item, keys: hashers.count)
        repeat path.append(each key, hashers)
        return path.bytes
    }

    /// What the keys in the state of all entries under these leading keys begin with: none, some or all of them.
    public func prefix<each Leading: ScaleCodable>(_ key: repeat each Leading) -> [UInt8] {
        var path = StoragePath(item, keys: hashers.count)
        repeat path.append(each key, hashers)
        return path.bytes
    }

    /// Reads the keys back from a key in the state.
    /// - Throws: ``ScaleError`` when `path` is no key of this map, or a hasher is not reversible.
    public func keys(of path: [UInt8]) throws(ScaleError) -> (repeat each Key) {
        var reader = try StoragePathReader(path, item, hashers)
        let keys = (repeat try reader.next((each Key).self))
        try reader.finish()
        return keys
    }
}
