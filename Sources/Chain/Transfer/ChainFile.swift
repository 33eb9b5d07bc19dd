public import Primitives

/// The files that `myelin export` writes and `myelin import` reads. Their layout stands in `docs/formats.md`.
public enum ChainFile {
    /// What a file holds.
    public enum Kind: String, CaseIterable, Sendable {
        /// A row of blocks, which are executed again where they are imported.
        case blocks
        /// The state after one block, with that block.
        case state

        /// The first eight bytes of the file.
        var magic: [UInt8] {
            switch self {
            case .blocks: Array("MYELINBK".utf8)
            case .state: Array("MYELINST".utf8)
            }
        }
    }

    /// Version of both layouts.
    static let version: UInt32 = 1

    /// The most bytes of a header, an extrinsic, a value and an origin: what is longer is damage. Nothing of that size
    /// is reserved before as much has been read.
    static let partLengthMaximum = 64 << 20
    /// The most extrinsics of a block.
    static let extrinsicCountMaximum = 1 << 20

    /// What stands at the beginning of a file.
    public struct Preamble: Sendable {
        /// What follows.
        public let kind: Kind
        /// How the chain began that the file is of.
        public let origin: ChainOrigin
        /// Hash of that chain's genesis block.
        public let genesisHash: Hash
        /// The blocks that follow; the one block whose state it is.
        public let blocks: ClosedRange<BlockNumber>
    }
}

/// A block as somebody else tells it: nothing of it has been checked.
public struct ForeignBlock: Sendable {
    public let header: BlockHeader
    /// The extrinsics in their order, inherents first.
    public let body: [[UInt8]]

    public init(header: BlockHeader, body: [[UInt8]]) {
        self.header = header
        self.body = body
    }
}
