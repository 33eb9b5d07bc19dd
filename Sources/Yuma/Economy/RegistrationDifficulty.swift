public import FixedPoint
import Primitives

/// The difficulty of registering a neuron by proof of work. It follows the price of a registration: it decays with
/// every block and jumps with every registration by proof of work, at the price's half-life and by its factor.
///
/// Source: the hyper-parameters `burn_half_life`, `burn_increase_mult`, `min_difficulty` and `max_difficulty` as SDK
/// 11.3.0 describes them, and its `pow_registration.effective_difficulty`; main network since spec 475.
public struct RegistrationDifficulty: Hashable, Sendable {
    /// The difficulty never falls below this, nor below 1.
    public var minimum: UInt64
    /// The difficulty never rises above this, except where the minimum is larger.
    public var maximum: UInt64
    /// Blocks in which the difficulty halves; 0 stops the decay.
    public var halfLife: UInt16
    /// The factor of a registration; below 1 counts as 1.
    public var increase: U64F64

    public init(minimum: UInt64, maximum: UInt64, halfLife: UInt16, increase: U64F64) {
        self.minimum = minimum
        self.maximum = maximum
        self.halfLife = halfLife
        self.increase = increase
    }

    /// What a proof has to meet where `difficulty` is stored: within the bounds.
    public func effective(_ difficulty: UInt64) -> UInt64 {
        RegistrationTarget.effectiveDifficulty(difficulty, minimum: minimum, maximum: maximum)
    }

    /// The difficulty after the decay of `block`; none happens before block 2.
    public func decayed(_ difficulty: UInt64, in block: UInt64) -> UInt64 {
        guard halfLife != 0, block > 1 else { return effective(difficulty) }
        return effective(Q32.product(difficulty, RegistrationBurn.decayFactor(halfLife: halfLife)))
    }

    /// The difficulty after a registration by proof of work.
    public func increased(_ difficulty: UInt64) -> UInt64 {
        effective(U64F64(effective(difficulty)).multipliedSaturated(by: max(increase, .one)).flooredUInt64)
    }
}
