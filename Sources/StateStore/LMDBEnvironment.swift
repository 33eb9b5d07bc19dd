import CLMDB
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open LMDB file with the tables of the store.
///
/// `@unchecked Sendable` is sound: the environment's pointer and the table handles are set before the initialiser
/// returns and never change; LMDB allows any thread to begin a transaction on them; the caller lets only one write at a
/// time; `deinit` runs when no method is under way.
final class LMDBEnvironment: @unchecked Sendable {
    let environment: OpaquePointer
    let path: String
    private let handles: [MDB_dbi]
    private let mapSize: Int
    private let readers = Atomic<Int>(0)

    /// The file grows in steps of this size. LMDB leaves the last pages of a transaction unwritten when it no longer
    /// needs them; with the slack the file is nonetheless never shorter than it says, unless it was cut off.
    private static let growthStep = 1 << 20

    /// Opens or creates `data.mdb` in an existing directory. The caller holds the directory's lock.
    init(directory: String, mapSize: Int, durability: Durability) throws(StoreError) {
        path = directory + "/data.mdb"
        self.mapSize = mapSize
        var created: OpaquePointer?
        try Self.check(mdb_env_create(&created))
        guard let created else { throw .inputOutput(code: 0) }
        do throws(StoreError) {
            try Self.check(mdb_env_set_mapsize(created, mapSize))
            try Self.check(mdb_env_set_maxdbs(created, MDB_dbi(Table.allCases.count)))
            try Self.check(mdb_env_set_maxreaders(created, 1022))
            var flags = UInt32(MDB_NOTLS)
            if durability == .temporary { flags |= UInt32(MDB_NOSYNC) }
            try Self.reserveLock(directory + "/lock.mdb")
            try Self.open(created, directory: directory, path: path, flags: flags)
            // Readers of a process that was killed would pin old pages.
            try Self.check(mdb_reader_check(created, nil))
            handles = try Self.openTables(of: created, path: path)
        } catch {
            mdb_env_close(created)
            throw error
        }
        environment = created
    }

    deinit { mdb_env_close(environment) }

