public import Primitives
public import Runtime
public import StateStore

/// What an engine decided: which extrinsics, in which order, at what time. Nothing else is up to an engine.
public struct BlockProposal: Sendable {
    /// Time of the block in milliseconds of Unix time.
    public var milliseconds: UInt64
    /// Inherents of the author other than the time, then extrinsics, in the order in which they run.
    public var extrinsics: [[UInt8]]

    public init(milliseconds: UInt64, extrinsics: [[UInt8]]) {
        self.milliseconds = milliseconds
        self.extrinsics = extrinsics
    }
}

/// A block that was executed and is not yet part of the chain. Dropping it leaves no trace.
public struct ExecutedBlock: Sendable {
    public let header: BlockHeader
    /// Name of the block.
    public let hash: Hash
    /// The extrinsics that ran, inherents first.
    public let body: [[UInt8]]
    /// Names of the extrinsics in ``body``.
    public let included: [Hash]
    /// How many of ``included`` somebody signed; the others are inherents.
    public let signedCount: Int
    /// How many of the signed ones have a call that failed.
    public let failedCount: Int
    /// Extrinsics of the proposal that could not be part of the block.
    public let rejected: [Rejection]
    /// Subnets whose epoch ran, ascending.
    public let epochs: [NetUID]
    /// How long the execution took here.
    public let times: BlockTimes
    /// The next nonce, after the block, of everybody who signed an extrinsic of the proposal.
    let nonces: [AccountID: UInt32]
    /// The writes of the block, ready to be committed.
    public let state: PreparedState

    /// An extrinsic that was left out.
    public struct Rejection: Sendable {
        public let hash: Hash
        public let reason: InvalidTransaction
    }
}
