public import Primitives

/// Substrate's base-16 Merkle-Patricia trie, state version 1, kept up to date change by change.
///
/// Each node is stored at its place (``TriePath``) in a ``TrieNodeStore``; an update reads and writes only the nodes on
/// the way to the changed keys. Values longer than 32 bytes are not in the trie, only their hashes are.
public struct MerkleTrie<Nodes: TrieNodeStore> {
    /// Where the nodes are.
    public private(set) var nodes: Nodes

    /// The trie that `nodes` hold; without nodes an empty one.
    public init(nodes: Nodes) { self.nodes = nodes }

    /// The root hash.
    public var root: Hash { nodes.node(at: TriePath.root).map { Hash(blake2b256: $0) } ?? TrieRoot.empty }

    /// Applies changes, in ascending order of their keys, and returns the new root hash. Removing a key that is not
    /// there changes nothing.
    ///
    /// - Throws: ``TrieError/changesNotAscending``, ``TrieError/keyTooLong(length:)``: nothing was changed; any other
    ///   case tells of damaged nodes, and the trie is then not to be used any more.
    public mutating func apply(_ changes: [StateChange]) throws(TrieError) -> Hash {
        for (index, change) in changes.enumerated() {
            guard change.key.count <= TriePath.keyLengthMaximum else {
                throw .keyTooLong(length: change.key.count)
            }
            guard index == 0 || changes[index - 1].key.lexicographicallyPrecedes(change.key) else {
                throw .changesNotAscending
            }
        }
        guard !changes.isEmpty else { return root }
        let stored = nodes.node(at: TriePath.root)
        var pass = Pass(changes: changes, path: [])
        let old: TrieNode? = if let stored { try TrieNode(encoded: stored) } else { nil }
        let new = try updated(old, with: changes.indices, pass: &pass)?.encoded()
        if new != stored { nodes.setNode(new, at: TriePath.root) }
        return new.map { Hash(blake2b256: $0) } ?? TrieRoot.empty
    }

    /// One walk over the trie: what is to change, and the nibbles from the root to where the walk stands.
    private struct Pass {
        let changes: [StateChange]
        var path: [UInt8]
    }

    /// A child that was looked at: what it was, and the node that is to stand there.
    private struct Touched {
        let nibble: UInt8
        let old: ChildReference?
        let new: TrieNode?
    }

