public import RuntimeInterface
public import SCALE

/// Walks over maps, in the order of their hashed keys. Entries are collected before the first is handed out, so that the
/// map may be changed on the way.
extension State {
    /// Every entry of a map with one key.
    public borrowing func entries<Key, Value>(of item: StorageMap<Key, Value>) -> [(key: Key, value: Value)] {
        collect(under: item.prefix) { item.key(from: $0) }
    }

    /// Every entry of a map with one key.
    public borrowing func entries<Key, Value>(of item: OptionalStorageMap<Key, Value>) -> [(key: Key, value: Value)] {
        collect(under: item.prefix) { item.key(from: $0) }
    }

    /// Every entry of a map with two keys under the first of them.
    public borrowing func entries<First, Second, Value>(
        of item: StorageMap<First, Second, Value>, under first: First
    ) -> [(key: Second, value: Value)] {
        collect(under: item.prefix(first)) { item.key(from: $0).1 }
    }

    /// Every entry of a map with two keys under the first of them.
    public borrowing func entries<First, Second, Value>(
        of item: OptionalStorageMap<First, Second, Value>, under first: First
    ) -> [(key: Second, value: Value)] {
        collect(under: item.prefix(first)) { item.key(from: $0).1 }
    }

    /// Every entry of a map with three keys under the first two of them.
    public borrowing func entries<First, Second, Third, Value>(
        of item: StorageMap<First, Second, Third, Value>, under first: First, _ second: Second
    ) -> [(key: Third, value: Value)] {
        collect(under: item.prefix(first, second)) { item.key(from: $0).2 }
    }

    /// Every entry of a map with two keys.
    public borrowing func allEntries<First, Second, Value>(
        of item: StorageMap<First, Second, Value>
    ) -> [(key: (First, Second), value: Value)] {
        collect(under: item.prefix) { item.key(from: $0) }
    }

    /// Every entry of a map with three keys.
    public borrowing func allEntries<First, Second, Third, Value>(
        of item: StorageMap<First, Second, Third, Value>
    ) -> [(key: (First, Second, Third), value: Value)] {
        collect(under: item.prefix) { item.key(from: $0) }
    }

    /// Removes every entry of a map with two keys under the first of them.
    public mutating func removeAll<First, Second, Value>(of item: StorageMap<First, Second, Value>, under first: First) {
        removeRaw(under: item.prefix(first))
    }

    /// Removes every entry of a map with two keys under the first of them.
    public mutating func removeAll<First, Second, Value>(
        of item: OptionalStorageMap<First, Second, Value>, under first: First
    ) {
        removeRaw(under: item.prefix(first))
    }

    private borrowing func collect<Key, Value: ScaleCodable>(
        under prefix: [UInt8], _ key: ([UInt8]) -> Key
    ) -> [(key: Key, value: Value)] {
        rawKeys(under: prefix).map { path in
            guard let bytes = raw(path) else { preconditionFailure("a key that was listed a moment ago has a value") }
            return (key(path), decode(bytes, of: "iterated"))
        }
    }
}
