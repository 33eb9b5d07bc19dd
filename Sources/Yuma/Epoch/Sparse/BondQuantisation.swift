/// Bonds as the chain stores them, for neurons with a new permit only.
func storedBonds(_ bonds: SparseRows<Int64>, permits: [Bool]) -> SparseRows<UInt16> {
    var starts = [0]
    starts.reserveCapacity(bonds.rowStarts.count)
    var columns: [UInt16] = []
    var values: [UInt16] = []
    columns.reserveCapacity(bonds.entryCount)
    values.reserveCapacity(bonds.entryCount)
    for row in 0..<bonds.rowCount {
        if permits[row] {
            let range = bonds.range(ofRow: row)
            columns.append(contentsOf: bonds.columns[range])
            values.append(contentsOf: bonds.values[range].lazy.map { RawFixed.stored($0) })
        }
        starts.append(columns.count)
    }
    return SparseRows(rowStarts: starts, columns: columns, values: values)
}
