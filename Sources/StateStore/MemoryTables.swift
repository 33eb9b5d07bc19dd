import Primitives
import Synchronization

/// All tables in memory; copies are snapshots.
struct MemoryTables: WritableTables, Sendable {
    private var plain = [SortedTable<[UInt8]>](repeating: SortedTable(), count: Table.allCases.count)
    private var touches = SortedTable<[BlockNumber]>()

    func value(_ table: Table, _ key: [UInt8]) -> [UInt8]? { plain[table.rawValue][key] }

    func keys(_ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        switch table {
        case .touches: touches.entries(under: prefix, after: key, limit: limit).map(\.key)
        default: entries(table, under: prefix, after: key, limit: limit).map(\.key)
        }
    }

    func entries(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) -> [(key: [UInt8], value: [UInt8])] {
        plain[table.rawValue].entries(under: prefix, after: key, limit: limit)
    }

    func firstTouch(of key: [UInt8], after number: BlockNumber) -> BlockNumber? {
        guard let numbers = touches[key] else { return nil }
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count ? numbers[low] : nil
    }

    func damage(_ finding: String) -> StoreError { .damaged(path: "the store in memory", finding: finding) }

    mutating func set(_ value: [UInt8]?, _ table: Table, _ key: [UInt8]) throws(StoreError) {
        plain[table.rawValue][key] = value
    }

    mutating func addTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError) {
        // Blocks come in ascending order, and so does each list.
        touches[key] = (touches[key] ?? []) + [number]
    }

    mutating func removeTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError) {
        let rest = (touches[key] ?? []).filter { $0 != number }
        touches[key] = rest.isEmpty ? nil : rest
    }
}

/// Tables in memory that many read while one writes.
final class MemoryEnvironment: Sendable {
    private let current = Mutex(MemoryTables())

    func read<Result>(_ body: (MemoryTables) throws(StoreError) -> Result) throws(StoreError) -> Result {
        try body(current.withLock { $0 })
    }

    /// One writer at a time; the caller sees to that.
    func write<Result>(_ body: (inout MemoryTables) throws(StoreError) -> Result) throws(StoreError) -> Result {
        var tables = current.withLock { $0 }
        let result = try body(&tables)
        current.withLock { $0 = tables }
        return result
    }
}
