/// Weights cut to consensus; an entry that consensus cuts to 0 is dropped.
func clippedWeights(_ weights: SparseRows<Int64>, consensus: [Int64]) -> SparseRows<Int64> {
    var starts = [0]
    starts.reserveCapacity(weights.rowStarts.count)
    var columns = [UInt16](repeating: 0, count: weights.entryCount + 1)
    var values = [Int64](repeating: 0, count: weights.entryCount + 1)
    var end = 0
    do {
        let columnsIn = weights.columns.span
        let valuesIn = weights.values.span
        let limits = consensus.span
        var columnsOut = columns.mutableSpan
        var valuesOut = values.mutableSpan
        for row in 0..<weights.rowCount {
            for index in weights.rowStarts[row]..<weights.rowStarts[row + 1] {
                let column = columnsIn[index]
                let limit = limits[Int(column)]
                let value = valuesIn[index]
                columnsOut[end] = column
                valuesOut[end] = min(value, limit)
                // A consensus of 0 is rare, a weight above consensus is not: this order of tests can be predicted.
                end &+= limit != 0 || value <= 0 ? 1 : 0
            }
            starts.append(end)
        }
    }
    columns.removeLast(columns.count - end)
    values.removeLast(values.count - end)
    return SparseRows(rowStarts: starts, columns: columns, values: values)
}

/// Sum of every row; wraps.
func rowSums(_ rows: SparseRows<Int64>) -> [Int64] {
    let values = rows.values.span
    return (0..<rows.rowCount).map { row in
        var sum: Int64 = 0
        for index in rows.rowStarts[row]..<rows.rowStarts[row + 1] { sum &+= values[index] }
        return sum
    }
}

/// Stake behind every server: the clipped weights times the validators' active stake, summed over validators.
func ranks(_ clipped: SparseRows<Int64>, activeStake: [Int64]) -> [Int64] {
    var ranks = [Int64](repeating: 0, count: activeStake.count)
    var sums = ranks.mutableSpan
    let columns = clipped.columns.span
    let values = clipped.values.span
    for row in 0..<clipped.rowCount {
        let stake = activeStake[row]
        for index in clipped.rowStarts[row]..<clipped.rowStarts[row + 1] {
            let column = Int(columns[index])
            sums[column] = RawFixed.add(sums[column], RawFixed.multiply(stake, values[index]))
        }
    }
    return ranks
}
