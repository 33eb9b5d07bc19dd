public import RuntimeInterface
public import SCALE

/// One value in a chain's storage: where it stands and how it is read. Several can be asked for at once.
public struct StorageQuery<Value: Sendable>: Sendable {
    /// The item's names.
    public let item: StoragePrefix
    /// The key in the state.
    public let path: [UInt8]
    // The first argument is the value; the second is what the chain's metadata says an absent one reads as.
    let read: @Sendable ([UInt8]?, [UInt8]?) throws(ScaleError) -> Value

    private init(
        _ item: StoragePrefix, _ path: [UInt8],
        _ read: @escaping @Sendable ([UInt8]?, [UInt8]?) throws(ScaleError) -> Value
    ) {
        self.item = item
        self.path = path
        self.read = read
    }

    /// A single value that always exists.
    public init(_ value: StorageValue<Value>) where Value: ScaleCodable {
        self.init(value.item, value.path, Self.always(value.fallback))
    }

    /// A single value that may be absent.
    public init<Wrapped: ScaleCodable>(_ value: OptionalStorageValue<Wrapped>) where Value == Wrapped? {
        self.init(value.item, value.path, Self.maybe())
    }

    /// An entry of a map whose values always exist.
    public init<each Key: ScaleCodable>(
        _ map: StorageMap<repeat each Key, Value>, _ key: repeat each Key
    ) where Value: ScaleCodable {
        self.init(map.item, map.path(repeat each key), Self.always(map.fallback))
    }

    /// An entry of a map whose values may be absent.
    public init<each Key: ScaleCodable, Wrapped: ScaleCodable>(
        _ map: OptionalStorageMap<repeat each Key, Wrapped>, _ key: repeat each Key
    ) where Value == Wrapped? {
        self.init(map.item, map.path(repeat each key), Self.maybe())
    }

    private static func always(
        _ fallback: Value
    ) -> @Sendable ([UInt8]?, [UInt8]?) throws(ScaleError) -> Value where Value: ScaleCodable {
        { (bytes, absent) throws(ScaleError) in
            guard let bytes = bytes ?? absent else { return fallback }
            return try Value(scale: bytes)
        }
    }

    private static func maybe<Wrapped: ScaleCodable>()
        -> @Sendable ([UInt8]?, [UInt8]?) throws(ScaleError) -> Value where Value == Wrapped?
    {
        { (bytes, _) throws(ScaleError) in
            guard let bytes else { return nil }
            return try Wrapped(scale: bytes)
        }
    }
}
