public import FixedPoint

/// The exponential average of a subnet's price. Source: pallets/subtensor/src/staking/stake_utils.rs,
/// `update_moving_price`.
public struct MovingPrice: Hashable, Sendable {
    /// The weight of a new price after a long time.
    public var smoothing: I96F32
    /// After how many blocks the weight has reached half of ``smoothing``.
    public var halvingBlocks: UInt64
    /// The block from which the subnet takes part in emission; `nil` before it started.
    public var firstEmissionBlock: UInt64?

    public init(smoothing: I96F32, halvingBlocks: UInt64, firstEmissionBlock: UInt64?) {
        self.smoothing = smoothing
        self.halvingBlocks = halvingBlocks
        self.firstEmissionBlock = firstEmissionBlock
    }

    /// The average after `block`, whose price counts as at most 1.
    public func next(after moving: I96F32, price: U64F64, block: UInt64) -> I96F32 {
        let first = firstEmissionBlock ?? 0
        let start = first > 0 ? first - 1 : 0
        let age = block > start ? block - start : 0
        let (sum, overflow) = age.addingReportingOverflow(halvingBlocks)
        let maturity = U64F64(age).dividedSafely(by: U64F64(overflow ? .max : sum))
        let weight = U64F64(smoothing).multipliedSaturated(by: maturity)
        let fresh = weight.multipliedSaturated(by: min(price, .one))
        let old = U64F64.one.subtractingSaturated(weight).multipliedSaturated(by: U64F64(moving))
        return I96F32(fresh.addingSaturated(old))
    }
}
