public import Primitives
import StateTrie
import Synchronization

/// How hard a commit is pressed onto the disk.
public enum Durability: Sendable {
    /// A commit returns when it is on the disk: a power failure loses nothing that was committed.
    case everyCommit
    /// The system writes when it likes: a killed process loses nothing, a power failure may ruin the file. For chains
    /// that live in a temporary directory.
    case temporary
}

/// How much of the past is kept.
public enum History: Hashable, Sendable {
    /// The states of this many blocks, the latest one among them; at least 1.
    case blocks(BlockNumber)
    /// Every state.
    case archive

    /// 4,096 blocks: a little over 13 hours of blocks of 12 seconds.
    public static let standardBlocks: BlockNumber = 4_096
    /// The states of ``standardBlocks`` blocks.
    public static let standard = History.blocks(standardBlocks)
}

/// What is looked at before a store is opened.
public enum Audit: Sendable {
    /// Every page and record of the file: a second or so for each gigabyte that is in memory, otherwise as fast as the
    /// disk.
    case everyPage
    /// Nothing. Records are still checked one by one when they are read, but damage to the pages themselves is met
    /// only later, and may end the process.
    case skipped
}

/// The chain's memory: blocks, the current state with its trie, and as much of the past as was asked for.
///
/// 1. Blocks are final when committed and follow one another without forks.
/// 2. ``StoreReader/prepare(_:)`` gives the root of a state that is not there yet, as often as wanted; ``commit(_:)``
///    takes one of them, with the block around it, in one transaction.
/// 3. Reads are scoped: `read(at:)` lends a snapshot to a closure. They neither block commits nor are blocked.
/// 4. Any thread may call anything; commits are done one after the other.
/// 5. The same store in memory, ``inMemory(history:)``, serves tests.
public final class StateStore: Sendable {
    /// The longest storage key in bytes: with a block number of 4 bytes before it, it must fit LMDB's 511.
    public static let keyLengthMaximum = 507

    /// The layout of the tables; a store of another one is refused.
    public static let schemaVersion: UInt32 = 2

    // A structure, since a closure alone in a `Mutex` is wrapped anew by every access.
    private struct DamageListener: Sendable {
        var hear: (@Sendable (StoreError) -> Void)?
    }

    private enum Backend: Sendable {
        case disk(LMDBEnvironment, StoreDirectory)
        case memory(MemoryEnvironment)
    }

    /// How much of the past is kept.
    public let history: History
    private let backend: Backend
    private let writing = Mutex<[UInt8]>([])
    private let damageListener = Mutex(DamageListener())

    /// Opens the store in `directory`, or sets one up there.
    ///
    /// - Parameters:
    ///   - history: may differ from the last time; a longer one cannot bring back what was dropped.
    ///   - audit: what is looked at before the file is believed.
    ///   - mapSize: the most bytes that the file may grow to. It takes address space, neither memory nor disk.
    /// - Throws: ``StoreError/notAStore(path:)``, ``StoreError/schemaMismatch(path:found:expected:)``,
    ///   ``StoreError/damaged(path:finding:)``, ``StoreError/truncated(path:)``, ``StoreError/alreadyOpen(path:)``,
    ///   ``StoreError/inaccessible(path:code:)`` and what a first write may throw.
    public init(
        directory: String, history: History = .standard, durability: Durability = .everyCommit,
        audit: Audit = .everyPage,
        mapSize: Int = 1 << 40
    ) throws(StoreError) {
        let folder = try StoreDirectory(directory)
        let file = directory + "/data.mdb"
        let size = fileSize(file)
        if folder.isMarked, (size ?? 0) == 0 { throw .truncated(path: file) }
        if audit == .everyPage, (size ?? 0) > 0 { try Self.audit(file, isMarked: folder.isMarked) }
        let environment = try LMDBEnvironment(directory: directory, mapSize: mapSize, durability: durability)
        let found = try environment.read { tables throws(StoreError) in
            (schema: try tables.value(.metadata, StoreName.schema), isEmpty: try tables.latest() == nil)
        }
        if let schema = found.schema {
            guard let version = UInt32(tableKey: schema), version == Self.schemaVersion else {
                throw .schemaMismatch(path: file, found: UInt32(tableKey: schema) ?? 0, expected: Self.schemaVersion)
            }
        } else {
            guard found.isEmpty else { throw .notAStore(path: file) }
            try environment.write { tables throws(StoreError) in
                try tables.set(Self.schemaVersion.tableKey, .metadata, StoreName.schema)
            }
        }
        if !folder.isMarked { try folder.setMark() }
        self.history = history
        backend = .disk(environment, folder)
    }

