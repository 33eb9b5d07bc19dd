extension StoreAudit {
    /// The trees of a file.
    enum Tree {
        /// Free pages by the transaction that freed them.
        case free
        /// The heads of the tables by their names.
        case main
        case table(Table)
        /// The values of one key of ``Table/touches``.
        case touches(of: [UInt8])

        /// What the tree's head says of how it sorts and what it holds; the bits are LMDB's.
        var flags: UInt16 {
            switch self {
            case .free: 0x08
            case .main: 0
            case .table(let table): table == .touches ? 0x14 : 0
            case .touches: 0x10
            }
        }

        /// What the head says of keys of one length; `nil` where something else stands there.
        var keyLength: UInt32? {
            switch self {
            case .free: nil
            case .main, .table: 0
            case .touches: UInt32(StoreAudit.touchSize)
            }
        }

        var leafKind: UInt16 {
            if case .touches = self { AuditedPage.Kind.fixedLeaf } else { AuditedPage.Kind.leaf }
        }

        /// Keys that a branch must have at least.
        var branchMinimum: Int { if case .free = self { 1 } else { 2 } }

        var order: KeyOrder.Rule { if case .free = self { .numbers } else { .bytes } }
    }

    /// Bytes of a value in ``Table/touches``: a block's number and a checksum.
    static let touchSize = 4 + RecordSeal.size

    /// What a walk through a tree met.
    struct Pass {
        let tree: Tree
        let head: TreeHead
        var order: KeyOrder
        var branchPages: UInt64 = 0
        var leafPages: UInt64 = 0
        var overflowPages: UInt64 = 0
        var entries: UInt64 = 0
        var tables: [(Table, TreeHead)] = []
    }

    /// Walks through a tree and holds its head against what is there.
    /// - Returns: the heads that it holds, where it is ``Tree/main``.
    @discardableResult
    mutating func walk(_ head: TreeHead, _ tree: Tree) throws(AuditFinding) -> [(Table, TreeHead)] {
        var pass = Pass(tree: tree, head: head, order: KeyOrder(tree.order))
        guard head.flags == tree.flags, tree.keyLength.map({ $0 == head.keyLength }) ?? true else {
            throw .damage("a tree says that it is another one")
        }
        if head.root == TreeHead.noPage {
            guard head.depth == 0 else { throw .damage("a tree without pages says that it has some") }
        } else {
            guard head.depth >= 1 else { throw .damage("a tree with pages says that it has none") }
            try visit(head.root, level: 1, &pass)
        }
        guard pass.branchPages == head.branchPages, pass.leafPages == head.leafPages,
            pass.overflowPages == head.overflowPages, pass.entries == head.entries
        else { throw .damage("a tree does not hold what its head says") }
        return pass.tables
    }

    private mutating func visit(_ number: UInt64, level: Int, _ pass: inout Pass) throws(AuditFinding) {
        try ledger.enter(number)
        let page = try file.page(number)
        try page.checkNumber()
        let isLeaf = level == Int(pass.head.depth)
        guard try page.kind == (isLeaf ? pass.tree.leafKind : AuditedPage.Kind.branch) else {
            throw page.damage("is of no kind that belongs there")
        }
        if isLeaf {
            pass.leafPages += 1
            if case .touches(let key) = pass.tree {
                try check(try page.fixedKeys(length: Self.touchSize), of: key, in: page, &pass)
            } else {
                try checkLeaf(page, &pass)
            }
        } else {
            pass.branchPages += 1
            let nodes = try page.nodes(ofLeaf: false)
            guard nodes.count >= pass.tree.branchMinimum else { throw page.damage("has too few entries") }
            for (index, node) in nodes.enumerated() {
                // What stands before the first key of a branch is everything that is left.
                guard index == 0 || pass.order.pass(separator: node.key, of: page) else {
                    throw page.damage("has keys out of order")
                }
                try visit(node.child, level: level + 1, &pass)
            }
        }
    }

    private mutating func checkLeaf(_ page: AuditedPage, _ pass: inout Pass) throws(AuditFinding) {
        let nodes = try page.nodes(ofLeaf: true)
        guard !nodes.isEmpty else { throw page.damage("is empty") }
        for node in nodes {
            guard !node.key.isEmpty else { throw page.damage("has a record without a key") }
            switch pass.tree {
            case .free: try checkFree(node, in: page, &pass)
            case .main: try checkTable(node, in: page, &pass)
            case .table(.touches): try checkTouches(node, in: page, &pass)
            case .table(let table): try checkRecord(node, of: table, in: page, &pass)
            case .touches: throw page.damage("is of no kind that belongs there")
            }
        }
        guard pass.order.pass(keys: nodes.lazy.map(\.key), of: page) else { throw page.damage("has keys out of order") }
    }

    /// The data of a record, wherever it stands.
    private mutating func withData<Result>(
        of node: AuditedNode, in page: AuditedPage, _ pass: inout Pass,
        _ body: (AuditedPage, Range<Int>) throws(AuditFinding) -> Result
    ) throws(AuditFinding) -> Result {
        guard node.marks == AuditedNode.Mark.overflow else {
            guard node.marks == 0 else { throw page.damage("has a record of no known kind") }
            return try body(page, node.data)
        }
        let first: UInt64 = try page.integer(node.data.lowerBound)
        let head = try file.page(first)
        try head.checkNumber()
        let length: UInt32 = try head.integer(12)
        let end = AuditedPage.headerSize + node.dataSize
        guard try head.kind == AuditedPage.Kind.overflow, length >= 1, UInt64(length) <= ledger.lastPage,
            end <= Int(length) * file.pageSize,
            node.key.count + node.dataSize + 8 > page.nodeSizeMaximum
        else { throw head.damage("is no page for a long value") }
        try ledger.enter(first, length: UInt64(length))
        pass.overflowPages += UInt64(length)
        let whole = length == 1 ? head : try file.page(first, count: Int(length))
        return try body(whole, AuditedPage.headerSize..<end)
    }

    private mutating func checkRecord(
        _ node: AuditedNode, of table: Table, in page: AuditedPage, _ pass: inout Pass
    ) throws(AuditFinding) {
        pass.entries += 1
        try withData(of: node, in: page, &pass) { (place, data) throws(AuditFinding) in
            try Self.checkSeal(table, page, node.key, place, data)
        }
    }

    private static func checkSeal(
        _ table: Table, _ page: AuditedPage, _ key: Range<Int>, _ place: AuditedPage, _ data: Range<Int>
    ) throws(AuditFinding) {
        let fits = page.bytes.withUnsafeBytes { keys in
            place.bytes.withUnsafeBytes { values in
                RecordSeal.value(
                    table, UnsafeRawBufferPointer(rebasing: keys[key]),
                    in: UnsafeRawBufferPointer(rebasing: values[data])) != nil
            }
        }
        guard fits else { throw page.damage("has a record in the table '\(table)' whose checksum does not fit") }
    }

    /// A record of free pages: how many, then their numbers, descending.
    private mutating func checkFree(
        _ node: AuditedNode, in page: AuditedPage, _ pass: inout Pass
    ) throws(AuditFinding) {
        guard node.key.count == 8 else { throw page.damage("has a list of free pages without a number") }
        pass.entries += 1
        let pages = try withData(of: node, in: page, &pass) { (place, data) throws(AuditFinding) -> [UInt64] in
            let count: UInt64 = data.count < 8 ? .max : try place.integer(data.lowerBound)
            guard count <= UInt64(data.count / 8 - 1) else { throw page.damage("has a list of free pages cut short") }
            var pages: [UInt64] = []
            for index in 0..<Int(count) { pages.append(try place.integer(data.lowerBound + 8 + 8 * index)) }
            return pages
        }
        for page in pages { try ledger.enter(page) }
        guard zip(pages, pages.dropFirst()).allSatisfy(>) else { throw page.damage("has free pages out of order") }
    }

    private func checkTable(_ node: AuditedNode, in page: AuditedPage, _ pass: inout Pass) throws(AuditFinding) {
        pass.entries += 1
        guard node.marks == AuditedNode.Mark.tree, node.data.count == TreeHead.size,
            let table = Table.allCases.first(where: { "\($0)".utf8.elementsEqual(page.bytes[node.key]) })
        else { throw page.damage("has a table that is none of the store's") }
        pass.tables.append((table, try TreeHead(page, at: node.data.lowerBound)))
    }

    private mutating func checkTouches(
        _ node: AuditedNode, in page: AuditedPage, _ pass: inout Pass
    ) throws(AuditFinding) {
        let key = Array(page.bytes[node.key])
        switch node.marks {
        case 0:
            try check([node.data], of: key, in: page, &pass)
        case AuditedNode.Mark.several:
            let inner = try AuditedPage(inside: page, at: node.data)
            guard try inner.kind == AuditedPage.Kind.innerFixedLeaf else {
                throw page.damage("has a record of no known kind")
            }
            // The values of a key have an order of their own.
            var values = Pass(tree: .touches(of: key), head: pass.head, order: KeyOrder(.bytes))
            try check(try inner.fixedKeys(length: Self.touchSize), of: key, in: inner, &values)
            pass.entries += values.entries
        case AuditedNode.Mark.several | AuditedNode.Mark.tree:
            guard node.data.count == TreeHead.size else { throw page.damage("has a record of no known kind") }
            let head = try TreeHead(page, at: node.data.lowerBound)
            try walk(head, .touches(of: key))
            pass.entries += head.entries
        default: throw page.damage("has a record of no known kind")
        }
    }

    /// Checks values of a key of ``Table/touches``.
    private func check(
        _ values: [Range<Int>], of key: [UInt8], in page: AuditedPage, _ pass: inout Pass
    ) throws(AuditFinding) {
        guard !values.isEmpty else { throw page.damage("is empty") }
        pass.entries += UInt64(values.count)
        let fits = page.bytes.withUnsafeBytes { bytes in
            key.withUnsafeBytes { key in
                values.allSatisfy {
                    RecordSeal.value(.touches, key, in: UnsafeRawBufferPointer(rebasing: bytes[$0])) != nil
                }
            }
        }
        guard fits else { throw page.damage("has a record in the table 'touches' whose checksum does not fit") }
        guard pass.tree.leafKind == AuditedPage.Kind.leaf || pass.order.pass(keys: values, of: page) else {
            throw page.damage("has keys out of order")
        }
    }
}
