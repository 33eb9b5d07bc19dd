/// The rate of the bonds' moving average for one pair of validator and server: higher the further the validator's
/// weight (when it buys) or bond (when it sells) lies from what the pair agrees on.
struct LiquidAlpha {
    private let low: Int64
    private let high: Int64
    private let span: Int64
    /// Steepness of the sigmoid, negated.
    private let slope: Int64

    init(_ input: EpochInput) {
        low = RawFixed.share(input.alphaLow)
        high = RawFixed.share(input.alphaHigh)
        span = RawFixed.subtract(high, low)
        slope = RawFixed.divide(Int64(input.alphaSigmoidSteepness) << 32, by: -100 << 32)
    }

    /// The exponent of the sigmoid, limited to ±20.
    @inline(__always)
    func exponent(weight: Int64, bond: Int64, consensus: Int64) -> Int64 {
        let difference =
            weight >= bond ? RawFixed.subtract(weight, consensus) : RawFixed.subtract(bond, weight)
        return exponent(distance: min(max(difference, 0), RawFixed.one))
    }

    /// The exponent of the sigmoid for a distance in 0 … 1, limited to ±20.
    @inline(__always)
    func exponent(distance: Int64) -> Int64 {
        min(max(RawFixed.multiply(slope, distance - RawFixed.half), -20 << 32), 20 << 32)
    }

    /// The rate, from the exponential of the exponent.
    @inline(__always)
    func rate(exponential: Int64) -> Int64 {
        let sigmoid = RawExponential.inverse(of: RawFixed.one &+ exponential)
        return min(max(RawFixed.add(low, RawFixed.multiply(sigmoid, span)), low), high)
    }

    /// The rate of a single pair.
    func rate(weight: Int64, bond: Int64, consensus: Int64) -> Int64 {
        rate(exponential: RawExponential.value(of: exponent(weight: weight, bond: bond, consensus: consensus)))
    }
}

extension EpochInput {
    /// The consensus that liquid alpha compares weights with, by UID.
    /// - Parameter own: the consensus of this epoch.
    func comparedConsensus(own: [Int64]) -> [Int64] {
        guard let liquidConsensus else { return own }
        return own.indices.map { uid in
            uid < liquidConsensus.count ? RawFixed.share(liquidConsensus[uid]) : 0
        }
    }
}
