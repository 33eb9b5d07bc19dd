public import Primitives
import SCALE

/// Roots computed from all the data at once: the obvious way, for short lists and as the twin of ``MerkleTrie``.
public enum TrieRoot {
    /// The root of a trie without keys: the hash of one zero byte.
    public static let empty = Hash(blake2b256: TrieNode.encodedEmptyTrie)

    /// The root of a trie that holds `entries`, which are in ascending order of their keys, each key once.
    ///
    /// Source: the Polkadot specification, "The General Tree Structure" and "Merkle Proof".
    public static func hash(of entries: [(key: [UInt8], value: [UInt8])], version: TrieVersion = .v1) -> Hash {
        precondition(
            zip(entries, entries.dropFirst()).allSatisfy { $0.key.lexicographicallyPrecedes($1.key) },
            "the entries of a trie ascend by key")
        guard !entries.isEmpty else { return empty }
        return Hash(blake2b256: node(of: entries[...], depth: 0, version: version).encoded())
    }

    /// The root of a list: a trie whose keys are the compact-encoded positions of `items`.
    ///
    /// The extrinsics root of a header is this root of the encoded extrinsics, of version 0 on a chain whose system
    /// version is below 2, as Bittensor's is.
    public static func ordered(_ items: [[UInt8]], version: TrieVersion = .v0) -> Hash {
        let entries = items.enumerated().map { index, item in
            (key: Compact(UInt32(index)).encoded(), value: item)
        }
        return hash(of: entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }, version: version)
    }

    private static func node(
        of entries: ArraySlice<(key: [UInt8], value: [UInt8])>, depth: Int, version: TrieVersion
    ) -> TrieNode {
        guard let first = entries.first, let last = entries.last
        else { preconditionFailure("a node has a key below it") }
        // In ascending order the first and the last key differ earliest.
        let partial = Array(
            Nibbles.nibbles(first.key, from: depth).prefix(
                Nibbles.agreement(last.key, from: depth, with: Nibbles.nibbles(first.key, from: depth))))
        let end = depth + partial.count
        var node = TrieNode(partial: partial, value: nil, children: [])
        var rest = entries
        if 2 * first.key.count == end {
            node.value = TrieValue(first.value, version: version)
            rest = rest.dropFirst()
        }
        while let next = rest.first {
            let nibble = Nibbles.nibble(next.key, end)
            let group = rest.prefix { Nibbles.nibble($0.key, end) == nibble }
            if node.isLeaf { node.children = TrieNode.noChildren }
            let child = Self.node(of: group, depth: end + 1, version: version)
            node.children[Int(nibble)] = ChildReference(encodedNode: child.encoded())
            rest = rest[group.endIndex...]
        }
        return node
    }
}
