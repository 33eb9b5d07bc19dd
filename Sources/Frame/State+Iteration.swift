public import RuntimeInterface
import SCALE

/// Walks over maps, in the order of their hashed keys. Entries are collected before the first is handed out, so that
/// the map may be changed on the way.
extension State {
    /// Every entry of a map with one key.
    public borrowing func entries<Key, Value>(of item: StorageMap<Key, Value>) -> [(key: Key, value: Value)] {
        collect(item.item, under: item.item.bytes) { (path) throws(ScaleError) in try item.keys(of: path) }
    }

    /// Every entry of a map with one key.
    public borrowing func entries<Key, Value>(of item: OptionalStorageMap<Key, Value>) -> [(key: Key, value: Value)] {
        collect(item.item, under: item.item.bytes) { (path) throws(ScaleError) in try item.keys(of: path) }
    }

    /// Every entry of a map with two keys under the first of them.
    public borrowing func entries<First, Second, Value>(
        of item: StorageMap<First, Second, Value>, under first: First
    ) -> [(key: Second, value: Value)] {
        collect(item.item, under: item.prefix(first)) { (path) throws(ScaleError) in try item.keys(of: path).1 }
    }

    /// Every entry of a map with two keys under the first of them.
    public borrowing func entries<First, Second, Value>(
        of item: OptionalStorageMap<First, Second, Value>, under first: First
    ) -> [(key: Second, value: Value)] {
        collect(item.item, under: item.prefix(first)) { (path) throws(ScaleError) in try item.keys(of: path).1 }
    }

    /// Every entry of a map with three keys under the first two of them.
    public borrowing func entries<First, Second, Third, Value>(
        of item: StorageMap<First, Second, Third, Value>, under first: First, _ second: Second
    ) -> [(key: Third, value: Value)] {
        collect(item.item, under: item.prefix(first, second)) { (path) throws(ScaleError) in try item.keys(of: path).2 }
    }

    /// Every entry of a map with three keys under the first of them.
    public borrowing func entries<First, Second, Third, Value>(
        of item: StorageMap<First, Second, Third, Value>, under first: First
    ) -> [(key: (Second, Third), value: Value)] {
        collect(item.item, under: item.prefix(first)) { (path) throws(ScaleError) in
            let keys = try item.keys(of: path)
            return (keys.1, keys.2)
        }
    }

    /// Every entry of a map with two keys.
    public borrowing func allEntries<First, Second, Value>(
        of item: StorageMap<First, Second, Value>
    ) -> [(key: (First, Second), value: Value)] {
        collect(item.item, under: item.item.bytes) { (path) throws(ScaleError) in try item.keys(of: path) }
    }

    /// Every entry of a map with two keys.
    public borrowing func allEntries<First, Second, Value>(
        of item: OptionalStorageMap<First, Second, Value>
    ) -> [(key: (First, Second), value: Value)] {
        collect(item.item, under: item.item.bytes) { (path) throws(ScaleError) in try item.keys(of: path) }
    }

    /// Every entry of a map with three keys.
    public borrowing func allEntries<First, Second, Third, Value>(
        of item: StorageMap<First, Second, Third, Value>
    ) -> [(key: (First, Second, Third), value: Value)] {
        collect(item.item, under: item.item.bytes) { (path) throws(ScaleError) in try item.keys(of: path) }
    }

    /// Removes every entry of a map.
    public mutating func removeAll<each Key, Value>(of item: StorageMap<repeat each Key, Value>) {
        removeRaw(under: item.item.bytes)
    }

    /// Removes every entry of a map with two keys under the first of them.
    public mutating func removeAll<First, Second, Value>(
        of item: StorageMap<First, Second, Value>, under first: First
    ) {
        removeRaw(under: item.prefix(first))
    }

    /// Removes every entry of a map with two keys under the first of them.
    public mutating func removeAll<First, Second, Value>(
        of item: OptionalStorageMap<First, Second, Value>, under first: First
    ) {
        removeRaw(under: item.prefix(first))
    }

    private borrowing func collect<Key, Value: ScaleCodable>(
        _ item: StoragePrefix, under prefix: [UInt8], _ key: ([UInt8]) throws(ScaleError) -> Key
    ) -> [(key: Key, value: Value)] {
        var entries: [(key: Key, value: Value)] = []
        for path in rawKeys(under: prefix) {
            guard let bytes = raw(path) else { preconditionFailure("a key that was listed a moment ago has a value") }
            do throws(ScaleError) {
                entries.append((try key(path), decode(bytes, of: item.name)))
            } catch {
                preconditionFailure("storage item \(item.name) has a key that is none of its own: \(error)")
            }
        }
        return entries
    }
}

extension StorageMap {
    /// The first bytes of every key in the state whose first map keys are `leading`.
    fileprivate func prefix<each Leading: ScaleCodable>(_ leading: repeat each Leading) -> [UInt8] {
        var path = StoragePath(item, keys: hashers.count)
        repeat path.append(each leading, hashers)
        return path.bytes
    }
}

extension OptionalStorageMap {
    /// The first bytes of every key in the state whose first map keys are `leading`.
    fileprivate func prefix<each Leading: ScaleCodable>(_ leading: repeat each Leading) -> [UInt8] {
        var path = StoragePath(item, keys: hashers.count)
        repeat path.append(each leading, hashers)
        return path.bytes
    }
}
