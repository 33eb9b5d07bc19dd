/// When committed weights may be revealed, counted in epochs. Source: pallets/subtensor/src/subnets/weights.rs.
public struct RevealWindow: Hashable, Sendable {
    /// The epoch of the commit.
    public var commitEpoch: UInt64
    /// Epochs between commit and reveal.
    public var period: UInt64

    public init(commitEpoch: UInt64, period: UInt64) {
        self.commitEpoch = commitEpoch
        self.period = period
    }

    /// Whether `epoch` is the one epoch of the reveal.
    public func isOpen(in epoch: UInt64) -> Bool { epoch == revealEpoch }

    /// Whether the epoch of the reveal has passed.
    public func isExpired(in epoch: UInt64) -> Bool { epoch > revealEpoch }

    /// The epoch of the reveal.
    public var revealEpoch: UInt64 {
        let (sum, overflow) = commitEpoch.addingReportingOverflow(period)
        return overflow ? .max : sum
    }
}
