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
        let stored = backend.keys(under: prefix, after: nil, limit: .max)
        let written = overlay.entries(under: prefix)
        guard !written.isEmpty else { return stored }
        var merged: [[UInt8]] = []
        merged.reserveCapacity(stored.count + written.count)
        var next = 0
        for key in stored {
            while next < written.count, written[next].key.lexicographicallyPrecedes(key) {
                if written[next].isPresent { merged.append(written[next].key) }
                next += 1
            }
            if next < written.count, written[next].key == key {
                if written[next].isPresent { merged.append(key) }
                next += 1
            } else {
                merged.append(key)
            }
        }
        merged.append(contentsOf: written[next...].filter(\.isPresent).map(\.key))
        return merged
    }

    /// Removes every entry under `prefix`; returns how many there were.
    @discardableResult
    public mutating func removeRaw(under prefix: [UInt8]) -> Int {
        let keys = rawKeys(under: prefix)
        for key in keys { overlay.set(key, to: nil) }
        return keys.count
    }
}
