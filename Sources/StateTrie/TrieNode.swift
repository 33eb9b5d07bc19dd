import Hashing
import Primitives

/// What a node says about the value at its place.
enum TrieValue: Equatable, Sendable {
    /// The value itself.
    case inline([UInt8])
    /// The hash of a value that is kept elsewhere.
    case hashed(Hash)

    init(_ value: [UInt8], version: TrieVersion) {
        self = version.hashes(valueOfLength: value.count) ? .hashed(Hash(blake2b256: value)) : .inline(value)
    }
}

/// How a branch names a child: nodes of fewer than 32 bytes stand inside their parent.
enum ChildReference: Equatable, Sendable {
    /// The hash of a node that is kept elsewhere.
    case hash(Hash)
    /// The child's own bytes, fewer than 32.
    case inline([UInt8])

    init(encodedNode bytes: [UInt8]) {
        self = bytes.count < 32 ? .inline(bytes) : .hash(Hash(blake2b256: bytes))
    }

    var isHash: Bool {
        switch self {
        case .hash: true
        case .inline: false
        }
    }
}

/// A leaf or a branch of the base-16 trie; a leaf is a node without children.
struct TrieNode: Equatable, Sendable {
    /// The nibbles (0 to 15) between the place where the node hangs and the node.
    var partial: [UInt8]
    /// The value of the key that ends here, if one does.
    var value: TrieValue?
    /// 16 places by nibble for a branch; empty for a leaf.
    var children: [ChildReference?]

    static let noChildren = [ChildReference?](repeating: nil, count: 16)

    var isLeaf: Bool { children.isEmpty }
}

extension Hash {
    /// BLAKE2b-256 of `bytes`.
    init(blake2b256 bytes: [UInt8]) {
        guard let hash = Hash(Blake2b.hash256(bytes)) else { preconditionFailure("a 256-bit digest has 32 bytes") }
        self = hash
    }
}
