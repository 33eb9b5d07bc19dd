/// Divides every column by its sum; leaves a column whose sum is 0.
func normaliseColumns(_ rows: inout SparseRows<Int64>, count: Int) {
    var sums = [Int64](repeating: 0, count: count)
    do {
        var sumsOut = sums.mutableSpan
        let columns = rows.columns.span
        let values = rows.values.span
        for index in columns.indices { sumsOut[Int(columns[index])] &+= values[index] }
    }
    divideColumns(&rows, by: sums)
}

/// Divides every column by its greatest element; leaves a column that holds none above 0.
func scaleColumnsToMaximum(_ rows: inout SparseRows<Int64>, count: Int) {
    var greatest = [Int64](repeating: 0, count: count)
    do {
        var greatestOut = greatest.mutableSpan
        let columns = rows.columns.span
        let values = rows.values.span
        for index in columns.indices {
            let column = Int(columns[index])
            greatestOut[column] = max(greatestOut[column], values[index])
        }
    }
    divideColumns(&rows, by: greatest)
}

/// Divides every column by a number of its own; 0 leaves it.
func divideColumns(_ rows: inout SparseRows<Int64>, by divisors: [Int64]) {
    let dividers = divisors.map { FixedDivider($0) }
    let columns = rows.columns
    rows.updateValues { values in
        let columns = columns.span
        let dividers = dividers.span
        for index in columns.indices { values[index] = dividers[Int(columns[index])].quotient(of: values[index]) }
    }
}

/// Products with one factor per column, summed by row; saturates.
func rowProducts(_ rows: SparseRows<Int64>, with factors: [Int64]) -> [Int64] {
    let columns = rows.columns.span
    let values = rows.values.span
    let factors = factors.span
    return (0..<rows.rowCount).map { row in
        var sum: Int64 = 0
        for index in rows.rowStarts[row]..<rows.rowStarts[row + 1] {
            sum = RawFixed.add(sum, RawFixed.multiply(factors[Int(columns[index])], values[index]))
        }
        return sum
    }
}
