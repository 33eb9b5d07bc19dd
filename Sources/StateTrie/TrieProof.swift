import Hashing
public import Primitives

extension MerkleTrie {
    /// The nodes that prove what the trie holds under `keys`, or that it holds nothing there: every stored node on the
    /// way to each key and every long value at the end of one, each once, in ascending order of bytes.
    ///
    /// - Parameter value: gives the value of a key that is in the trie; asked only for values longer than 32 bytes.
    /// - Throws: ``TrieError/missingNode(path:)`` and ``TrieError/malformedNode`` when the stored nodes are damaged.
    public func proof(of keys: [[UInt8]], value: ([UInt8]) -> [UInt8]?) throws(TrieError) -> [[UInt8]] {
        var found: Set<[UInt8]> = []
        for key in keys { try collect(key, into: &found, value: value) }
        // Sorting makes the set's own order invisible.
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func collect(
        _ key: [UInt8], into found: inout Set<[UInt8]>, value: ([UInt8]) -> [UInt8]?
    ) throws(TrieError) {
        guard let stored = nodes.node(at: TriePath.root) else {
            found.insert(TrieNode.encodedEmptyTrie)
            return
        }
        found.insert(stored)
        var node = try TrieNode(encoded: stored)
        var depth = 0
        while true {
            switch node.step(towards: key, from: depth) {
            case .absent: return
            case .value(.inline): return
            case .value(.hashed(let hash)):
                guard let bytes = value(key) else { throw .incompleteProof(missing: hash.bytes) }
                found.insert(bytes)
                return
            case .child(let reference, let next):
                let path = Array(Nibbles.nibbles(key).prefix(next))
                if reference.isHash, let bytes = nodes.node(at: TriePath.pack(path)) { found.insert(bytes) }
                node = try resolve(reference, at: path)
                depth = next
            }
        }
    }
}

/// Checks what a proof says, without the trie.
public enum TrieProof {
    /// The value under `key` in the trie of this root, or `nil` when the proof shows that there is none.
    ///
    /// - Throws: ``TrieError/incompleteProof(missing:)`` when a node or value on the way is not in the proof,
    ///   ``TrieError/malformedNode`` when the proof is no part of a trie.
    public static func value(for key: [UInt8], root: Hash, proof: [[UInt8]]) throws(TrieError) -> [UInt8]? {
        if root == TrieRoot.empty { return nil }
        var parts: [Hash: [UInt8]] = [:]
        for part in proof { parts[Hash(blake2b256: part)] = part }
        func part(_ hash: Hash) throws(TrieError) -> [UInt8] {
            guard let bytes = parts[hash] else { throw .incompleteProof(missing: hash.bytes) }
            return bytes
        }

        var node = try TrieNode(encoded: try part(root))
        var depth = 0
        while true {
            switch node.step(towards: key, from: depth) {
            case .absent: return nil
            case .value(.inline(let bytes)): return bytes
            case .value(.hashed(let hash)): return try part(hash)
            case .child(.inline(let bytes), let next):
                node = try TrieNode(encoded: bytes)
                depth = next
            case .child(.hash(let hash), let next):
                node = try TrieNode(encoded: try part(hash))
                depth = next
            }
        }
    }
}

extension TrieNode {
    /// Where the way to a key goes on from a node.
    enum Step {
        /// The key is not in the trie.
        case absent
        /// The key ends at this node, which has this value.
        case value(TrieValue)
        /// The way goes on in this child, after so many nibbles of the key.
        case child(ChildReference, depth: Int)
    }

    /// The step of the way to `key` whose first `depth` nibbles led here.
    func step(towards key: [UInt8], from depth: Int) -> Step {
        guard Nibbles.agreement(key, from: depth, with: partial) == partial.count else { return .absent }
        let end = depth + partial.count
        if end == 2 * key.count { return value.map { .value($0) } ?? .absent }
        guard !isLeaf, let child = children[Int(Nibbles.nibble(key, end))] else { return .absent }
        return .child(child, depth: end + 1)
    }
}