    /// Runs `body` on a snapshot of the tables.
    func read<Result>(_ body: (LMDBTables) throws(StoreError) -> Result) throws(StoreError) -> Result {
        var begun: OpaquePointer?
        try check(mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &begun))
        guard let transaction = begun else { throw .inputOutput(code: 0) }
        readers.add(1, ordering: .relaxed)
        defer {
            mdb_txn_abort(transaction)
            readers.subtract(1, ordering: .relaxed)
        }
        return try body(LMDBTables(transaction: transaction, environment: self))
    }

    /// Reads under way.
    var readerCount: Int { readers.load(ordering: .relaxed) }

    /// Runs `body` in a write transaction, which is undone when it throws. One writer at a time.
    func write<Result>(_ body: (inout LMDBTables) throws(StoreError) -> Result) throws(StoreError) -> Result {
        grow()
        var begun: OpaquePointer?
        try check(mdb_txn_begin(environment, nil, 0, &begun))
        guard let transaction = begun else { throw .inputOutput(code: 0) }
        var tables = LMDBTables(transaction: transaction, environment: self)
        let result: Result
        do throws(StoreError) {
            result = try body(&tables)
            try tables.signTransaction()
        } catch {
            mdb_txn_abort(transaction)
            throw error
        }
        // Also a commit that fails ends the transaction, and nothing of it is kept.
        let code = mdb_txn_commit(transaction)
        // A write that comes out short, which is how a disk fills up, is reported by LMDB as EIO.
        if code == EIO, isDiskFull() { throw .diskFull }
        try check(code)
        return result
    }

    /// LMDB's name for a table.
    func handle(_ table: Table) -> MDB_dbi { handles[table.rawValue] }

    /// The error for records that cannot be what was written.
    func damage(_ finding: String) -> StoreError { .damaged(path: path, finding: finding) }

    /// Turns LMDB's answer into an error.
    func check(_ code: Int32) throws(StoreError) {
        if code != 0 { throw failure(code) }
    }

    /// The error for an answer of LMDB that is not 0.
    func failure(_ code: Int32) -> StoreError {
        switch code {
        case MDB_CORRUPTED, MDB_PAGE_NOTFOUND: damage("LMDB met a page that cannot be right, error \(code)")
        default: Self.failure(code)
        }
    }

    private static func failure(_ code: Int32) -> StoreError {
        switch code {
        case MDB_MAP_FULL, ENOSPC, EDQUOT: .diskFull
        case MDB_READERS_FULL: .tooManyReaders
        default: .inputOutput(code: code)
        }
    }

    /// Turns an answer of LMDB or of the system into an error.
    static func check(_ code: Int32) throws(StoreError) {
        if code != 0 { throw failure(code) }
    }

    private static func open(
        _ environment: OpaquePointer, directory: String, path: String, flags: UInt32
    ) throws(StoreError) {
        let code = mdb_env_open(environment, directory, flags, 0o600)
        switch code {
        case 0: break
        case MDB_INVALID, MDB_VERSION_MISMATCH, MDB_CORRUPTED: throw .notAStore(path: path)
        case ENOSPC, EDQUOT: throw .diskFull
        default: throw .inaccessible(path: path, code: code)
        }
        // Reading a page beyond the end of the file would kill the process, so this is looked at before any page.
        guard let size = fileSize(path), size >= usedSize(environment) else { throw .truncated(path: path) }
    }

    /// LMDB maps this file and writes to it, which ends the process where the disk has no room for it. The caller holds
    /// the directory's lock, so that nobody else uses the file, and LMDB sets it up anew.
    private static func reserveLock(_ path: String) throws(StoreError) {
        let file = Self.openFile(path)
        guard file >= 0 else { throw .inaccessible(path: path, code: errno) }
        defer { close(file) }
        try StoreDirectory.reserve(file, size: 65_536)
    }

    private static func openFile(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
            Musl.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #elseif canImport(Darwin)
            Darwin.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #endif
    }

    private static func openTables(of environment: OpaquePointer, path: String) throws(StoreError) -> [MDB_dbi] {
        var begun: OpaquePointer?
        try check(mdb_txn_begin(environment, nil, 0, &begun))
        guard let transaction = begun else { throw .inputOutput(code: 0) }
        let handles: [MDB_dbi]
        do throws(StoreError) {
            handles = try openTables(in: transaction, path: path)
        } catch {
            mdb_txn_abort(transaction)
            throw error
        }
        try check(mdb_txn_commit(transaction))
        return handles
    }

    private static func openTables(in transaction: OpaquePointer, path: String) throws(StoreError) -> [MDB_dbi] {
        var root = MDB_dbi()
        try check(mdb_dbi_open(transaction, nil, 0, &root))
        var statistics = MDB_stat()
        try check(mdb_stat(transaction, root, &statistics))
        var handles: [MDB_dbi] = []
        for table in Table.allCases {
            var flags = table == .touches ? UInt32(MDB_DUPSORT | MDB_DUPFIXED) : 0
            // In a file that is not empty the tables are there, or it is somebody else's.
            if statistics.ms_entries == 0 { flags |= UInt32(MDB_CREATE) }
            var handle = MDB_dbi()
            let code = mdb_dbi_open(transaction, "\(table)", flags, &handle)
            if code == MDB_NOTFOUND || code == MDB_INCOMPATIBLE { throw .notAStore(path: path) }
            try check(code)
            handles.append(handle)
        }
        return handles
    }

    /// The bytes that the committed pages take up.
    private static func usedSize(_ environment: OpaquePointer) -> Int {
        var information = MDB_envinfo()
        var statistics = MDB_stat()
        guard mdb_env_info(environment, &information) == 0, mdb_env_stat(environment, &statistics) == 0
        else { return 0 }
        return (information.me_last_pgno + 1) * Int(statistics.ms_psize)
    }

    private func grow() {
        let wanted = min(Self.usedSize(environment) + Self.growthStep / 2, mapSize)
        guard let size = fileSize(path), size < wanted else { return }
        // Only the length is set, no block of the disk is taken; where that fails, the file grows by itself.
        _ = truncate(path, off_t(min((wanted / Self.growthStep + 1) * Self.growthStep, mapSize)))
    }

    private func isDiskFull() -> Bool {
        var status = statvfs()
        return statvfs(path, &status) == 0 && status.f_bavail < 1024
    }
}

/// The length of a file in bytes, or `nil` where there is none.
func fileSize(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
}
