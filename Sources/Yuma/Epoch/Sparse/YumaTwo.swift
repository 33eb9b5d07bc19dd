/// What the bonds of an epoch yield.
struct BondResult {
    /// Share of the validators' reward, raw bits with 32 fraction bits.
    var dividends: [Int64]
    /// The bonds to store, raw bits with 32 fraction bits.
    var bonds: SparseRows<Int64>
}

/// Yuma 2: a validator buys bonds with stake times weight; every server's bonds are shares of 1, in the sale, in the
/// moving average and in the sum that pays dividends.
func yumaTwoBonds(
    _ input: EpochInput, weights: SparseRows<Int64>, activeStake: [Int64], incentive: [Int64],
    registrations: [UInt64], trace: inout EpochTrace?
) -> BondResult {
    let count = activeStake.count
    var old = input.maskedBonds(registrations: registrations) { Int64($0) << 32 }
    normaliseColumns(&old, count: count)
    trace?.bondsMasked = old

    var delta = stakedRows(weights, stake: activeStake)
    trace?.bondsDelta = delta
    normaliseColumns(&delta, count: count)
    trace?.bondsDeltaNormalised = delta

    var bonds = averagedBonds(new: delta, old: old, rate: input.bondsRate, count: count)
    normaliseColumns(&bonds, count: count)
    trace?.bondsAveragedNormalised = bonds
    var dividends = rowProducts(bonds, with: incentive)
    RawFixed.normalise(&dividends)
    scaleColumnsToMaximum(&bonds, count: count)
    return BondResult(dividends: dividends, bonds: bonds)
}

/// Every row times its validator's stake.
private func stakedRows(_ weights: SparseRows<Int64>, stake: [Int64]) -> SparseRows<Int64> {
    var rows = weights
    rows.updateValues { values in
        for row in 0..<weights.rowCount {
            let factor = stake[row]
            for index in weights.rowStarts[row]..<weights.rowStarts[row + 1] {
                values[index] = RawFixed.multiply(values[index], factor)
            }
        }
    }
    return rows
}