    /// - Parameter isMarked: whether a store was set up here: without that, what does not fit is somebody else's.
    private static func audit(_ file: String, isMarked: Bool) throws(StoreError) {
        do throws(AuditFinding) {
            try StoreAudit.run(file)
        } catch {
            switch error {
            case .otherSchema(let found): throw .schemaMismatch(path: file, found: found, expected: schemaVersion)
            case .unreadable(let code): throw .inaccessible(path: file, code: code)
            case .damage where !isMarked, .tooShort where !isMarked: throw .notAStore(path: file)
            case .damage(let finding): throw .damaged(path: file, finding: finding)
            case .tooShort: throw .truncated(path: file)
            }
        }
    }

    private init(history: History) {
        self.history = history
        backend = .memory(MemoryEnvironment())
    }

    /// An empty store that is gone when it is released.
    public static func inMemory(history: History = .standard) -> StateStore { StateStore(history: history) }

    /// The block committed last, or `nil` before the genesis block.
    public func latest() throws(StoreError) -> BlockRecord? {
        try read { tables throws(StoreError) in try tables.latest() }
    }

    /// Number, hash and state root of a block.
    /// - Throws: ``StoreError/unknownBlock(_:)``.
    public func record(of block: BlockReference) throws(StoreError) -> BlockRecord {
        try read { tables throws(StoreError) in try tables.record(of: block) }
    }

    /// A block with header and body; they are kept for ever.
    /// - Throws: ``StoreError/unknownBlock(_:)``.
    public func block(_ block: BlockReference) throws(StoreError) -> StoredBlock {
        try read { tables throws(StoreError) in try tables.block(try tables.record(of: block)) }
    }

    /// The oldest block whose state can be read.
    public func oldestState() throws(StoreError) -> BlockNumber {
        try read { tables throws(StoreError) in try tables.oldestState() }
    }

    /// How much room the store takes.
    /// - Throws: ``StoreError/inputOutput(code:)``, ``StoreError/tooManyReaders``.
    public func statistics() throws(StoreError) -> StoreStatistics {
        switch backend {
        case .disk(let environment, _):
            return try environment.statistics()
        case .memory:
            var statistics = StoreStatistics()
            statistics.oldestState = try oldestState()
            return statistics
        }
    }

    /// Works out the state after `changes` to the latest block's state, as ``StoreReader/prepare(_:)`` does; on an
    /// empty store it is the genesis state. When the changes come from an execution over a reader, let that reader
    /// prepare them: then it is certain that both mean the same block.
    ///
    /// - Throws: ``StoreError/keyLengthInvalid(length:)``, ``StoreError/duplicateKey(_:)``, ``StoreError/trie(_:)``.
    public func prepare(_ changes: [StateChange]) throws(StoreError) -> PreparedState {
        try read { tables throws(StoreError) in try PreparedState(changes, in: tables) }
    }

    /// Commits a block whose state was prepared on the latest one; on an empty store it is the genesis block.
    ///
    /// - Throws: ``StoreError/staleProposal(parent:latest:)`` when another block came first, ``StoreError/diskFull``,
    ///   ``StoreError/inputOutput(code:)``. Whatever is thrown, nothing was written.
    @discardableResult
    public func commit(_ block: BlockCommit) throws(StoreError) -> BlockRecord {
        for name in block.metadata.keys { Self.checkName(name) }
        let history = history
        return try write(
            disk: { tables throws(StoreError) in try Self.commit(block, keeping: history, to: &tables) },
            memory: { tables throws(StoreError) in try Self.commit(block, keeping: history, to: &tables) })
    }

    private static func commit(
        _ block: BlockCommit, keeping history: History, to tables: inout some WritableTables
    ) throws(StoreError) -> BlockRecord {
        let record = try tables.write(block)
        if case .blocks(let count) = history { try tables.prune(keeping: max(count, 1), latest: record.number) }
        return record
    }

    /// Lends the state at a block to `body`. The reader ends with the closure.
    ///
    /// Keep the closure short: as long as it runs, no page of its snapshot is used again.
    /// - Throws: ``StoreError/unknownBlock(_:)``, ``StoreError/stateDiscarded(_:)``, ``StoreError/tooManyReaders``, and
    ///   what `body` throws.
    public func read<Result>(
        at block: BlockReference = .latest, _ body: (StoreReader) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try read { tables throws(StoreError) in
            let reader = try Self.reader(at: block, in: tables)
            defer { reader.close() }
            return try body(reader)
        }
    }

