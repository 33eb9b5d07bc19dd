import Primitives
import SCALE

/// Names of the store's own entries in the metadata.
enum StoreName {
    /// Every one of them starts with this.
    static let prefix = "store/"
    static let schema = Array("store/schema".utf8)
    static let latest = Array("store/latest".utf8)
    /// The oldest block whose state can be read.
    /// Number of the transaction that wrote the file last; only in files, written by each transaction.
    static let transaction = Array("store/transaction".utf8)
    static let oldestState = Array("store/oldestState".utf8)
    /// The oldest block from which on all are known, where that is not the genesis block.
    static let oldestBlock = Array("store/oldestBlock".utf8)
}

extension Tables {
    func latest() throws(StoreError) -> BlockRecord? {
        guard let bytes = try value(.metadata, StoreName.latest) else { return nil }
        guard let number = BlockNumber(tableKey: bytes), let record = try record(of: number) else {
            throw damage("the latest block is not there")
        }
        return record
    }

    func oldestState() throws(StoreError) -> BlockNumber {
        try value(.metadata, StoreName.oldestState).flatMap { BlockNumber(tableKey: $0) } ?? 0
    }

    func record(of number: BlockNumber) throws(StoreError) -> BlockRecord? {
        guard let bytes = try value(.headers, number.tableKey) else { return nil }
        return try record(of: number, in: bytes)
    }

    func record(of block: BlockReference) throws(StoreError) -> BlockRecord {
        let record: BlockRecord?
        switch block {
        case .latest: record = try latest()
        case .number(let number): record = try self.record(of: number)
        case .hash(let hash):
            guard let bytes = try value(.numbers, hash.bytes) else { throw .unknownBlock(block) }
            guard let number = BlockNumber(tableKey: bytes), let named = try self.record(of: number) else {
                throw damage("a block that has a name is not there")
            }
            record = named
        }
        guard let record else { throw .unknownBlock(block) }
        return record
    }

    func block(_ record: BlockRecord) throws(StoreError) -> StoredBlock {
        let key = record.number.tableKey
        guard let header = try value(.headers, key), let bytes = try value(.bodies, key),
            let body = try? [[UInt8]](scale: bytes)
        else { throw damage("block \(record.number) is not there in full") }
        return StoredBlock(record: record, header: Array(header.dropFirst(64)), body: body)
    }

    private func record(of number: BlockNumber, in header: [UInt8]) throws(StoreError) -> BlockRecord {
        guard header.count >= 64, let hash = Hash(header[0..<32]), let stateRoot = Hash(header[32..<64]) else {
            throw damage("the header of block \(number) is too short")
        }
        return BlockRecord(number: number, hash: hash, stateRoot: stateRoot)
    }
}

extension WritableTables {
    /// Writes a block: state, what it was before, trie, header, body and names.
    mutating func write(_ block: BlockCommit) throws(StoreError) -> BlockRecord {
        let latest = try latest()
        guard latest == block.state.parent else {
            throw .staleProposal(parent: block.state.parent, latest: latest)
        }
        let record = BlockRecord(
            number: latest.map { $0.number + 1 } ?? 0, hash: block.hash, stateRoot: block.state.stateRoot)
        let number = record.number.tableKey
        for change in block.state.changes {
            try set(change.new, .state, change.key)
            // Before the genesis block there is nothing that anybody could ask for.
            guard latest != nil else { continue }
            try set(change.old.map { [1] + $0 } ?? [0], .changes, number + change.key)
            try addTouch(of: change.key, by: record.number)
        }
        for change in block.state.nodes { try set(change.node, .nodes, change.path) }
        try write(record, header: block.header, body: block.body)
        // The order of the names has no effect: each is its own entry.
        for (name, value) in block.metadata { try set(value, .metadata, Array(name.utf8)) }
        try set(number, .metadata, StoreName.latest)
        return record
    }

    /// Writes a block's header, body and name.
    mutating func write(_ record: BlockRecord, header: [UInt8], body: [[UInt8]]) throws(StoreError) {
        let number = record.number.tableKey
        try set(record.hash.bytes + record.stateRoot.bytes + header, .headers, number)
        try set(body.encoded(), .bodies, number)
        try set(number, .numbers, record.hash.bytes)
    }

    /// Drops change sets so that the states of the last `blocks` blocks stay readable. A bounded number goes at a time,
    /// so that a history which was shortened does not hold up one block.
    mutating func prune(keeping blocks: BlockNumber, latest: BlockNumber) throws(StoreError) {
        let oldest = try oldestState()
        let wanted = latest >= blocks ? latest - blocks + 1 : 0
        guard wanted > oldest else { return }
        let reached = min(wanted, oldest + 16)
        for number in oldest + 1...reached {
            for key in try keys(.changes, under: number.tableKey, after: nil, limit: .max) {
                try removeTouch(of: Array(key.dropFirst(4)), by: number)
                try set(nil, .changes, key)
            }
        }
        try set(reached.tableKey, .metadata, StoreName.oldestState)
    }
}
