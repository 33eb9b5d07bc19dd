import Primitives
import Runtime
import RuntimeInterface
import SCALE
public import StateStore
import StateTrie
import SystemPallets

/// Reads files of ``ChainExport`` into stores. Nothing of a file is believed that was not checked.
public enum ChainImport {
    /// The bytes and the entries of a state that are written at once.
    private static let pageLength = (bytes: 4 << 20, entries: 4_096)

    /// Where an import of blocks stands.
    public struct Progress: Sendable {
        /// Blocks that were executed and committed.
        public var imported = 0
        /// Blocks that the store had already.
        public var skipped = 0

        public init() {}
    }

    /// Executes the blocks of a file again and commits each, from where the chain in `store` ends; on an empty store it
    /// begins the file's chain. Blocks that are there already must be the same.
    /// - Parameter progress: counts; also after a failure, when the blocks so far remain.
    public static func blocks(
        _ preamble: ChainFile.Preamble, from reader: inout ChainFileReader, into store: StateStore,
        progress: inout Progress
    ) throws(TransferError) {
        let executor = try begin(preamble, in: store)
        let held = try ChainExport.stored { () throws(StoreError) in
            (oldest: try store.oldestBlock(), latest: try store.record(of: .latest).number)
        }
        guard preamble.blocks.lowerBound <= held.latest + 1 else {
            throw .gap(latest: held.latest, first: preamble.blocks.lowerBound)
        }
        for number in preamble.blocks {
            let block = try ChainExport.written { () throws(ChainFileError) in try reader.block() }
            guard block.header.number == number else { throw .blockDiffers(number) }
            if number <= held.latest {
                if number >= held.oldest { try expectSame(block.header, in: store) }
                progress.skipped += 1
                continue
            }
            do throws(ForeignBlockError) {
                let executed = try executor.execute(block)
                do throws(ChainError) { try executor.commit(executed) } catch { throw .chain(error) }
            } catch {
                throw .block(number, error)
            }
            progress.imported += 1
        }
        try ChainExport.written { () throws(ChainFileError) in try reader.end() }
    }

    /// Fills an empty store with the state of a file, so that its chain goes on from there. Nobody vouches for the
    /// block: its hash is to be compared with one from a source that is trusted.
    ///
    /// The state is checked when all of it is written; where this throws, the store is to be thrown away.
    /// - Returns: the block, and how many keys its state has.
    public static func state(
        _ preamble: ChainFile.Preamble, from reader: inout ChainFileReader, into store: StateStore
    ) throws(TransferError) -> (block: BlockRecord, keys: Int) {
        guard preamble.origin.isServed else { throw .otherMetadata }
        guard try ChainExport.stored({ () throws(StoreError) in try store.latest() }) == nil else {
            throw .storeNotEmpty
        }
        let block = try ChainExport.written { () throws(ChainFileError) in try reader.block() }
        let header = block.header
        guard header.number == preamble.blocks.lowerBound, preamble.blocks.count == 1,
            TrieRoot.ordered(block.body) == header.extrinsicsRoot
        else { throw .blockDiffers(header.number) }
        let filled = try fill(store, from: &reader)
        guard filled.root == header.stateRoot else {
            throw .stateDiffers(header.number, header: header.stateRoot, file: filled.root)
        }
        // The state knows the chain that it is of: without this a foreign genesis could be put before it.
        guard filled.genesis == preamble.genesisHash.bytes else { throw .blockDiffers(0) }
        let genesis = preamble.origin.header
        try ChainExport.stored { () throws(StoreError) in
            try store.begin(
                with: StoredBlock(
                    record: BlockRecord(number: header.number, hash: header.hash, stateRoot: header.stateRoot),
                    header: header.encoded(), body: block.body),
                genesis: StoredBlock(
                    record: BlockRecord(number: 0, hash: genesis.hash, stateRoot: genesis.stateRoot),
                    header: genesis.encoded(), body: []),
                metadata: [ChainOrigin.metadataName: preamble.origin.encoded()])
        }
        return (BlockRecord(number: header.number, hash: header.hash, stateRoot: header.stateRoot), filled.keys)
    }

    /// The chain of the file in the store: what is there must be the same, what is not is begun.
    private static func begin(
        _ preamble: ChainFile.Preamble, in store: StateStore
    ) throws(TransferError) -> BlockExecutor {
        guard preamble.origin.isServed else { throw .otherMetadata }
        let executor = BlockExecutor(store: store, slotMilliseconds: preamble.origin.slotMilliseconds)
        guard try ChainExport.stored({ () throws(StoreError) in try store.latest() }) != nil else {
            guard preamble.blocks.lowerBound == 1 else { throw .gap(latest: nil, first: preamble.blocks.lowerBound) }
            do throws(ChainError) {
                _ = try executor.commitGenesis(preamble.origin.entries)
            } catch {
                throw .chain(error)
            }
            return executor
        }
        let own = try ChainExport.stored { () throws(StoreError) in try store.record(of: .number(0)).hash }
        guard own == preamble.genesisHash else { throw .otherChain(file: preamble.genesisHash, store: own) }
        return executor
    }

    private static func expectSame(_ header: BlockHeader, in store: StateStore) throws(TransferError) {
        let own = try ChainExport.stored { () throws(StoreError) in
            try store.record(of: .number(header.number)).hash
        }
        guard own == header.hash else { throw .otherBlock(header.number, file: header.hash, store: own) }
    }

    /// Reads the entries of a state into the store.
    /// - Returns: the root of them all, how many they are, and the genesis hash that they name.
    private static func fill(
        _ store: StateStore, from reader: inout ChainFileReader
    ) throws(TransferError) -> (root: Hash, keys: Int, genesis: [UInt8]?) {
        let genesisKey = System.blockHash.path(0)
        var root = TrieRoot.empty
        var keys = 0
        var genesis: [UInt8]?
        var page: [StateChange] = []
        var room = pageLength.bytes
        var last: [UInt8] = []
        while true {
            let entry = try ChainExport.written { () throws(ChainFileError) -> StateChange? in
                let key = try reader.part(limit: StateStore.keyLengthMaximum)
                guard !key.isEmpty else { return nil }
                guard last.lexicographicallyPrecedes(key) else { throw reader.malformed }
                return StateChange(key: key, value: try reader.part())
            }
            if let entry {
                if entry.key == genesisKey { genesis = entry.value }
                last = entry.key
                room -= entry.key.count + (entry.value?.count ?? 0)
                keys += 1
                page.append(entry)
            }
            guard entry == nil || room <= 0 || page.count == pageLength.entries else { continue }
            let entries = page
            root = try ChainExport.stored { () throws(StoreError) in try store.fill(entries) }
            page = []
            room = pageLength.bytes
            if entry == nil { break }
        }
        try ChainExport.written { () throws(ChainFileError) in try reader.end() }
        return (root, keys, genesis)
    }
}