    /// The node at the pass's path after the changes of `range`, all of whose keys lead there; `nil` when nothing is
    /// left. The nodes below it are stored, the node itself is not: the one above knows how it will name it.
    private mutating func updated(
        _ node: TrieNode?, with range: Range<Int>, pass: inout Pass
    ) throws(TrieError) -> TrieNode? {
        let depth = pass.path.count
        guard var (base, moved) = start(from: node, with: range, pass: pass) else { return node }
        let end = depth + base.partial.count
        pass.path.append(contentsOf: base.partial)
        defer { pass.path.removeLast(base.partial.count) }

        var touched: [Touched] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let change = pass.changes[index]
            guard Nibbles.agreement(change.key, from: depth, with: base.partial) == base.partial.count else {
                // Only a removal can lead past this node: there is nothing to remove.
                index += 1
                continue
            }
            if 2 * change.key.count == end {
                base.value = change.value.map { TrieValue($0, version: .v1) }
                index += 1
                continue
            }
            let nibble = Nibbles.nibble(change.key, end)
            let group = Self.group(from: index, nibble: nibble, at: end, within: range, of: pass)
            index = group.upperBound
            let old = base.isLeaf ? nil : base.children[Int(nibble)]
            pass.path.append(nibble)
            var child: TrieNode?
            if let lower = moved, lower.nibble == nibble {
                child = lower.node
                moved = nil
            } else if let old {
                child = try resolve(old, at: pass.path)
            }
            touched.append(Touched(nibble: nibble, old: old, new: try updated(child, with: group, pass: &pass)))
            pass.path.removeLast()
        }
        if let moved { touched.append(Touched(nibble: moved.nibble, old: nil, new: moved.node)) }
        return try settled(base, touched: touched, path: pass.path)
    }

    /// The node to work on: the old one; or, where an insertion leaves it half-way, a new branch with the old one below
    /// (`moved`); or, where there is none, an empty one at the place where the insertions part. `nil` when the range
    /// holds only removals and there is no node.
    private func start(
        from node: TrieNode?, with range: Range<Int>, pass: Pass
    ) -> (base: TrieNode, moved: (nibble: UInt8, node: TrieNode)?)? {
        let depth = pass.path.count
        guard let first = range.first(where: { pass.changes[$0].value != nil }),
            let last = range.last(where: { pass.changes[$0].value != nil })
        else { return node.map { (base: $0, moved: nil) } }
        let firstKey = pass.changes[first].key
        let lastKey = pass.changes[last].key
        guard let node else {
            let way = Nibbles.nibbles(firstKey, from: depth)
            let partial = Array(way.prefix(Nibbles.agreement(lastKey, from: depth, with: way)))
            return (base: TrieNode(partial: partial, value: nil, children: []), moved: nil)
        }
        // In ascending order the first or the last key leaves the node's way earliest.
        let shared = min(
            Nibbles.agreement(firstKey, from: depth, with: node.partial),
            Nibbles.agreement(lastKey, from: depth, with: node.partial))
        guard shared < node.partial.count else { return (base: node, moved: nil) }
        var lower = node
        lower.partial = Array(node.partial[(shared + 1)...])
        let base = TrieNode(partial: Array(node.partial[..<shared]), value: nil, children: [])
        return (base: base, moved: (nibble: node.partial[shared], node: lower))
    }

    /// The changes from `start` on that go through `nibble` at `position`.
    private static func group(
        from start: Int, nibble: UInt8, at position: Int, within range: Range<Int>, of pass: Pass
    ) -> Range<Int> {
        let way = pass.changes[start].key
        var end = start + 1
        while end < range.upperBound {
            let key = pass.changes[end].key
            // Ascending keys with the same nibble here may still be removals that left the way above.
            guard 2 * key.count > position, Nibbles.nibble(key, position) == nibble,
                sharesBytes(key, way, upTo: position)
            else { break }
            end += 1
        }
        return start..<end
    }

    private static func sharesBytes(_ left: [UInt8], _ right: [UInt8], upTo nibbles: Int) -> Bool {
        let whole = nibbles / 2
        var index = whole
        // Neighbours differ late: from the end the first difference is found soonest.
        while index > 0 {
            index -= 1
            if left[index] != right[index] { return false }
        }
        return nibbles & 1 == 0 || left[whole] >> 4 == right[whole] >> 4
    }

    /// The node after its children have changed: stores and removes what hangs below, and keeps the shape that a trie
    /// must have (no node without a value and with fewer than two children).
    private mutating func settled(_ node: TrieNode, touched: [Touched], path: [UInt8]) throws(TrieError) -> TrieNode? {
        var node = node
        if node.isLeaf, !touched.isEmpty { node.children = TrieNode.noChildren }
        // While children are counted, a touched one with a new node is marked by an empty reference.
        for child in touched { node.children[Int(child.nibble)] = child.new == nil ? nil : .inline([]) }
        let living = node.children.indices.filter { node.children[$0] != nil }

        if node.value == nil, living.count < 2 {
            for child in touched where child.old?.isHash == true {
                nodes.setNode(nil, at: TriePath.pack(path + [child.nibble]))
            }
            guard let nibble = living.first else { return nil }
            let only: TrieNode
            if let new = touched.first(where: { $0.nibble == nibble })?.new {
                only = new
            } else if let reference = node.children[nibble] {
                only = try resolve(reference, at: path + [UInt8(nibble)])
                if reference.isHash { nodes.setNode(nil, at: TriePath.pack(path + [UInt8(nibble)])) }
            } else {
                preconditionFailure("a living child is either touched or referred to")
            }
            let partial = node.partial + [UInt8(nibble)] + only.partial
            return TrieNode(partial: partial, value: only.value, children: only.children)
        }

        for child in touched {
            let place = TriePath.pack(path + [child.nibble])
            let encoded = child.new?.encoded()
            let reference = encoded.map { ChildReference(encodedNode: $0) }
            node.children[Int(child.nibble)] = reference
            guard reference != child.old else { continue }
            if reference?.isHash == true {
                nodes.setNode(encoded, at: place)
            } else if child.old?.isHash == true {
                nodes.setNode(nil, at: place)
            }
        }
        if living.isEmpty { node.children = [] }
        return node
    }

    /// The node that `reference` names, which hangs at `path`.
    func resolve(_ reference: ChildReference, at path: [UInt8]) throws(TrieError) -> TrieNode {
        switch reference {
        case .inline(let bytes): return try TrieNode(encoded: bytes)
        case .hash:
            let place = TriePath.pack(path)
            guard let bytes = nodes.node(at: place) else { throw .missingNode(path: place) }
            return try TrieNode(encoded: bytes)
        }
    }
}

extension MerkleTrie: Sendable where Nodes: Sendable {}