    /// The same for a body with errors of its own; `wrap` makes one of them of an error of the store:
    ///
    ///     try store.read(at: .latest, failure: ChainError.store) { reader throws(ChainError) in … }
    public func read<Result, Failure: Error>(
        at block: BlockReference = .latest, failure wrap: (StoreError) -> Failure,
        _ body: (StoreReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure>
        do throws(StoreError) {
            outcome = try read(at: block) { reader throws(StoreError) in
                do throws(Failure) { return .success(try body(reader)) } catch { return .failure(error) }
            }
        } catch {
            throw wrap(error)
        }
        return try outcome.get()
    }

    private static func reader(at block: BlockReference, in tables: any Tables) throws(StoreError) -> StoreReader {
        let record = try tables.record(of: block)
        guard let tip = try tables.latest()?.number else { throw .unknownBlock(block) }
        guard record.number >= (try tables.oldestState()) else { throw .stateDiscarded(record.hash) }
        return StoreReader(at: record, tip: tip, tables: tables)
    }

    /// Bytes kept under a name, such as `node/lastExtrinsic`.
    public func metadata(_ name: String) throws(StoreError) -> [UInt8]? {
        try read { tables throws(StoreError) in try tables.value(.metadata, Array(name.utf8)) }
    }

    /// Keeps bytes under a name of 1 to 500 bytes that does not start with `store/`, or removes them. It takes a
    /// transaction of its own; what belongs to a block goes into ``BlockCommit/metadata``.
    /// - Throws: ``StoreError/diskFull``, ``StoreError/inputOutput(code:)``.
    public func setMetadata(_ value: [UInt8]?, for name: String) throws(StoreError) {
        Self.checkName(name)
        try write(
            disk: { tables throws(StoreError) in try tables.set(value, .metadata, Array(name.utf8)) },
            memory: { tables throws(StoreError) in try tables.set(value, .metadata, Array(name.utf8)) })
    }

    private static func checkName(_ name: String) {
        precondition(
            (1...500).contains(name.utf8.count) && !name.hasPrefix(StoreName.prefix),
            "names of metadata have 1 to 500 bytes and do not start with \(StoreName.prefix)")
    }

    /// A few bytes (at most 250) that outlive this process even when it is killed, but not a power failure, written in
    /// about a microsecond: for what is noted before each extrinsic. Empty at first.
    public func note() -> [UInt8] {
        switch backend {
        case .disk(_, let folder): folder.readNote()
        case .memory: writing.withLock { $0 }
        }
    }

    /// Replaces ``note()``.
    /// - Throws: ``StoreError/diskFull``, ``StoreError/inputOutput(code:)``.
    public func setNote(_ bytes: [UInt8]) throws(StoreError) {
        switch backend {
        case .disk(_, let folder): try folder.writeNote(bytes)
        case .memory: writing.withLock { $0 = bytes }
        }
    }

    /// From now on until ``disarmTrapMark()``, a trap of the calling thread puts the number of its signal into the
    /// first byte of the note. It takes ``TrapMark/install()``; a store in memory has nothing that outlives a process.
    public func armTrapMark() {
        if case .disk(_, let folder) = backend { TrapMark.begin(folder.note) }
    }

    /// Ends what ``armTrapMark()`` began.
    public func disarmTrapMark() { TrapMark.end() }

    /// Hears of the first damage that a read meets, ``StoreError/damaged(path:finding:)``. Called on the thread that
    /// met it, which gets the error afterwards.
    public func onDamage(_ listener: @escaping @Sendable (StoreError) -> Void) {
        damageListener.withLock { $0.hear = listener }
    }

    func read<Result>(_ body: (any Tables) throws(StoreError) -> Result) throws(StoreError) -> Result {
        do throws(StoreError) {
            switch backend {
            case .disk(let environment, _):
                return try environment.read { tables throws(StoreError) in try body(tables) }
            case .memory(let environment):
                return try environment.read { tables throws(StoreError) in try body(tables) }
            }
        } catch {
            if case .damaged = error, let listener = damageListener.withLock({ $0.hear.take() }) { listener(error) }
            throw error
        }
    }

    /// Writes, one at a time.
    func write<Result: Sendable>(
        disk: (inout LMDBTables) throws(StoreError) -> Result,
        memory: (inout MemoryTables) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try writing.withLock { _ throws(StoreError) in
            switch backend {
            case .disk(let environment, _): try environment.write(disk)
            case .memory(let environment): try environment.write(memory)
            }
        }
    }
}
