import Primitives

/// Reads the nodes of one trie by their packed ``TriePath``.
public protocol TrieNodeReader {
    /// The bytes of the node at `path`, or `nil` where none is stored.
    func node(at path: [UInt8]) -> [UInt8]?
}

/// Holds the nodes of one trie, each at its place.
///
/// Only current nodes are there: a node that changes replaces its old form, a node that goes is removed, so nothing is
/// counted and nothing is left behind. Nodes that stand inside their parent are not stored apart; the root always is.
public protocol TrieNodeStore: TrieNodeReader {
    /// Stores a node at `path`, or removes the one there.
    mutating func setNode(_ node: [UInt8]?, at path: [UInt8])
}

/// The nodes of a trie in memory.
public struct MemoryTrieNodes: TrieNodeStore, Equatable, Sendable {
    private var nodes: [[UInt8]: [UInt8]] = [:]

    /// An empty trie.
    public init() {}

    /// How many nodes are stored.
    public var count: Int { nodes.count }

    public func node(at path: [UInt8]) -> [UInt8]? { nodes[path] }

    public mutating func setNode(_ node: [UInt8]?, at path: [UInt8]) { nodes[path] = node }
}

/// Changes to the nodes of a trie that its base does not know: what a proposed block would do.
public struct TrieNodeOverlay<Base: TrieNodeReader>: TrieNodeStore {
    private let base: Base
    private var changed: [ByteKey: [UInt8]?] = [:]

    /// No changes over `base`.
    public init(over base: Base) { self.base = base }

    public func node(at path: [UInt8]) -> [UInt8]? {
        if let change = changed[ByteKey(path)] { return change }
        return base.node(at: path)
    }

    public mutating func setNode(_ node: [UInt8]?, at path: [UInt8]) { changed[ByteKey(path)] = .some(node) }

    /// Every node set or removed (`nil`), in ascending order of the packed paths.
    public var changes: [(path: [UInt8], node: [UInt8]?)] {
        // Sorting makes the dictionary's own order invisible.
        changed.map { (path: $0.key.bytes, node: $0.value) }.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }
}

extension TrieNodeOverlay: Sendable where Base: Sendable {}
