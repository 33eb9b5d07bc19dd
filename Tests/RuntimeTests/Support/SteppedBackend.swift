import Frame
import Primitives

/// A state in memory that goes on: changes are merged in, where a ``MemoryBackend`` would have to be sorted anew. A
/// copy is a snapshot.
struct SteppedBackend: StateBackend {
    private var values: [ByteKey: [UInt8]] = [:]
    private var sortedKeys: [[UInt8]] = []

    /// A state of these entries.
    init(_ changes: [StateChange] = []) { apply(changes) }

    /// Writes changes, which ascend by key.
    mutating func apply(_ changes: [StateChange]) {
        var added: [[UInt8]] = []
        var removed: Set<ByteKey> = []
        for change in changes {
            let key = ByteKey(change.key)
            if let value = change.value {
                if values.updateValue(value, forKey: key) == nil { added.append(change.key) }
            } else if values.removeValue(forKey: key) != nil {
                removed.insert(key)
            }
        }
        if !removed.isEmpty { sortedKeys.removeAll { removed.contains(ByteKey($0)) } }
        guard !added.isEmpty else { return }
        var merged: [[UInt8]] = []
        merged.reserveCapacity(sortedKeys.count + added.count)
        var next = 0
        for key in sortedKeys {
            while next < added.count, added[next].lexicographicallyPrecedes(key) {
                merged.append(added[next])
                next += 1
            }
            merged.append(key)
        }
        sortedKeys = merged + added[next...]
    }

    func value(for key: [UInt8]) -> [UInt8]? { values[ByteKey(key)] }

    func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        let start = key.map { $0.lexicographicallyPrecedes(prefix) ? prefix : $0 } ?? prefix
        var low = 0
        var high = sortedKeys.count
        while low < high {
            let middle = (low + high) / 2
            if sortedKeys[middle].lexicographicallyPrecedes(start) { low = middle + 1 } else { high = middle }
        }
        var found: [[UInt8]] = []
        while low < sortedKeys.count, found.count < limit, sortedKeys[low].starts(with: prefix) {
            if sortedKeys[low] != key { found.append(sortedKeys[low]) }
            low += 1
        }
        return found
    }
}
