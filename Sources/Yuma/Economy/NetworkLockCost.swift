import FixedPoint
public import Primitives

/// What a new subnet costs: twice the last price, falling in a straight line.
/// Source: pallets/subtensor/src/subnets/subnet.rs and utils/misc.rs.
public struct NetworkLockCost: Hashable, Sendable {
    /// What the last subnet cost.
    public var last: Rao
    /// The block of the last registration; 0 where there was none.
    public var lastBlock: UInt64
    /// The least price.
    public var minimum: Rao
    /// Blocks in which the price falls by ``last``, before halvings.
    public var reductionInterval: UInt64

    public init(last: Rao, lastBlock: UInt64, minimum: Rao, reductionInterval: UInt64) {
        self.last = last
        self.lastBlock = lastBlock
        self.minimum = minimum
        self.reductionInterval = reductionInterval
    }

    /// The interval shortened as block emission halves.
    public static func effectiveInterval(_ interval: UInt64, blockEmission: Rao) -> UInt64 {
        let ratio = I64F64(saturating: blockEmission.units).dividedSafely(by: I64F64(saturating: BlockEmission.initial))
        return I64F64(saturating: interval).multipliedSaturated(by: ratio).flooredUInt64
    }

    /// The price at `block`.
    public func value(at block: UInt64, blockEmission: Rao) -> Rao {
        let interval = Self.effectiveInterval(reductionInterval, blockEmission: blockEmission)
        let start = last.multipliedClamped(by: lastBlock == 0 ? 1 : 2)
        let slope = interval == 0 ? Rao.zero : Rao(last.units / interval)
        let elapsed = block > lastBlock ? block - lastBlock : 0
        return max(start.subtractingClamped(slope.multipliedClamped(by: elapsed)), minimum)
    }
}
