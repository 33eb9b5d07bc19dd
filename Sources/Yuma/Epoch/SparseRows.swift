/// A sparse matrix, one row per UID, in compressed form: the entries of row `i` stand at
/// `rowStarts[i]..<rowStarts[i + 1]` of `columns` and `values`, in the order in which they were stored.
///
/// The three arrays can only grow together, so they always agree: no reader has to check them.
public struct SparseRows<Value: Sendable>: Sendable {
    /// Where each row begins; one element more than there are rows, the last being the number of entries.
    public private(set) var rowStarts: [Int]
    /// The UID that each entry points to.
    public private(set) var columns: [UInt16]
    /// The value of each entry.
    public private(set) var values: [Value]

    /// A matrix without rows, with room for `capacity` entries.
    public init(capacity: Int = 0) {
        rowStarts = [0]
        columns = []
        values = []
        columns.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
    }

    /// A matrix of the given rows; the order of the entries is kept.
    public init(_ rows: [[(uid: UInt16, value: Value)]]) {
        self.init(capacity: rows.reduce(0) { $0 + $1.count })
        for row in rows {
            for entry in row { append(entry.value, to: entry.uid) }
            endRow()
        }
    }

    /// Takes over arrays that the caller has filled consistently.
    init(rowStarts: [Int], columns: [UInt16], values: [Value]) {
        precondition(columns.count == values.count && rowStarts.last == columns.count, "rows and entries agree")
        self.rowStarts = rowStarts
        self.columns = columns
        self.values = values
    }

    /// Number of finished rows.
    public var rowCount: Int { rowStarts.count - 1 }

    /// Number of entries of all rows.
    public var entryCount: Int { columns.count }

    /// Adds an entry to the row under construction.
    public mutating func append(_ value: Value, to uid: UInt16) {
        columns.append(uid)
        values.append(value)
    }

    /// Finishes the row under construction and begins the next one.
    public mutating func endRow() { rowStarts.append(columns.count) }

    /// Where the entries of a row stand; empty for a row that does not exist.
    public func range(ofRow row: Int) -> Range<Int> {
        row >= 0 && row < rowCount ? rowStarts[row]..<rowStarts[row + 1] : 0..<0
    }

    /// The entries of a row as pairs; empty for a row that does not exist.
    public func row(_ row: Int) -> [(uid: UInt16, value: Value)] {
        range(ofRow: row).map { (columns[$0], values[$0]) }
    }

    /// Adds entries from a part of two buffers to the row under construction.
    mutating func append(
        contentsOf columns: borrowing FixedBuffer<UInt16>, _ values: borrowing FixedBuffer<Value>, _ range: Range<Int>
    ) where Value: BitwiseCopyable {
        columns.append(range, to: &self.columns)
        values.append(range, to: &self.values)
    }

    /// Replaces all values in place; the number of values cannot change.
    mutating func updateValues(_ body: (inout MutableSpan<Value>) -> Void) {
        var span = values.mutableSpan
        body(&span)
    }
}

extension SparseRows: Equatable where Value: Equatable {}
