extension EpochInput {
    /// The weights that count, each row normalised: those of permitted validators, none on oneself (but for the owner),
    /// none that is older than the registration of its target, with commit-reveal none whose commit is older either.
    func maskedWeights(permits: [Bool], registrations: [UInt64]) -> SparseRows<Int64> {
        var starts = [0]
        starts.reserveCapacity(count + 1)
        var capacity = 0
        for uid in 0..<count where permits[uid] { capacity += weights.range(ofRow: uid).count }
        // One element more: the loop below writes an entry before it knows whether the entry stays.
        var columns = [UInt16](repeating: 0, count: capacity + 1)
        var values = [Int64](repeating: 0, count: capacity + 1)
        var end = 0
        for uid in 0..<count {
            if permits[uid] {
                let start = end
                end = appendWeights(of: uid, registrations, at: start, &columns, &values)
                Self.normaliseRow(&values, start..<end)
            }
            starts.append(end)
        }
        columns.removeLast(columns.count - end)
        values.removeLast(values.count - end)
        return SparseRows(rowStarts: starts, columns: columns, values: values)
    }

    /// Writes the entries of a row that pass the masks, values as integers; returns where they end.
    private func appendWeights(
        of uid: Int, _ registrations: [UInt64], at start: Int, _ columns: inout [UInt16], _ values: inout [Int64]
    ) -> Int {
        let limit = registrationLimit(of: uid)
        let own = ownerUID.map { Int($0) } == uid ? Int.max : uid
        let range = weights.range(ofRow: uid)
        let storedColumns = weights.columns.span
        let storedValues = weights.values.span
        var columnsOut = columns.mutableSpan
        var valuesOut = values.mutableSpan
        let registered = registrations.span
        var end = start
        for index in range {
            let target = Int(storedColumns[index])
            guard target < registered.count else { continue }
            columnsOut[end] = storedColumns[index]
            valuesOut[end] = Int64(storedValues[index])
            end &+= registered[target] < limit && target != own ? 1 : 0
        }
        return end
    }

    /// Turns integers into fractions of their sum.
    private static func normaliseRow(_ values: inout [Int64], _ range: Range<Int>) {
        var row = values.mutableSpan
        var sum: Int64 = 0
        for index in range { sum &+= row[index] }
        // Numerator and denominator have the same 32 fraction bits, which cancel as long as the sum's bits do not wrap.
        if sum <= Int64(Int32.max) {
            let divider = FixedDivider(sum)
            for index in range { row[index] = divider.quotient(of: row[index]) }
        } else {
            let divider = FixedDivider(sum << 32)
            for index in range { row[index] = divider.quotient(of: row[index] << 32) }
        }
    }
}
