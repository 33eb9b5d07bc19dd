/// Yuma 3: a bond is the moving average of the weights themselves, whatever others do; dividends count each server's
/// bonds as shares of 1 and the validator's stake.
func yumaThreeBonds(
    _ input: EpochInput, weights: SparseRows<Int64>, consensus: [Int64], activeStake: [Int64], incentive: [Int64],
    registrations: [UInt64], trace: inout EpochTrace?
) -> BondResult {
    let count = activeStake.count
    let old = input.maskedBonds(registrations: registrations) { RawFixed.share($0) }
    trace?.bondsMasked = old
    let bonds: SparseRows<Int64>
    let compared = input.comparedConsensus(own: consensus)
    if input.liquidAlpha && compared.contains(where: { $0 != 0 }) {
        let rates = LiquidAlpha(input)
        bonds = liquidBonds(new: weights, old: old, consensus: compared, rates: rates)
        if trace != nil && count <= EpochTrace.alphaLimit {
            trace?.alphas = allAlphas(weights, old, consensus: compared, rates: rates)
        }
    } else {
        bonds = averagedBonds(new: weights, old: old, rate: input.bondsRate, count: count)
    }
    trace?.bondsAveraged = bonds
    var shares = bonds
    normaliseColumns(&shares, count: count)
    trace?.bondsAveragedNormalised = shares
    let totals = rowProducts(shares, with: incentive)
    trace?.totalBonds = totals
    var dividends = zip(activeStake, totals).map { RawFixed.multiply($0, $1) }
    RawFixed.normalise(&dividends)
    return BondResult(dividends: dividends, bonds: bonds)
}

/// The rates of all pairs, row by row; only a trace asks for those that no bond uses.
private func allAlphas(
    _ weights: SparseRows<Int64>, _ bonds: SparseRows<Int64>, consensus: [Int64], rates: LiquidAlpha
) -> [Int64] {
    let count = consensus.count
    var alphas: [Int64] = []
    alphas.reserveCapacity(count * count)
    for row in 0..<count {
        var seenWeights = [Int64](repeating: 0, count: count)
        var seenBonds = seenWeights
        markSeen(weights, weights.range(ofRow: row), in: &seenWeights)
        markSeen(bonds, bonds.range(ofRow: row), in: &seenBonds)
        for column in 0..<count {
            alphas.append(
                rates.rate(weight: seenWeights[column], bond: seenBonds[column], consensus: consensus[column]))
        }
    }
    return alphas
}
