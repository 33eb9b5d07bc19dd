/// Moving average of bonds with one rate for all pairs: `rate` of the new ones and the rest of the old ones. Rows come
/// out by rising UID with positive values only.
func averagedBonds(new: SparseRows<Int64>, old: SparseRows<Int64>, rate: Int64, count: Int) -> SparseRows<Int64> {
    let rest = RawFixed.subtract(RawFixed.one, rate)
    let capacity = new.entryCount + old.entryCount + 1
    var columns = [UInt16](repeating: 0, count: capacity)
    var values = [Int64](repeating: 0, count: capacity)
    var starts = [0]
    starts.reserveCapacity(count + 1)
    var row = [Int64](repeating: 0, count: count)
    var end = 0
    for uid in 0..<count {
        let newRange = new.range(ofRow: uid)
        let oldRange = old.range(ofRow: uid)
        let entries = newRange.count + oldRange.count
        if entries > 0 {
            scatter(new, newRange, times: rate, into: &row)
            scatter(old, oldRange, times: rest, into: &row)
            if entries * 8 >= count {
                end = gatherAll(from: &row, at: end, &columns, &values)
            } else {
                // Few entries: visiting them in order is less work than sweeping over all UIDs.
                let touched = (new.columns[newRange] + old.columns[oldRange]).sorted()
                end = gather(touched, from: &row, at: end, &columns, &values)
            }
        }
        starts.append(end)
    }
    columns.removeLast(capacity - end)
    values.removeLast(capacity - end)
    return SparseRows(rowStarts: starts, columns: columns, values: values)
}

/// Adds the products of a row's entries with a factor to a row that holds an element for every UID.
private func scatter(_ rows: SparseRows<Int64>, _ range: Range<Int>, times factor: Int64, into row: inout [Int64]) {
    let columns = rows.columns.span
    let values = rows.values.span
    var sums = row.mutableSpan
    for index in range {
        let column = Int(columns[index])
        sums[column] = RawFixed.add(sums[column], RawFixed.multiply(factor, values[index]))
    }
}

/// Moves all positive elements of a row behind the entries found so far, and clears the row; returns the new end.
private func gatherAll(
    from row: inout [Int64], at start: Int, _ columns: inout [UInt16], _ values: inout [Int64]
) -> Int {
    var sums = row.mutableSpan
    var columnsOut = columns.mutableSpan
    var valuesOut = values.mutableSpan
    var end = start
    for column in sums.indices {
        let value = sums[column]
        sums[column] = 0
        columnsOut[end] = UInt16(truncatingIfNeeded: column)
        valuesOut[end] = value
        end &+= value > 0 ? 1 : 0
    }
    return end
}

/// The same for the elements that `touched` names in rising order; a name may stand twice, its element is then 0.
private func gather(
    _ touched: [UInt16], from row: inout [Int64], at start: Int, _ columns: inout [UInt16], _ values: inout [Int64]
) -> Int {
    var end = start
    for column in touched {
        let value = row[Int(column)]
        row[Int(column)] = 0
        columns[end] = column
        values[end] = value
        end += value > 0 ? 1 : 0
    }
    return end
}
