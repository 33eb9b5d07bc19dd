/// Committed state that a block starts from: a consistent snapshot, sorted by key.
public protocol StateBackend: Sendable {
    /// The value under `key`, or `nil` where there is none.
    func value(for key: [UInt8]) -> [UInt8]?

    /// Keys that start with `prefix` and sort strictly after `key` (all of them when `key` is `nil`), ascending, at
    /// most `limit`.
    func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]]
}

/// A snapshot in memory: the state before genesis, and small states of tests.
public struct MemoryBackend: StateBackend {
    private let values: [[UInt8]: [UInt8]]
    private let sortedKeys: [[UInt8]]

    /// A state of these values.
    public init(_ values: [[UInt8]: [UInt8]] = [:]) {
        self.values = values
        sortedKeys = values.keys.sorted { $0.lexicographicallyPrecedes($1) }
    }

    public func value(for key: [UInt8]) -> [UInt8]? { values[key] }

    public func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        let start = key.map { $0.lexicographicallyPrecedes(prefix) ? prefix : $0 } ?? prefix
        var low = 0
        var high = sortedKeys.count
        while low < high {
            let middle = (low + high) / 2
            if sortedKeys[middle].lexicographicallyPrecedes(start) { low = middle + 1 } else { high = middle }
        }
        return Array(
            sortedKeys[low...].lazy
                .drop { $0 == key }
                .prefix { $0.starts(with: prefix) }
                .prefix(limit))
    }
}
