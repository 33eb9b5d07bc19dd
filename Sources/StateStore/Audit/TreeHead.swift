/// The head of one of LMDB's trees: where it begins and how much it holds.
struct TreeHead: Equatable {
    static let size = 48
    /// The root of a tree without pages.
    static let noPage = UInt64.max

    let keyLength: UInt32
    let flags: UInt16
    let depth: UInt16
    let branchPages: UInt64
    let leafPages: UInt64
    let overflowPages: UInt64
    let entries: UInt64
    let root: UInt64

    /// Reads a head at `offset` from the beginning of a page.
    init(_ page: AuditedPage, at offset: Int) throws(AuditFinding) {
        keyLength = try page.integer(offset)
        flags = try page.integer(offset + 4)
        depth = try page.integer(offset + 6)
        branchPages = try page.integer(offset + 8)
        leafPages = try page.integer(offset + 16)
        overflowPages = try page.integer(offset + 24)
        entries = try page.integer(offset + 32)
        root = try page.integer(offset + 40)
    }
}

/// One of the two heads of a file: commits write them in turn, and the one with the larger number counts.
struct FileHead {
    /// Bytes from the beginning of its page to its end.
    static let size = 152
    /// Where the length of the file's pages stands: LMDB keeps it in a field that the tree of free pages has no use
    /// for.
    static let pageSizeOffset = 40

    private static let magic: UInt32 = 0xBEEF_C0DE
    private static let formatVersion: UInt32 = 1
    /// What the tree of free pages says of itself: its keys are numbers.
    private static let freeFlags: UInt16 = 0x08

    let free: TreeHead
    let main: TreeHead
    let lastPage: UInt64
    /// The transaction that wrote this head; 0 for a file that was only just made.
    let transaction: UInt64

    init(_ page: AuditedPage) throws(AuditFinding) {
        guard try page.integer(16, as: UInt32.self) == Self.magic,
            try page.integer(20, as: UInt32.self) == Self.formatVersion
        else { throw page.damage("is no head of a file of LMDB's") }
        guard try page.kind == AuditedPage.Kind.meta, try page.integer(24, as: UInt64.self) == 0 else {
            throw page.damage("is no head of a store")
        }
        try page.checkNumber()
        free = try TreeHead(page, at: 40)
        main = try TreeHead(page, at: 88)
        lastPage = try page.integer(136)
        transaction = try page.integer(144)
        guard Int(free.keyLength) == page.range.count, free.flags == Self.freeFlags,
            // Every second head is at the same place.
            transaction == 0 || transaction & 1 == page.number, lastPage >= 1,
            lastPage <= UInt64(Int.max / page.range.count - 1)
        else { throw page.damage("is no head of a store") }
        guard transaction > 0 || (free.root == TreeHead.noPage && main.root == TreeHead.noPage && lastPage == 1) else {
            throw page.damage("says that nothing was written yet, and holds something")
        }
    }
}
