/// Weights and bonds after their masks, server by server: the numbers of all lines (neurons that hold weights or bonds)
/// for one server stand side by side, because nearly every step after the masks works on one server at a time.
///
/// Only states as chains hold them have this form; for others, and for those with few entries, there is none, and the
/// steps over sparse rows do the work. In this form every share lies in 0 … 1, so nothing saturates or wraps.
struct DenseColumns: ~Copyable {
    /// Number of servers.
    let count: Int
    /// The UID of every line.
    let lines: [Int]
    /// Stored weights that count, at `server * lines.count + line`.
    let weights: FixedBuffer<UInt16>
    /// Stored bonds that count, likewise.
    let bonds: FixedBuffer<UInt16>
    /// Divides a line's weights by their sum.
    let dividers: FixedBuffer<FixedDivider>

    /// The columns of an input; `nil` when it has no such form.
    static func of(_ input: EpochInput, permits: [Bool], registrations: [UInt64]) -> DenseColumns? {
        let shape = DenseShape(input, permits: permits)
        guard shape.isDense, input.hasRegularParameters else { return nil }
        let columns = DenseColumns(count: input.count, lines: shape.lines)
        guard columns.load(input, permits, registrations) else { return nil }
        return columns
    }

    private init(count: Int, lines: [Int]) {
        self.count = count
        self.lines = lines
        weights = FixedBuffer(repeating: 0, count: count * lines.count)
        bonds = FixedBuffer(repeating: 0, count: count * lines.count)
        dividers = FixedBuffer(repeating: FixedDivider(0), count: lines.count)
    }

    /// Masks and spreads all rows; says whether they allow it.
    private func load(_ input: EpochInput, _ permits: [Bool], _ registrations: [UInt64]) -> Bool {
        let width = lines.count
        let ordered = input.yuma3 && input.liquidAlpha
        let deadline = input.bondsDeadline
        for (line, uid) in lines.enumerated() {
            if permits[uid] {
                let own = input.ownerUID.map { Int($0) } == uid ? Int.max : uid
                let mask = RowMask(
                    limit: input.registrationLimit(of: uid), excluded: own, ordered: ordered, countsZeros: ordered)
                guard
                    let sum = Self.spread(
                        input.weights, row: uid, mask, registrations, into: weights, line: line, width: width)
                else { return false }
                dividers[line] = FixedDivider(sum)
            }
            // A bond of 0 is as good as none.
            let mask = RowMask(limit: deadline, excluded: .max, ordered: ordered, countsZeros: false)
            guard
                Self.spread(input.bonds, row: uid, mask, registrations, into: bonds, line: line, width: width) != nil
            else { return false }
        }
        return true
    }

    /// Which entries of a row count.
    private struct RowMask {
        /// Targets registered in this block or later do not.
        let limit: UInt64
        /// Nor does this target.
        let excluded: Int
        /// Whether the order of a row has a meaning: with liquid alpha.
        let ordered: Bool
        /// Whether an entry of 0 differs from none: a weight does with liquid alpha.
        let countsZeros: Bool
    }

    /// Writes the entries of a row that pass a mask to a line; returns their sum, `nil` when a target stands twice or
    /// the row's order or zeros mean something.
    private static func spread(
        _ rows: SparseRows<UInt16>, row: Int, _ mask: RowMask, _ registrations: [UInt64],
        into matrix: borrowing FixedBuffer<UInt16>, line: Int, width: Int
    ) -> Int64? {
        let range = rows.range(ofRow: row)
        let columns = rows.columns.span.extracting(range)
        let values = rows.values.span.extracting(range)
        let registered = registrations.span
        var sum: Int64 = 0
        var overwritten: UInt16 = 0
        var last = -1
        // Negative as soon as a target is not above the one before.
        var order = 0
        var leastValue = UInt16.max
        // Unchecked: `index` is below the length of both spans, `column` is compared with the third's.
        for index in 0..<columns.count {
            let column = Int(columns[unchecked: index])
            let value = values[unchecked: index]
            order |= column &- last &- 1
            last = column
            leastValue = min(leastValue, value)
            guard column < registered.count else { continue }
            let keeps = registered[unchecked: column] < mask.limit && column != mask.excluded
            let kept = keeps ? value : 0
            let position = column &* width &+ line
            let before = matrix[position]
            overwritten |= before
            matrix[position] = kept | before
            sum &+= Int64(kept)
        }
        if overwritten != 0 || (mask.ordered && order < 0) || (mask.countsZeros && leastValue == 0) { return nil }
        return sum
    }
}

/// Which neurons hold weights or bonds, and whether they hold them for most servers.
private struct DenseShape {
    var lines: [Int] = []
    var isDense: Bool

    init(_ input: EpochInput, permits: [Bool]) {
        var entries = 0
        for uid in 0..<input.count {
            let weights = permits[uid] ? input.weights.range(ofRow: uid).count : 0
            let bonds = input.bonds.range(ofRow: uid).count
            if weights + bonds > 0 { lines.append(uid) }
            entries += weights + bonds
        }
        // Half-empty columns still cost less than rows; much emptier ones only while they are few.
        isDense = lines.count * input.count <= 4 * entries + 65_536
    }
}

extension EpochInput {
    /// Whether the parameters keep all shares in 0 … 1: sums of 2¹⁵ stored numbers stay below 2³¹ too.
    fileprivate var hasRegularParameters: Bool {
        count <= 32_768 && bondsMovingAverage <= 1_000_000 && alphaLow <= alphaHigh
    }
}
