import Primitives

/// What a block has written so far, above a ``StateBackend``.
///
/// Writes are journalled, so that any of them can be undone in reverse order.
struct Overlay {
    /// A written value; `bytes` is `nil` where the entry was removed.
    private struct Written {
        var bytes: [UInt8]?
    }

    /// One write that may have to be undone; `previous` is `nil` where the overlay held nothing for the key.
    private struct Undo {
        let key: ByteKey
        let previous: Written?
    }

    private var written: [ByteKey: Written] = [:]
    /// Keys ever written, by the storage item they belong to; an undone write leaves its key here, which costs a
    /// look-up.
    private var keysByItem: [ByteKey: Set<ByteKey>] = [:]
    private var journal: [Undo] = []

    /// Bytes of `twox128(pallet) ++ twox128(item)`, by which iteration finds the written keys of an item.
    private static let itemPrefixLength = 32

    /// The value under `key` as this overlay has it: `nil` when it says nothing, `.some(nil)` when it was removed.
    func value(for key: [UInt8]) -> [UInt8]?? {
        guard !written.isEmpty, let entry = written[ByteKey(key)] else { return nil }
        return .some(entry.bytes)
    }

    mutating func set(_ key: [UInt8], to bytes: [UInt8]?) {
        let key = ByteKey(key)
        let previous = written.updateValue(Written(bytes: bytes), forKey: key)
        journal.append(Undo(key: key, previous: previous))
        if previous == nil {
            keysByItem[Self.item(of: key.bytes), default: []].insert(key)
        }
    }

    private static func item(of key: [UInt8]) -> ByteKey { ByteKey(Array(key.prefix(itemPrefixLength))) }

    /// A point to return to with ``undo(to:)``.
    var checkpoint: Int { journal.count }

    mutating func undo(to checkpoint: Int) {
        while journal.count > checkpoint {
            let entry = journal.removeLast()
            written[entry.key] = entry.previous
        }
    }

    /// Written keys under `prefix`, ascending, each with whether it now has a value.
    func entries(under prefix: [UInt8]) -> [(key: [UInt8], isPresent: Bool)] {
        guard !written.isEmpty else { return [] }
        var entries: [(key: [UInt8], isPresent: Bool)] = []
        // A prefix shorter than an item's spans several items; sorting below makes the order of this walk immaterial.
        let candidates: [Set<ByteKey>] =
            prefix.count >= Self.itemPrefixLength
            ? keysByItem[Self.item(of: prefix)].map { [$0] } ?? []
            : keysByItem.filter { $0.key.bytes.starts(with: prefix) }.map(\.value)
        for keys in candidates {
            for key in keys where key.bytes.starts(with: prefix) {
                guard let entry = written[key] else { continue }
                entries.append((key.bytes, entry.bytes != nil))
            }
        }
        return entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// All writes in key order, the last one of each key; `nil` stands for a removal.
    var changes: [StateChange] {
        written.map { StateChange(key: $0.key.bytes, value: $0.value.bytes) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }
}
