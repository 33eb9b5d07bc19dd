import CLMDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension LMDBEnvironment {
    /// What LMDB and the file system say of the file.
    func statistics() throws(StoreError) -> StoreStatistics {
        var information = MDB_envinfo()
        var pages = MDB_stat()
        try check(mdb_env_info(environment, &information))
        try check(mdb_env_stat(environment, &pages))
        var result = StoreStatistics()
        result.pageByteCount = Int(pages.ms_psize)
        result.usedByteCount = (Int(information.me_last_pgno) + 1) * result.pageByteCount
        result.mapByteMaximum = Int(information.me_mapsize)
        result.readerMaximum = Int(information.me_maxreaders)
        result.readerCount = readerCount
        result.fileByteCount = fileSize(path) ?? 0
        result.availableByteCount = availableByteCount
        try read { (tables) throws(StoreError) in
            result.freePageCount = try Self.freePageCount(in: tables.transaction)
            result.oldestState = try tables.oldestState()
        }
        return result
    }

    /// Room on the file system for a user without privileges.
    private var availableByteCount: Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// LMDB keeps lists of free pages in its table 0; each list begins with its length.
    private static func freePageCount(in transaction: OpaquePointer) throws(StoreError) -> Int {
        var cursor: OpaquePointer?
        try check(mdb_cursor_open(transaction, 0, &cursor))
        defer { mdb_cursor_close(cursor) }
        var count = 0
        var key = MDB_val()
        var list = MDB_val()
        while true {
            let code = mdb_cursor_get(cursor, &key, &list, MDB_NEXT)
            if code == MDB_NOTFOUND { return count }
            try check(code)
            guard list.mv_size >= MemoryLayout<Int>.size, let start = list.mv_data else { continue }
            count += start.loadUnaligned(as: Int.self)
        }
    }
}
