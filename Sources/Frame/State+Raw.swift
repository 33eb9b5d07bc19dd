/// Access by raw key, for genesis and for items that no pallet owns.
extension State {
    /// The bytes under `key`, or `nil` where there are none.
    public borrowing func raw(_ key: [UInt8]) -> [UInt8]? {
        if let written = overlay.value(for: key) { return written }
        return backend.value(for: key)
    }

    /// Writes `bytes` under `key`; `nil` removes the entry.
    public mutating func setRaw(_ key: [UInt8], to bytes: [UInt8]?) { overlay.set(key, to: bytes) }

    /// Moves the bytes under one key to another, where they replace what was there. Nothing where there are none.
    public mutating func move(_ source: [UInt8], to destination: [UInt8]) {
        guard source != destination, let bytes = raw(source) else { return }
        setRaw(source, to: nil)
        setRaw(destination, to: bytes)
    }

    /// Every key under `prefix` that has a value now, ascending.
    public borrowing func rawKeys(under prefix: [UInt8]) -> [[UInt8]] {
        rawKeys(under: prefix, after: nil, limit: .max)
    }

    /// Keys under `prefix` that have a value now and sort after `key` (from the first one when it is `nil`), ascending,
    /// at most `limit`: for walks that go on in a later block.
    public borrowing func rawKeys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        var written = overlay.entries(under: prefix)[...]
        if let key { written = written.drop { !key.lexicographicallyPrecedes($0.key) } }
        guard !written.isEmpty else { return backend.keys(under: prefix, after: key, limit: limit) }
        var merged: [[UInt8]] = []
        var cursor = key
        while merged.count < limit {
            let page = backend.keys(under: prefix, after: cursor, limit: limit)
            for stored in page {
                while let next = written.first, next.key.lexicographicallyPrecedes(stored) {
                    if next.isPresent { merged.append(next.key) }
                    written.removeFirst()
                }
                if let next = written.first, next.key == stored {
                    if next.isPresent { merged.append(stored) }
                    written.removeFirst()
                } else {
                    merged.append(stored)
                }
            }
            guard page.count == limit else {
                merged.append(contentsOf: written.lazy.filter(\.isPresent).map(\.key))
                break
            }
            cursor = page.last
        }
        return merged.count > limit ? Array(merged[..<limit]) : merged
    }

    /// Removes every entry under `prefix`; returns how many there were.
    @discardableResult
    public mutating func removeRaw(under prefix: [UInt8]) -> Int {
        let keys = rawKeys(under: prefix)
        for key in keys { overlay.set(key, to: nil) }
        return keys.count
    }
}
