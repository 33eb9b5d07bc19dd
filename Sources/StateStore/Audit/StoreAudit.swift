/// Looks at every page of a store's file before LMDB maps it: LMDB believes what it reads, so that one changed bit
/// could send it anywhere.
///
/// Any single bit that changed in what is in use is found, and so is a file that was cut off:
/// 1. heads of the file and of the trees are held against what is there: levels, pages, records, the number of the last
///    transaction, which stands in a record too;
/// 2. each page is the one of its number, its records fill it without gap or overlap, and keys ascend;
/// 3. each page is in use once or free;
/// 4. each record has its checksum (``RecordSeal``).
///
/// It reads the file once and keeps one bit a page in memory.
struct StoreAudit {
    let file: AuditedFile
    var ledger = PageLedger(lastPage: 1)

    /// - Throws: ``AuditFinding`` at the first thing that is not as it was written.
    static func run(_ path: String) throws(AuditFinding) {
        var audit = StoreAudit(file: try AuditedFile(path))
        try audit.run()
    }

    private init(file: AuditedFile) { self.file = file }

    private mutating func run() throws(AuditFinding) {
        let head = try currentHead()
        guard head.transaction > 0 else { return }
        guard (head.lastPage + 1) * UInt64(file.pageSize) <= UInt64(file.size) else { throw .tooShort }
        ledger = PageLedger(lastPage: head.lastPage)
        if let schema = try? schema(under: head), schema != StateStore.schemaVersion { throw .otherSchema(schema) }
        try walk(head.free, .free)
        let tables = try walk(head.main, .main)
        guard tables.count == Table.allCases.count else {
            throw .damage("there are \(tables.count) tables, and not \(Table.allCases.count)")
        }
        for (table, head) in tables { try walk(head, .table(table)) }
        try ledger.checkComplete()
    }

    /// The head that counts. The other one must be that of the transaction before, or a number that changed could make
    /// an older state of the chain look like the latest.
    private func currentHead() throws(AuditFinding) -> FileHead {
        guard file.size >= 2 * file.pageSize else { throw .tooShort }
        let heads = [try FileHead(try file.page(0)), try FileHead(try file.page(1))]
        let (older, newer) = heads[0].transaction > heads[1].transaction ? (heads[1], heads[0]) : (heads[0], heads[1])
        guard newer.transaction == 0 || newer.transaction - older.transaction == 1 else {
            throw .damage("the numbers of its two heads do not follow one another")
        }
        for head in [older, newer] where head.transaction > 0 {
            // The first transaction only sets up the tables.
            let signed = try signature(under: head) ?? 1
            guard signed == head.transaction else {
                throw .damage("its head says transaction \(head.transaction), and its records say \(signed)")
            }
        }
        return newer
    }

    /// The number of the transaction that the records of a state name.
    private func signature(under head: FileHead) throws(AuditFinding) -> UInt64? {
        guard let record = try metadata(StoreName.transaction, under: head) else { return nil }
        return record.withUnsafeBytes { record in
            StoreName.transaction.withUnsafeBytes { name in
                RecordSeal.value(.metadata, name, in: record).flatMap {
                    $0.count == 8 ? UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) : nil
                }
            }
        } ?? 0
    }

    /// The layout of the tables, as far as it can be told. Before layout 2 records had no checksums.
    private func schema(under head: FileHead) throws(AuditFinding) -> UInt32? {
        try metadata(StoreName.schema, under: head).flatMap { UInt32(tableKey: $0.count == 4 ? $0 : $0.dropLast(8)) }
    }

    private func metadata(_ name: [UInt8], under head: FileHead) throws(AuditFinding) -> [UInt8]? {
        guard let (page, node) = try find(Array("\(Table.metadata)".utf8), under: head.main.root),
            node.marks == AuditedNode.Mark.tree, node.data.count == TreeHead.size
        else { return nil }
        let table = try TreeHead(page, at: node.data.lowerBound)
        guard table.root != TreeHead.noPage, let (leaf, record) = try find(name, under: table.root) else { return nil }
        guard record.marks == 0 else { throw leaf.damage("has a record of no known kind") }
        return Array(leaf.bytes[record.data])
    }

    /// Looks a record up as LMDB would.
    private func find(_ name: [UInt8], under root: UInt64) throws(AuditFinding) -> (AuditedPage, AuditedNode)? {
        var number = root
        for _ in 0..<32 {
            let page = try file.page(number)
            try page.checkNumber()
            switch try page.kind {
            case AuditedPage.Kind.branch:
                let nodes = try page.nodes(ofLeaf: false)
                let next = nodes.dropFirst().last { !name.lexicographicallyPrecedes(page.bytes[$0.key]) }
                guard let next = next ?? nodes.first else { throw page.damage("is empty") }
                number = next.child
            case AuditedPage.Kind.leaf:
                return try page.nodes(ofLeaf: true).first { page.bytes[$0.key].elementsEqual(name) }.map { (page, $0) }
            default: throw page.damage("is of no kind that belongs there")
            }
        }
        throw .damage("a tree has no end")
    }
}
