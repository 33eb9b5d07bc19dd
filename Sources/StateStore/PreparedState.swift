public import Primitives
import StateTrie
import Synchronization

/// What a proposed block would do to the state, held in memory: nothing of it is in the store before the commit, and
/// dropping it leaves no trace.
public struct PreparedState: Sendable {
    /// The block that it was prepared on; `nil` for a genesis block.
    public let parent: BlockRecord?
    /// The root of the state after the block.
    public let stateRoot: Hash

    /// A key that really changes.
    struct Change: Sendable {
        let key: [UInt8]
        let old: [UInt8]?
        let new: [UInt8]?
    }

    // Both ascending, which is also the order that LMDB writes fastest.
    let changes: [Change]
    let nodes: [(path: [UInt8], node: [UInt8]?)]
}

extension PreparedState {
    /// What changes, ascending by key; values that stay the same are not among it.
    public var writes: [StateChange] { changes.map { StateChange(key: $0.key, value: $0.new) } }
}

/// The current trie in a snapshot of the tables.
///
/// A trie knows only nodes that are there and nodes that are not. A node that could not be read is none to it, and
/// ``check(_:)`` tells afterwards that what came out is worth nothing.
final class StoredNodes: TrieNodeReader, Sendable {
    private let tables: any Tables
    private let failure = Mutex<StoreError?>(nil)

    init(tables: any Tables) { self.tables = tables }

    func node(at path: [UInt8]) -> [UInt8]? {
        do throws(StoreError) {
            return try tables.value(.nodes, path)
        } catch {
            failure.withLock { $0 = $0 ?? error }
            return nil
        }
    }

    /// What `body` makes of the trie.
    /// - Throws: why a node could not be read, or ``StoreError/trie(_:)``.
    func check<Result>(_ body: () throws(TrieError) -> Result) throws(StoreError) -> Result {
        let outcome: Swift.Result<Result, TrieError>
        do throws(TrieError) { outcome = .success(try body()) } catch { outcome = .failure(error) }
        if let failure = failure.withLock({ $0 }) { throw failure }
        switch outcome {
        case .success(let result): return result
        case .failure(let error): throw .trie(error)
        }
    }
}

extension PreparedState {
    /// Works out the new root over a snapshot.
    init(_ changes: [StateChange], in tables: any Tables) throws(StoreError) {
        parent = try tables.latest()
        let sorted = changes.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (index, change) in sorted.enumerated() {
            guard (1...StateStore.keyLengthMaximum).contains(change.key.count) else {
                throw .keyLengthInvalid(length: change.key.count)
            }
            if index > 0, sorted[index - 1].key == change.key { throw .duplicateKey(change.key) }
        }
        var real: [Change] = []
        real.reserveCapacity(sorted.count)
        for change in sorted {
            let old = try tables.value(.state, change.key)
            if old != change.value { real.append(Change(key: change.key, old: old, new: change.value)) }
        }
        self.changes = real
        let stored = StoredNodes(tables: tables)
        var trie = MerkleTrie(nodes: TrieNodeOverlay(over: stored))
        stateRoot = try stored.check { () throws(TrieError) in
            try trie.apply(real.map { StateChange(key: $0.key, value: $0.new) })
        }
        nodes = trie.nodes.changes
    }
}
