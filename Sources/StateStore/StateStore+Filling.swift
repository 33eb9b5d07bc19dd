public import Primitives

/// A store whose chain does not begin with its genesis block: a state comes in pieces, then the block that it is of.
extension StateStore {
    /// Adds entries to the state of a store without blocks. Until ``begin(with:genesis:metadata:)`` the store is of no
    /// use for anything else.
    /// - Returns: the root of the state so far.
    /// - Throws: ``StoreError/staleProposal(parent:latest:)`` where there are blocks, and what
    ///   ``prepare(_:)`` and ``commit(_:)`` throw.
    public func fill(_ entries: [StateChange]) throws(StoreError) -> Hash {
        let prepared = try prepare(entries)
        guard prepared.parent == nil else { throw .staleProposal(parent: nil, latest: prepared.parent) }
        try write(
            disk: { tables throws(StoreError) in try tables.writeState(prepared) },
            memory: { tables throws(StoreError) in try tables.writeState(prepared) })
        return prepared.stateRoot
    }

    /// Makes the state that was filled in that of `block`. Of the blocks before it only `genesis` is known.
    /// - Parameter metadata: is written in the same transaction.
    /// - Throws: ``StoreError/staleProposal(parent:latest:)`` where there are blocks or the state is another one.
    public func begin(
        with block: StoredBlock, genesis: StoredBlock, metadata: [String: [UInt8]]
    ) throws(StoreError) {
        let prepared = try prepare([])
        guard prepared.parent == nil, prepared.stateRoot == block.record.stateRoot else {
            throw .staleProposal(parent: nil, latest: prepared.parent)
        }
        try write(
            disk: { tables throws(StoreError) in try tables.begin(with: block, genesis: genesis, metadata: metadata) },
            memory: { tables throws(StoreError) in
                try tables.begin(with: block, genesis: genesis, metadata: metadata)
            })
    }

    /// The first block from which on all are known; 0 unless the chain was begun with the state of a later block.
    public func oldestBlock() throws(StoreError) -> BlockNumber {
        try read { tables throws(StoreError) in
            try tables.value(.metadata, StoreName.oldestBlock).flatMap { BlockNumber(tableKey: $0) } ?? 0
        }
    }
}

extension WritableTables {
    fileprivate mutating func writeState(_ prepared: PreparedState) throws(StoreError) {
        for change in prepared.changes { try set(change.new, .state, change.key) }
        for change in prepared.nodes { try set(change.node, .nodes, change.path) }
    }

    fileprivate mutating func begin(
        with block: StoredBlock, genesis: StoredBlock, metadata: [String: [UInt8]]
    ) throws(StoreError) {
        try write(genesis.record, header: genesis.header, body: genesis.body)
        try write(block.record, header: block.header, body: block.body)
        let number = block.record.number.tableKey
        try set(number, .metadata, StoreName.latest)
        try set(number, .metadata, StoreName.oldestState)
        try set(number, .metadata, StoreName.oldestBlock)
        // The order of the names has no effect: each is its own entry.
        for (name, value) in metadata { try set(value, .metadata, Array(name.utf8)) }
    }
}
