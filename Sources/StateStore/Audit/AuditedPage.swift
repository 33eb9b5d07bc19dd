/// One of LMDB's pages, a run of overflow pages, or a small page inside a record. Nothing in it is believed: each read
/// is held to its bounds.
struct AuditedPage {
    /// Kinds of pages, as their headers name them.
    enum Kind {
        static let branch: UInt16 = 0x01
        static let leaf: UInt16 = 0x02
        static let overflow: UInt16 = 0x04
        static let meta: UInt16 = 0x08
        static let dirty: UInt16 = 0x10
        /// A leaf of keys of one length, without nodes.
        static let fixedLeaf: UInt16 = 0x22
        /// Such a leaf inside a record; LMDB never clears the mark of a change on these.
        static let innerFixedLeaf: UInt16 = 0x72
    }

    /// Bytes in front of everything else.
    static let headerSize = 16
    let bytes: [UInt8]
    let number: UInt64
    /// Where the page stands within ``bytes``.
    let range: Range<Int>

    init(bytes: [UInt8], number: UInt64) {
        self.bytes = bytes
        self.number = number
        range = bytes.indices
    }

    /// The page inside a record of `page`.
    init(inside page: AuditedPage, at range: Range<Int>) throws(AuditFinding) {
        bytes = page.bytes
        number = page.number
        self.range = range
        guard range.count >= Self.headerSize else { throw damage("has a record that is too short for a page") }
    }

    /// A number at `offset` from the beginning of the page, in the machine's order as LMDB writes it.
    func integer<Number: FixedWidthInteger & BitwiseCopyable>(
        _ offset: Int, as type: Number.Type = Number.self
    ) throws(AuditFinding) -> Number {
        guard offset >= 0, offset + MemoryLayout<Number>.size <= range.count else {
            throw damage("points outside of itself")
        }
        let start = range.lowerBound + offset
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Number.self) }
    }

    /// What the header says that the page is.
    var kind: UInt16 { get throws(AuditFinding) { try integer(10) } }

    /// How many keys or nodes there are, once ``checkRoom()`` has passed.
    var count: Int { get throws(AuditFinding) { (Int(try integer(12, as: UInt16.self)) - Self.headerSize) / 2 } }

    /// Where the free room of the page ends.
    var upper: Int { get throws(AuditFinding) { Int(try integer(14, as: UInt16.self)) } }

    /// Checks that the page is the one of its number.
    func checkNumber() throws(AuditFinding) {
        guard try integer(0, as: UInt64.self) == number else { throw damage("says that it is another page") }
    }

    /// Checks that the list of nodes and the free room are within the page.
    func checkRoom() throws(AuditFinding) {
        let lower = Int(try integer(12, as: UInt16.self))
        guard lower >= Self.headerSize, lower.isMultiple(of: 2), lower <= (try upper), try upper <= range.count else {
            throw damage("has a head that does not fit")
        }
    }

    /// Records longer than this, with key and head, have their data on overflow pages.
    var nodeSizeMaximum: Int { ((range.count - Self.headerSize) / 2 & -2) - 2 }

    /// Says what is wrong with this page.
    func damage(_ text: String) -> AuditFinding { .damage("page \(number) \(text)") }

    /// The keys of a leaf of keys of one length.
    func fixedKeys(length: Int) throws(AuditFinding) -> [Range<Int>] {
        try checkRoom()
        let count = try count
        guard try integer(8, as: UInt16.self) == length, Self.headerSize + count * length <= range.count,
            // LMDB only counts with these two, and must not count wrongly.
            try upper == range.count - count * (length - 2)
        else { throw damage("has keys of another length") }
        let first = range.lowerBound + Self.headerSize
        return (0..<count).map { first + $0 * length..<first + ($0 + 1) * length }
    }
}
