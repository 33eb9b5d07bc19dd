public import RuntimeInterface
public import SCALE

/// Typed access to single entries. A missing entry of a plain item reads as the item's fallback, of an optional item as
/// `nil`.
extension State {
    /// The value of `item`.
    @inlinable
    public borrowing func get<Value>(_ item: StorageValue<Value>) -> Value {
        raw(item.path).map { decode($0, of: item.item.name) } ?? item.fallback
    }

    /// The value of `item`, or `nil` where it was never set.
    @inlinable
    public borrowing func get<Value>(_ item: OptionalStorageValue<Value>) -> Value? {
        raw(item.path).map { decode($0, of: item.item.name) }
    }

    /// The value of `item` under `key`.
    @inlinable
    public borrowing func get<each Key, Value>(
        _ item: StorageMap<repeat each Key, Value>, _ key: repeat each Key
    ) -> Value {
        raw(item.path(repeat each key)).map { decode($0, of: item.item.name) } ?? item.fallback
    }

    /// The value of `item` under `key`, or `nil` where there is none.
    @inlinable
    public borrowing func get<each Key, Value>(
        _ item: OptionalStorageMap<repeat each Key, Value>, _ key: repeat each Key
    ) -> Value? {
        raw(item.path(repeat each key)).map { decode($0, of: item.item.name) }
    }

    /// Whether `item` was set.
    @inlinable
    public borrowing func contains<Value>(_ item: StorageValue<Value>) -> Bool { raw(item.path) != nil }

    /// Whether `item` has an entry of its own under `key`.
    @inlinable
    public borrowing func contains<each Key, Value>(
        _ item: StorageMap<repeat each Key, Value>, _ key: repeat each Key
    ) -> Bool {
        raw(item.path(repeat each key)) != nil
    }

    /// Whether `item` has an entry under `key`.
    @inlinable
    public borrowing func contains<each Key, Value>(
        _ item: OptionalStorageMap<repeat each Key, Value>, _ key: repeat each Key
    ) -> Bool {
        raw(item.path(repeat each key)) != nil
    }

    /// Sets `item`.
    @inlinable
    public mutating func set<Value>(_ item: StorageValue<Value>, to value: Value) {
        setRaw(item.path, to: value.encoded())
    }

    /// Sets `item`; `nil` removes it.
    @inlinable
    public mutating func set<Value>(_ item: OptionalStorageValue<Value>, to value: Value?) {
        setRaw(item.path, to: value?.encoded())
    }

    /// Sets `item` under `key`.
    @inlinable
    public mutating func set<each Key, Value>(
        _ item: StorageMap<repeat each Key, Value>, _ key: repeat each Key, to value: Value
    ) {
        setRaw(item.path(repeat each key), to: value.encoded())
    }

    /// Sets `item` under `key`; `nil` removes the entry.
    @inlinable
    public mutating func set<each Key, Value>(
        _ item: OptionalStorageMap<repeat each Key, Value>, _ key: repeat each Key, to value: Value?
    ) {
        setRaw(item.path(repeat each key), to: value?.encoded())
    }

    /// Changes the value of `item` in place.
    @inlinable
    public mutating func update<Value>(_ item: StorageValue<Value>, by change: (inout Value) -> Void) {
        var value = get(item)
        change(&value)
        set(item, to: value)
    }

    /// Changes the value of `item` under `key` in place.
    @inlinable
    public mutating func update<each Key, Value>(
        _ item: StorageMap<repeat each Key, Value>, _ key: repeat each Key, by change: (inout Value) -> Void
    ) {
        let path = item.path(repeat each key)
        var value = raw(path).map { decode($0, of: item.item.name) as Value } ?? item.fallback
        change(&value)
        setRaw(path, to: value.encoded())
    }

    /// Removes the entry of `item`, which then reads as its fallback.
    @inlinable
    public mutating func remove<Value>(_ item: StorageValue<Value>) { setRaw(item.path, to: nil) }

    /// Removes the entry of `item`.
    @inlinable
    public mutating func remove<Value>(_ item: OptionalStorageValue<Value>) { setRaw(item.path, to: nil) }

    /// Removes the entry of `item` under `key`, which then reads as the fallback.
    @inlinable
    public mutating func remove<each Key, Value>(
        _ item: StorageMap<repeat each Key, Value>, _ key: repeat each Key
    ) {
        setRaw(item.path(repeat each key), to: nil)
    }

    /// Removes the entry of `item` under `key`.
    @inlinable
    public mutating func remove<each Key, Value>(
        _ item: OptionalStorageMap<repeat each Key, Value>, _ key: repeat each Key
    ) {
        setRaw(item.path(repeat each key), to: nil)
    }

    /// Decodes what the runtime itself encoded. The store checks what it reads from disk, so a failure is a defect of
    /// the runtime, and going on would only spread it.
    @inlinable
    borrowing func decode<Value: ScaleCodable>(_ bytes: [UInt8], of name: String) -> Value {
        do throws(ScaleError) {
            return try Value(scale: bytes)
        } catch {
            preconditionFailure("storage item \(name) holds \(bytes.count) bytes that are no \(Value.self): \(error)")
        }
    }
}
