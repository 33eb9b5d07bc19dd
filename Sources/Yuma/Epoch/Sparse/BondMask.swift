extension EpochInput {
    /// Stored bonds without those to neurons that registered since the preceding epoch; `value` gives the bits of a
    /// stored number.
    func maskedBonds(registrations: [UInt64], value: (UInt16) -> Int64) -> SparseRows<Int64> {
        let since = bondsDeadline
        var capacity = 0
        for uid in 0..<count { capacity += bonds.range(ofRow: uid).count }
        var starts = [0]
        starts.reserveCapacity(count + 1)
        var columns = [UInt16](repeating: 0, count: capacity + 1)
        var values = [Int64](repeating: 0, count: capacity + 1)
        var end = 0
        do {
            let columnsIn = bonds.columns.span
            let valuesIn = bonds.values.span
            let registered = registrations.span
            var columnsOut = columns.mutableSpan
            var valuesOut = values.mutableSpan
            for uid in 0..<count {
                for index in bonds.range(ofRow: uid) {
                    let column = columnsIn[index]
                    guard Int(column) < registered.count else { continue }
                    columnsOut[end] = column
                    valuesOut[end] = value(valuesIn[index])
                    end &+= registered[Int(column)] < since ? 1 : 0
                }
                starts.append(end)
            }
        }
        columns.removeLast(columns.count - end)
        values.removeLast(values.count - end)
        return SparseRows(rowStarts: starts, columns: columns, values: values)
    }
}
