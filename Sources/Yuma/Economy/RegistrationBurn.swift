public import FixedPoint
public import Primitives

/// The price of registering a neuron: it decays with every block and jumps with every registration.
/// Source: pallets/subtensor/src/subnets/registration.rs.
public struct RegistrationBurn: Hashable, Sendable {
    /// The price never falls below this, except where the maximum is smaller.
    public var minimum: Rao
    /// The price never rises above this.
    public var maximum: Rao
    /// Blocks in which the price halves; 0 stops the decay.
    public var halfLife: UInt16
    /// The factor of a registration; below 1 counts as 1.
    public var increase: U64F64

    public init(minimum: Rao, maximum: Rao, halfLife: UInt16, increase: U64F64) {
        self.minimum = minimum
        self.maximum = maximum
        self.halfLife = halfLife
        self.increase = increase
    }

    /// The price after the decay of `block`; none happens before block 2.
    public func decayed(_ burn: Rao, in block: UInt64) -> Rao {
        guard halfLife != 0, block > 1 else { return clamped(burn) }
        return clamped(Rao(Q32.product(burn.units, Self.decayFactor(halfLife: halfLife))))
    }

    /// The price after a registration.
    public func increased(_ burn: Rao) -> Rao {
        clamped(Rao(U64F64(burn.units).multipliedSaturated(by: max(increase, .one)).flooredUInt64))
    }

    private func clamped(_ burn: Rao) -> Rao { min(max(burn, minimum), maximum) }

    /// The factor per block in parts of 2³²: the largest whose `halfLife`-th power is at most one half.
    public static func decayFactor(halfLife: UInt16) -> UInt64 {
        guard halfLife != 0 else { return Q32.one }
        var low: UInt64 = 0
        var high = Q32.one
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if Q32.power(middle, UInt64(halfLife)) > Q32.one / 2 { high = middle } else { low = middle }
        }
        return low
    }
}
