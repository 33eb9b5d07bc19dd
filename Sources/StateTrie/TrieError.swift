/// Why a trie could not be read, changed or proved.
public enum TrieError: Error, Equatable, Sendable {
    /// Changes must be in ascending order of their keys, each key once.
    case changesNotAscending
    /// A storage key has this many bytes, more than ``TriePath/keyLengthMaximum``.
    case keyTooLong(length: Int)
    /// A branch names a child that the node store does not hold at this packed path: the store is damaged.
    case missingNode(path: [UInt8])
    /// Bytes that should be a node are none.
    case malformedNode
    /// A proof lacks the node or value with this hash.
    case incompleteProof(missing: [UInt8])
}
