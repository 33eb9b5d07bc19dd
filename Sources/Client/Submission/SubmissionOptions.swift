public import Primitives

/// How a call is signed, and how long its submission is followed.
public struct SubmissionOptions: Sendable, Equatable {
    /// What submission waits for.
    public enum Goal: Sendable, Equatable {
        /// The extrinsic is in a block.
        case inclusion
        /// Its block can not be undone any more.
        case finalization
    }

    /// The nonce; by default the account's next one, counting what this client has on its way.
    public var nonce: UInt32?
    /// Rao for the block's author beyond the fee.
    public var tip: Rao
    /// Blocks in which the extrinsic is valid, from the newest finalized one on; `nil` for ever.
    public var eraBlocks: UInt64?
    /// What to wait for.
    public var goal: Goal
    /// How long to wait for it.
    public var timeout: Duration

    /// The defaults of the official clients: an era of 128 blocks, no tip; two minutes until inclusion.
    public init(
        nonce: UInt32? = nil, tip: Rao = .zero, eraBlocks: UInt64? = 128, goal: Goal = .inclusion,
        timeout: Duration = .seconds(120)
    ) {
        self.nonce = nonce
        self.tip = tip
        self.eraBlocks = eraBlocks
        self.goal = goal
        self.timeout = timeout
    }
}
