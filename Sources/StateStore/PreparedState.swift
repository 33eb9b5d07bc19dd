public import Primitives
import StateTrie

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

/// The current trie in a snapshot of the tables.
struct StoredNodes: TrieNodeReader {
    let tables: any Tables

    func node(at path: [UInt8]) -> [UInt8]? { tables.value(.nodes, path) }
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
            let old = tables.value(.state, change.key)
            if old != change.value { real.append(Change(key: change.key, old: old, new: change.value)) }
        }
        self.changes = real
        var trie = MerkleTrie(nodes: TrieNodeOverlay(over: StoredNodes(tables: tables)))
        do throws(TrieError) {
            stateRoot = try trie.apply(real.map { StateChange(key: $0.key, value: $0.new) })
        } catch {
            throw .trie(error)
        }
        nodes = trie.nodes.changes
    }
}
