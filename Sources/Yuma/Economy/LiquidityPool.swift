public import FixedPoint
public import Primitives

/// The reserves of a subnet's automated market maker, a weighted pool ("balancer") of alpha and TAO.
///
/// With x alpha, y TAO and weights w₁ + w₂ = 1 a trade keeps x^w₁ · y^w₂ constant. Equal weights give the constant
/// product.
/// Source: pallets/swap/src/pallet/balancer.rs.
public struct LiquidityPool: Hashable, Sendable {
    /// The reserve of alpha, x.
    public var alpha: Alpha
    /// The reserve of TAO, y.
    public var tao: Rao
    /// The weight of TAO, w₂.
    public var quoteWeight: Perquintill
    /// Whether the subnet has mechanism 0, whose price is always 1.
    public var isStable: Bool

    public init(alpha: Alpha, tao: Rao, quoteWeight: Perquintill = .half, isStable: Bool = false) {
        self.alpha = alpha
        self.tao = tao
        self.quoteWeight = quoteWeight
        self.isStable = isStable
    }

    /// The weight of alpha, w₁.
    public var baseWeight: Perquintill { quoteWeight.complement }

    /// TAO for one alpha by the weighted reserves: w₁/w₂ · y/x; 0 without alpha.
    public var weightedPrice: U64F64 {
        guard !alpha.isZero else { return .zero }
        let weights = U64F64(baseWeight.parts).dividedSafely(by: U64F64(quoteWeight.parts))
        let reserves = U64F64(tao.units).dividedSafely(by: U64F64(alpha.units))
        return weights.multipliedSaturated(by: reserves)
    }

    /// TAO for one alpha: 1 for a stable pool, else ``weightedPrice``.
    public var price: U64F64 { isStable ? .one : weightedPrice }

    /// (x / (x + added))^(w₁/w₂): what remains of the TAO reserve, as a share, after a sale of `added` alpha.
    public func quoteRemainder(afterAdding added: Alpha) -> U64F64 {
        remainder(of: alpha.units, sum: alpha.addingClamped(added).units, baseWeight, quoteWeight)
    }

    /// (y / (y + added))^(w₂/w₁): what remains of the alpha reserve, as a share, after a purchase with `added` TAO.
    public func baseRemainder(afterAdding added: Rao) -> U64F64 {
        remainder(of: tao.units, sum: tao.addingClamped(added).units, quoteWeight, baseWeight)
    }

    /// The TAO that lifts a price of `current` to `target`; 0 where `target` is not above.
    public func taoNeeded(toMove current: U64F64, to target: U64F64) -> Rao {
        Rao(needed(tao.units, ratio: target, over: current, weight: baseWeight))
    }

    /// The alpha that lowers a price of `current` to `target`; 0 where `target` is not below.
    public func alphaNeeded(toMove current: U64F64, to target: U64F64) -> Alpha {
        Alpha(needed(alpha.units, ratio: current, over: target, weight: quoteWeight))
    }

    /// The alpha to sell for `out` TAO, without fee; 0 where the reserve does not exceed `out`.
    public func alphaNeeded(forReceiving out: Rao) -> Alpha {
        let rest = tao.subtractingClamped(out)
        guard !rest.isZero else { return .zero }
        let growth = Self.power(tao.units, over: rest.units, quoteWeight, baseWeight)
        let factor = U64F64(bits: (UInt128(growth) << 64) / UInt128(Perquintill.whole)).subtractingSaturated(.one)
        return Alpha(U64F64(alpha.units).multipliedSaturated(by: factor).flooredUInt64)
    }

    private func remainder(of reserve: UInt64, sum: UInt64, _ top: Perquintill, _ bottom: Perquintill) -> U64F64 {
        guard sum != 0 else { return .zero }
        let power = Self.power(reserve, over: sum, top, bottom)
        return min(U64F64(bits: (UInt128(power) << 64) / UInt128(Perquintill.whole)), .one)
    }

    /// (numerator/denominator)^(top/bottom) in parts of 10¹⁸; 0 where it does not exist or fit.
    private static func power(
        _ numerator: UInt64, over denominator: UInt64, _ top: Perquintill, _ bottom: Perquintill
    ) -> UInt64 {
        let power = ScaledPower.value(
            of: .init(numerator, over: denominator), to: .init(top.parts, over: bottom.parts),
            precision: 256, scale: BigInteger(Perquintill.whole))
        return power?.exactly() ?? 0
    }

    private func needed(_ reserve: UInt64, ratio: U64F64, over divisor: U64F64, weight: Perquintill) -> UInt64 {
        let power = ScaledPower.value(
            of: .init(ratio.bits, over: divisor.bits), to: .init(weight.parts, over: Perquintill.whole),
            precision: 1024, scale: BigInteger(Perquintill.whole))
        guard let power else { return 0 }
        let growth = U64F64(bits: (UInt128(power.clamped(to: UInt64.self)) << 64) / UInt128(Perquintill.whole))
        return U64F64(reserve).multipliedSaturated(by: growth.subtractingSaturated(.one)).flooredUInt64
    }
}
