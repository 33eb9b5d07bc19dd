/// How a trie treats long values: the state version of a Substrate chain.
///
/// A Bittensor chain has system version 1: its state root is of version 1, its extrinsics root of version 0. (The
/// extrinsics root of a header follows the state version only from system version 2 on; RFC 42 of the Polkadot
/// fellowship.)
public enum TrieVersion: Sendable {
    /// Every value stands in its node.
    case v0
    /// A value longer than 32 bytes is replaced in its node by its hash.
    case v1

    /// The longest value, in bytes, that stands in its node under ``v1``.
    static let inlineValueLengthMaximum = 32

    func hashes(valueOfLength length: Int) -> Bool {
        switch self {
        case .v0: false
        case .v1: length > Self.inlineValueLengthMaximum
        }
    }
}
