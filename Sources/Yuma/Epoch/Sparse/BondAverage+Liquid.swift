/// Moving average of bonds with a rate for every pair, over the entries of the new rows and in their order: an old bond
/// without a new weight vanishes. Values are limited to 1, positive ones kept.
func liquidBonds(
    new: SparseRows<Int64>, old: SparseRows<Int64>, consensus: [Int64], rates: LiquidAlpha
) -> SparseRows<Int64> {
    var result = SparseRows<Int64>(capacity: new.entryCount)
    var bonds = [Int64](repeating: 0, count: consensus.count)
    var seenBonds = bonds
    var seenWeights = bonds
    for uid in 0..<consensus.count {
        let newRange = new.range(ofRow: uid)
        let oldRange = old.range(ofRow: uid)
        if !newRange.isEmpty {
            for index in oldRange { bonds[Int(old.columns[index])] = old.values[index] }
            markSeen(old, oldRange, in: &seenBonds)
            markSeen(new, newRange, in: &seenWeights)
            for index in newRange {
                let column = Int(new.columns[index])
                let rate = rates.rate(
                    weight: seenWeights[column], bond: seenBonds[column], consensus: consensus[column])
                let rest = RawFixed.multiply(RawFixed.subtract(RawFixed.one, rate), bonds[column])
                let bought = max(RawFixed.multiply(rate, new.values[index]), 0)
                let bond = min(RawFixed.add(rest, bought), RawFixed.one)
                if bond > 0 { result.append(bond, to: new.columns[index]) }
            }
            for index in oldRange {
                bonds[Int(old.columns[index])] = 0
                seenBonds[Int(old.columns[index])] = 0
            }
            for index in newRange { seenWeights[Int(new.columns[index])] = 0 }
        }
        result.endRow()
    }
    return result
}

/// Spreads a row over all UIDs as the chain's walk sees it: the walk only goes forward, so an entry that comes after a
/// larger (or the same) UID is not seen.
func markSeen(_ rows: SparseRows<Int64>, _ range: Range<Int>, in seen: inout [Int64]) {
    var last = -1
    for index in range {
        let column = Int(rows.columns[index])
        if column > last { seen[column] = rows.values[index] }
        last = max(last, column)
    }
}
