/// The weights that buy bonds: without penalty all of a weight, with full penalty what consensus leaves of it,
/// in between a mix. The mix is ordered by UID and keeps positive values only.
func weightsForBonds(
    _ weights: SparseRows<Int64>, clipped: SparseRows<Int64>, consensus: [Int64], penalty: UInt16
) -> SparseRows<Int64> {
    let fraction = RawFixed.share(penalty)
    if fraction == 0 { return weights }
    if fraction == RawFixed.one { return clipped }
    var mixed = SparseRows<Int64>(capacity: weights.entryCount)
    for row in 0..<weights.rowCount {
        let range = weights.range(ofRow: row)
        let order = ascendingOrder(of: range, in: weights.columns)
        for index in range {
            let position = order?[index - range.lowerBound] ?? index
            // Of entries for the same server the last one counts; a stable order puts it before a larger UID.
            if let order, index + 1 < range.upperBound,
                weights.columns[order[index + 1 - range.lowerBound]] == weights.columns[position]
            {
                continue
            }
            let value = weights.values[position]
            let column = weights.columns[position]
            let cut = RawFixed.subtract(min(value, consensus[Int(column)]), value)
            let mix = RawFixed.add(value, RawFixed.multiply(fraction, cut))
            if mix > 0 { mixed.append(mix, to: column) }
        }
        mixed.endRow()
    }
    return mixed
}

/// The positions of a row's entries by rising UID, equal UIDs as stored; `nil` when the row rises strictly already.
func ascendingOrder(of range: Range<Int>, in columns: [UInt16]) -> [Int]? {
    if isAscending(range, in: columns.span) { return nil }
    return range.sorted { (columns[$0], $0) < (columns[$1], $1) }
}

/// Whether every entry of a row points to a larger UID than the one before.
@inline(__always)
func isAscending(_ range: Range<Int>, in columns: Span<UInt16>) -> Bool {
    var last = -1
    for index in range {
        let column = Int(columns[index])
        guard column > last else { return false }
        last = column
    }
    return true
}
