public import FixedPoint
public import Primitives

extension LiquidityPool {
    /// No weight may fall below one hundredth.
    static let weightMinimum = Perquintill(parts: Perquintill.whole / 100)

    /// The weight of TAO that keeps the price when both reserves grow; `nil` where a weight would leave [0.01, 0.99].
    /// The reserves themselves are left to the caller. Source: balancer.rs, `update_weights_for_added_liquidity`.
    public func quoteWeight(afterAdding alphaDelta: Alpha, _ taoDelta: Rao) -> Perquintill? {
        let base = Self.product(tao.units, alpha.units, plus: alphaDelta.units)
        let quote = Self.product(alpha.units, tao.units, plus: taoDelta.units)
        let baseShare = baseWeight.rounded(of: base)
        let quoteShare = quoteWeight.rounded(of: quote)
        let (sum, overflow) = baseShare.addingReportingOverflow(quoteShare)
        let total = overflow ? .max : sum
        let weight = total == 0 ? Perquintill.half : Perquintill(quoteShare, over: total)
        return Self.isInRange(weight) ? weight : nil
    }

    /// The weight of TAO of a new pool whose price shall be `price` (equal weights without one); `nil` where a weight
    /// would leave [0.01, 0.99] or the pool is empty.
    /// Source: pallets/swap/src/pallet/impls.rs, `maybe_initialize_palswap`.
    public static func initialQuoteWeight(alpha: Alpha, tao: Rao, price: U64F64?) -> Perquintill? {
        guard let price else { return .half }
        let whole = UInt128(price.flooredUInt64) * UInt128(alpha.units)
        let part = U64F64(alpha.units).multipliedSaturated(by: price.fraction).flooredUInt64
        let value = UInt256(whole).addingSaturated(UInt256(UInt128(part) + UInt128(tao.units))).clampedToUInt128
        guard value != 0 else { return nil }
        let weight = Perquintill(UInt128(tao.units), over: value)
        return isInRange(weight) ? weight : nil
    }

    private static func isInRange(_ weight: Perquintill) -> Bool {
        weight >= weightMinimum && weight.complement >= weightMinimum
    }

    /// a · (b + c), at most 2¹²⁸-1.
    private static func product(_ first: UInt64, _ second: UInt64, plus delta: UInt64) -> UInt128 {
        UInt256(product: UInt128(first), UInt128(second) + UInt128(delta)).clampedToUInt128
    }
}

extension LiquidityPool {
    /// The median of the prices that are not 0, or 1 without any; for an even number the mean of the two in the middle.
    /// Source: pallets/subtensor/src/subnets/subnet.rs, the price of a new pool.
    public static func medianPrice(of pools: [LiquidityPool]) -> U64F64 {
        let prices = pools.map(\.price).filter { !$0.isZero }.sorted()
        guard !prices.isEmpty else { return .one }
        let upper = prices[prices.count / 2]
        guard prices.count.isMultiple(of: 2) else { return upper }
        return prices[prices.count / 2 - 1].addingSaturated(upper).dividedSafely(by: U64F64(2))
    }
}
