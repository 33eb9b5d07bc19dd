/// A record of a leaf or an entry of a branch, as it stands in its page.
struct AuditedNode {
    /// How a record is kept.
    enum Mark {
        /// The data stands on overflow pages.
        static let overflow: UInt16 = 0x01
        /// The data is the head of a tree.
        static let tree: UInt16 = 0x02
        /// The key has several values: the data is a page, or with ``tree`` a tree, of them.
        static let several: UInt16 = 0x04
    }

    /// In a branch these are bits of the page's number.
    let marks: UInt16
    /// Where the key stands among the page's bytes.
    let key: Range<Int>
    /// Where the data stands among the page's bytes; in a branch nothing.
    let data: Range<Int>
    /// Length of the data, wherever it stands.
    let dataSize: Int
    /// In a branch, the page below.
    let child: UInt64
}

extension AuditedPage {
    /// The nodes of a branch or a leaf. They must fill the page from its free room to its end without gap or overlap,
    /// as LMDB keeps them.
    func nodes(ofLeaf isLeaf: Bool) throws(AuditFinding) -> [AuditedNode] {
        try checkRoom()
        let (count, upper) = (try count, try upper)
        var nodes: [AuditedNode] = []
        nodes.reserveCapacity(count)
        var tiling = PageTiling(from: upper, to: range.count)
        for index in 0..<count {
            let start = Int(try integer(Self.headerSize + 2 * index, as: UInt16.self))
            let node = try node(at: start, isLeaf: isLeaf)
            let end = (isLeaf ? node.data.upperBound : node.key.upperBound) - range.lowerBound
            guard start >= upper, tiling.add(from: start, to: (end + 1) & -2) else {
                throw damage("has a record out of place")
            }
            nodes.append(node)
        }
        guard tiling.isWhole else { throw damage("has records that do not fill their room") }
        return nodes
    }

    private func node(at start: Int, isLeaf: Bool) throws(AuditFinding) -> AuditedNode {
        let low = try integer(start, as: UInt16.self)
        let high = try integer(start + 2, as: UInt16.self)
        let marks = try integer(start + 4, as: UInt16.self)
        let keyStart = range.lowerBound + start + 8
        let keyEnd = keyStart + Int(try integer(start + 6, as: UInt16.self))
        let size = Int(high) << 16 | Int(low)
        let stored = !isLeaf ? 0 : marks & AuditedNode.Mark.overflow != 0 ? 8 : size
        guard keyEnd + stored <= range.upperBound else { throw damage("has a record that reaches beyond it") }
        return AuditedNode(
            marks: marks, key: keyStart..<keyEnd, data: keyEnd..<keyEnd + stored, dataSize: size,
            child: UInt64(marks) << 32 | UInt64(size))
    }
}

/// Whether pieces of a page lie side by side from one place to another.
///
/// Every piece has a length, no two begin or end at one place, and what ends anywhere but at the end is what something
/// else begins with: then they follow one another.
private struct PageTiling {
    private var starts: [UInt64]
    private var ends: [UInt64]

    init(from first: Int, to last: Int) {
        // Pieces begin at even places; one bit for each of them.
        starts = [UInt64](repeating: 0, count: last / 128 + 1)
        ends = starts
        Self.mark(first, in: &ends)
        Self.mark(last, in: &starts)
    }

    /// Adds a piece; `false` where it is empty, or begins at an odd place, beyond the end or where another does.
    mutating func add(from start: Int, to end: Int) -> Bool {
        start < end && start.isMultiple(of: 2) && end / 128 < ends.count && Self.mark(start, in: &starts)
            && Self.mark(end, in: &ends)
    }

    var isWhole: Bool { starts == ends }

    @discardableResult
    private static func mark(_ place: Int, in places: inout [UInt64]) -> Bool {
        let bit = UInt64(1) << UInt64(place / 2 % 64)
        defer { places[place / 128] |= bit }
        return places[place / 128] & bit == 0
    }
}
