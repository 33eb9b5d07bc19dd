public import RuntimeInterface
public import SCALE

/// How long lists are, without decoding what is in them.
extension State {
    /// How many entries a map has under its leading keys; `limit` where there are more.
    public borrowing func count<each Key, Value, each Leading: ScaleCodable>(
        of item: StorageMap<repeat each Key, Value>, under leading: repeat each Leading, limit: Int
    ) -> Int {
        rawKeys(under: item.prefix(repeat each leading), after: nil, limit: limit).count
    }

    /// How many elements the list under `key` has.
    public borrowing func elementCount<each Key, Element>(
        of item: StorageMap<repeat each Key, [Element]>, _ key: repeat each Key
    ) -> Int {
        guard let bytes = raw(item.path(repeat each key)) else { return item.fallback.count }
        // A list begins with the number of its elements.
        var decoder = ScaleDecoder(bytes)
        return (try? decoder.compact(UInt32.self)).map(Int.init) ?? 0
    }
}
