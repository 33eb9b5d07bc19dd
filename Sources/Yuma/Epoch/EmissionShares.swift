/// Shares of the emission, raw bits with 32 fraction bits.
struct EmissionShares {
    /// For serving.
    var server: [Int64]
    /// For validating.
    var validator: [Int64]
    /// For both.
    var combined: [Int64]

    /// Incentive and dividends over their common sum. When nobody earned anything, active stake (or, when there is none
    /// either, stake) earns it all.
    init(incentive: [Int64], dividends: [Int64], stake: [Int64], activeStake: [Int64]) {
        combined = zip(incentive, dividends).map { RawFixed.add($0, $1) }
        server = incentive
        validator = dividends
        let total = RawFixed.sum(combined)
        RawFixed.normalise(&server, by: total)
        RawFixed.normalise(&validator, by: total)
        RawFixed.normalise(&combined, by: total)
        if total == 0 {
            validator = RawFixed.sum(activeStake) == 0 ? stake : activeStake
            combined = validator
        }
    }

    /// Shares of `rao`, each rounded down; negative shares give nothing.
    static func amounts(_ shares: [Int64], of rao: UInt64) -> [UInt64] {
        shares.map { share in
            guard share > 0 else { return 0 }
            // A share is below 2³¹ and rao below 2⁶⁴, so the product of the bits is below 2¹²⁷.
            return UInt64(clamping: (UInt128(share) * UInt128(rao)) >> 32)
        }
    }
}
