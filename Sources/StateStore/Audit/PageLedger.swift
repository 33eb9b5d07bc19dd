/// Which pages of a file were accounted for: each must be reached once, or be free.
struct PageLedger {
    /// The last page that was ever used.
    let lastPage: UInt64
    private var seen: [UInt64]
    private var count: UInt64 = 2

    /// A ledger in which only the two heads are accounted for.
    init(lastPage: UInt64) {
        self.lastPage = lastPage
        seen = [UInt64](repeating: 0, count: Int(lastPage / 64) + 1)
        seen[0] = 3
    }

    /// Enters `length` pages from `first` on.
    mutating func enter(_ first: UInt64, length: UInt64 = 1) throws(AuditFinding) {
        guard first <= lastPage, length <= lastPage - first + 1 else {
            throw .damage("page \(first) is named, which the file does not have")
        }
        for page in first..<first + length {
            let bit = UInt64(1) << (page % 64)
            guard seen[Int(page / 64)] & bit == 0 else { throw .damage("page \(page) is in use twice") }
            seen[Int(page / 64)] |= bit
        }
        count += length
    }

    /// Checks that no page is left over.
    func checkComplete() throws(AuditFinding) {
        guard count == lastPage + 1 else { throw .damage("\(lastPage + 1 - count) pages are neither in use nor free") }
    }
}
