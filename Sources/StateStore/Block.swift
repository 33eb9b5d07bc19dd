public import Primitives

/// Which block is meant.
public enum BlockReference: Hashable, Sendable {
    /// The block committed last.
    case latest
    /// The block of this height.
    case number(BlockNumber)
    /// The block whose header has this hash.
    case hash(Hash)
}

/// What identifies a committed block and its state.
public struct BlockRecord: Hashable, Sendable {
    /// Height; the genesis block has 0.
    public let number: BlockNumber
    /// Hash of the header.
    public let hash: Hash
    /// Root of the state after the block.
    public let stateRoot: Hash

    /// A block that is known by these.
    public init(number: BlockNumber, hash: Hash, stateRoot: Hash) {
        self.number = number
        self.hash = hash
        self.stateRoot = stateRoot
    }
}

/// A committed block.
public struct StoredBlock: Equatable, Sendable {
    /// Its number, hash and state root.
    public let record: BlockRecord
    /// The encoded header.
    public let header: [UInt8]
    /// The encoded extrinsics in their order.
    public let body: [[UInt8]]

    /// A block with header and body.
    public init(record: BlockRecord, header: [UInt8], body: [[UInt8]]) {
        self.record = record
        self.header = header
        self.body = body
    }
}

/// A prepared state with everything else that its block consists of.
public struct BlockCommit: Sendable {
    /// The state after the block.
    public var state: PreparedState
    /// Hash of the header.
    public var hash: Hash
    /// The encoded header.
    public var header: [UInt8]
    /// The encoded extrinsics in their order.
    public var body: [[UInt8]]
    /// Entries of the metadata that are written in the same transaction; `nil` removes one.
    public var metadata: [String: [UInt8]?]

    /// Puts a block together.
    public init(
        state: PreparedState, hash: Hash, header: [UInt8], body: [[UInt8]], metadata: [String: [UInt8]?] = [:]
    ) {
        self.state = state
        self.hash = hash
        self.header = header
        self.body = body
        self.metadata = metadata
    }
}
