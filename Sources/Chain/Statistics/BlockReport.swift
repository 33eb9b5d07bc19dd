public import Primitives

/// What a committed block was and what it took, for whoever watches the node.
public struct BlockReport: Sendable {
    /// Height of the block.
    public let number: BlockNumber
    /// Name of the block.
    public let hash: Hash
    /// Signed extrinsics in it.
    public let signedCount: Int
    /// Those of them whose call failed.
    public let failedCount: Int
    /// Extrinsics of the proposal that were left out.
    public let rejectedCount: Int
    /// Subnets whose epoch ran in it.
    public let epochs: [NetUID]
    /// How long it took.
    public let times: BlockTimes

    init(_ block: ExecutedBlock, commit: Duration) {
        number = block.header.number
        hash = block.hash
        signedCount = block.signedCount
        failedCount = block.failedCount
        rejectedCount = block.rejected.count
        epochs = block.epochs
        var times = block.times
        times.commit = commit
        self.times = times
    }
}
