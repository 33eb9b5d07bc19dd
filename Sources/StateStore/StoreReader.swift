public import Primitives
import StateTrie
import Synchronization

/// The state at one block. It is a snapshot: commits that happen meanwhile do not show.
///
/// A reader is valid only within the closure it is handed to; using it later is a programming error and ends the
/// process. Until then any thread may use it.
public final class StoreReader: StateReader {
    /// The block.
    public let block: BlockRecord
    /// The changes that a proof of an older block undoes at most, those of all blocks since added up.
    public static let undoneChangesMaximum = 200_000

    private let tip: BlockNumber
    private let tables: Mutex<(any Tables)?>

    init(at block: BlockRecord, tip: BlockNumber, tables: any Tables) {
        self.block = block
        self.tip = tip
        self.tables = Mutex(tables)
    }

    /// Ends the reader before its transaction ends.
    func close() { tables.withLock { $0 = nil } }

    private func withTables<Result: Sendable>(
        _ body: (any Tables) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try tables.withLock { tables throws(StoreError) in
            guard let tables else { preconditionFailure("a reader of the store was used after its closure had ended") }
            return try body(tables)
        }
    }

    public func value(for key: [UInt8]) throws(StoreError) -> [UInt8]? {
        guard !key.isEmpty else { return nil }
        return try withTables { tables throws(StoreError) in try value(for: key, in: tables) }
    }

    public func keys(
        under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) throws(StoreError) -> [[UInt8]] {
        guard block.number == tip else { return try entries(under: prefix, after: key, limit: limit).map(\.key) }
        return try withTables { tables throws(StoreError) in
            try tables.keys(.state, under: prefix, after: key, limit: limit)
        }
    }

    public func entries(
        under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
        try withTables { tables throws(StoreError) in
            if block.number == tip { return try tables.entries(.state, under: prefix, after: key, limit: limit) }
            return try pastEntries(under: prefix, after: key, limit: limit, in: tables)
        }
    }

    /// Works out the state after `changes` to this state, in any order, each key once. Values that are the same as
    /// before are left out. Nothing is written. The reader must be at the latest block of its snapshot.
    ///
    /// - Throws: ``StoreError/keyLengthInvalid(length:)``, ``StoreError/duplicateKey(_:)``, ``StoreError/trie(_:)``,
    ///   ``StoreError/staleProposal(parent:latest:)`` at an older block.
    public func prepare(_ changes: [StateChange]) throws(StoreError) -> PreparedState {
        try withTables { tables throws(StoreError) in
            guard block.number == tip else { throw .staleProposal(parent: block, latest: try tables.latest()) }
            return try PreparedState(changes, in: tables)
        }
    }

    /// The nodes that prove what the state holds under `keys`, as `state_getReadProof` gives them.
    ///
    /// The trie is kept for the latest block only; at an older block the changes since are undone in memory first, so
    /// the cost grows with their number, up to ``undoneChangesMaximum``.
    /// - Throws: ``StoreError/proofTooCostly(_:)``, and ``StoreError/damaged(path:finding:)`` or
    ///   ``StoreError/trie(_:)``
    ///   when the stored trie is damaged.
    public func proof(of keys: [[UInt8]]) throws(StoreError) -> [[UInt8]] {
        try withTables { tables throws(StoreError) in
            let stored = StoredNodes(tables: tables)
            var trie = MerkleTrie(nodes: TrieNodeOverlay(over: stored))
            if block.number < tip {
                let changes = try undoing(in: tables)
                let root = try stored.check { () throws(TrieError) in try trie.apply(changes) }
                guard root == block.stateRoot else {
                    throw tables.damage("the changes kept since block \(block.number) do not lead back to it")
                }
            }
            // The trie asks for values by closures that know no errors of the store.
            var values: [[UInt8]: [UInt8]] = [:]
            for key in keys { values[key] = try value(for: key, in: tables) }
            return try stored.check { () throws(TrieError) in try trie.proof(of: keys, value: { values[$0] }) }
        }
    }

    private func value(for key: [UInt8], in tables: any Tables) throws(StoreError) -> [UInt8]? {
        guard block.number < tip, let change = try tables.firstTouch(of: key, after: block.number) else {
            return try tables.value(.state, key)
        }
        return try Self.valueBefore(change, of: key, in: tables)
    }

    private static func valueBefore(
        _ number: BlockNumber, of key: [UInt8], in tables: any Tables
    ) throws(StoreError) -> [UInt8]? {
        guard let old = try tables.value(.changes, number.tableKey + key), let tag = old.first else {
            throw tables.damage("a value from before block \(number) is not there")
        }
        return tag == 0 ? nil : Array(old.dropFirst())
    }

    /// Merges the keys of today with those that kept changes name, and takes each as it was at the block.
    private func pastEntries(
        under prefix: [UInt8], after key: [UInt8]?, limit: Int, in tables: any Tables
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
        var result: [(key: [UInt8], value: [UInt8])] = []
        var passed = key
        let batch = max(16, min(limit, 1024))
        while result.count < limit {
            let present = try tables.keys(.state, under: prefix, after: passed, limit: batch)
            let touched = try tables.keys(.touches, under: prefix, after: passed, limit: batch)
            // Beyond the end of a full batch there may be keys that the other list has passed already.
            let ends = [present, touched].filter { $0.count == batch }.compactMap(\.last)
            let end = ends.min { $0.lexicographicallyPrecedes($1) }
            for key in Self.merge(present, touched) {
                if let end, end.lexicographicallyPrecedes(key) { break }
                guard let value = try value(for: key, in: tables) else { continue }
                result.append((key: key, value: value))
                if result.count == limit { return result }
            }
            guard let end else { return result }
            passed = end
        }
        return result
    }

    private static func merge(_ left: [[UInt8]], _ right: [[UInt8]]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        result.reserveCapacity(left.count + right.count)
        var left = left[...]
        var right = right[...]
        while let first = left.first, let second = right.first {
            if first == second {
                result.append(first)
                left.removeFirst()
                right.removeFirst()
            } else if first.lexicographicallyPrecedes(second) {
                result.append(first)
                left.removeFirst()
            } else {
                result.append(second)
                right.removeFirst()
            }
        }
        return result + left + right
    }

    /// What leads from the tip's state back to the block's.
    private func undoing(in tables: any Tables) throws(StoreError) -> [StateChange] {
        var old: [[UInt8]: [UInt8]?] = [:]
        var room = Self.undoneChangesMaximum
        for number in block.number + 1...tip {
            let changes = try tables.entries(.changes, under: number.tableKey, after: nil, limit: room + 1)
            guard changes.count <= room else { throw .proofTooCostly(block) }
            room -= changes.count
            for (key, value) in changes {
                let name = Array(key.dropFirst(4))
                // The earliest change after the block knows the value at the block.
                if old[name] == nil { old[name] = .some(value.first == 0 ? nil : Array(value.dropFirst())) }
            }
        }
        return old.map { StateChange(key: $0.key, value: $0.value) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }
}
