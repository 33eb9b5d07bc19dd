import CLMDB
import Primitives

/// The tables within one LMDB transaction. Valid only while that transaction is; whoever begins it keeps this value
/// from outliving it.
///
/// `@unchecked Sendable` is sound: a transaction may be used by any thread (MDB_NOTLS), but by one at a time. Writes
/// and the store's own reads stay on the thread that began them; ``StoreReader`` lets its callers in one by one.
struct LMDBTables: WritableTables, @unchecked Sendable {
    let transaction: OpaquePointer
    let environment: LMDBEnvironment

    func value(_ table: Table, _ key: [UInt8]) throws(StoreError) -> [UInt8]? {
        guard !key.isEmpty else { return nil }
        let record: Result<[UInt8]?, StoreError> = key.withUnsafeBytes { key in
            var name = MDB_val(key)
            var data = MDB_val()
            switch mdb_get(transaction, environment.handle(table), &name, &data) {
            case 0: return opened(table, key, data).map { Array($0) }
            case MDB_NOTFOUND: return .success(nil)
            case let code: return .failure(environment.failure(code))
            }
        }
        return try record.get()
    }

    func keys(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) throws(StoreError) -> [[UInt8]] {
        var result: [[UInt8]] = []
        try walk(table, under: prefix, after: key, limit: limit) { name, _ in result.append(name) }
        return result
    }

    func entries(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
        var result: [(key: [UInt8], value: [UInt8])] = []
        try walk(table, under: prefix, after: key, limit: limit) { result.append((key: $0, value: Array($1))) }
        return result
    }

    func firstTouch(of key: [UInt8], after number: BlockNumber) throws(StoreError) -> BlockNumber? {
        guard !key.isEmpty, number < .max else { return nil }
        return try withCursor(.touches) { cursor in
            key.withUnsafeBytes { key in
                (number + 1).tableKey.withUnsafeBytes { wanted in
                    var name = MDB_val(key)
                    var data = MDB_val(wanted)
                    switch mdb_cursor_get(cursor, &name, &data, MDB_GET_BOTH_RANGE) {
                    case 0: return opened(.touches, key, data).map { BlockNumber(tableKey: $0) }
                    case MDB_NOTFOUND: return .success(nil)
                    case let code: return .failure(environment.failure(code))
                    }
                }
            }
        }
    }

    mutating func set(_ value: [UInt8]?, _ table: Table, _ key: [UInt8]) throws(StoreError) {
        let handle = environment.handle(table)
        let code = key.withUnsafeBytes { key in
            var name = MDB_val(key)
            guard let value else { return mdb_del(transaction, handle, &name, nil) }
            return value.withUnsafeBytes { value in
                // LMDB lends the place, so that value and checksum need not be put together first.
                var data = MDB_val(mv_size: value.count + RecordSeal.size, mv_data: nil)
                let code = mdb_put(transaction, handle, &name, &data, UInt32(MDB_RESERVE))
                guard code == 0 else { return code }
                let place = UnsafeMutableRawBufferPointer(start: data.mv_data, count: data.mv_size)
                place.copyMemory(from: value)
                place.storeBytes(
                    of: RecordSeal.checksum(table, key, value), toByteOffset: value.count, as: UInt64.self)
                return code
            }
        }
        if code != MDB_NOTFOUND { try environment.check(code) }
    }

    mutating func addTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError) {
        try environment.check(
            withTouch(of: key, by: number) { name, data in
                mdb_put(transaction, environment.handle(.touches), &name, &data, 0)
            })
    }

    mutating func removeTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError) {
        let code = withTouch(of: key, by: number) { name, data in
            mdb_del(transaction, environment.handle(.touches), &name, &data)
        }
        if code != MDB_NOTFOUND { try environment.check(code) }
    }

    /// Lends LMDB a record of the touches, whose checksum stands behind the block's number.
    private func withTouch(
        of key: [UInt8], by number: BlockNumber, _ body: (inout MDB_val, inout MDB_val) -> Int32
    ) -> Int32 {
        key.withUnsafeBytes { name in
            RecordSeal.sealed(.touches, key, number.tableKey).withUnsafeBytes { record in
                var name = MDB_val(name)
                var data = MDB_val(record)
                return body(&name, &data)
            }
        }
    }

    func damage(_ finding: String) -> StoreError { environment.damage(finding) }

    /// Writes the transaction's own number into it, which is how ``StoreAudit`` knows that the file's head is not an
    /// older one.
    mutating func signTransaction() throws(StoreError) {
        let number = UInt64(mdb_txn_id(transaction)).littleEndian
        try set(withUnsafeBytes(of: number) { Array($0) }, .metadata, StoreName.transaction)
    }

    private func walk(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int,
        _ visit: ([UInt8], UnsafeRawBufferPointer) -> Void
    ) throws(StoreError) {
        guard limit > 0 else { return }
        let start = [UInt8].walkStart(under: prefix, after: key)
        try withCursor(table) { (cursor) -> Result<Void, StoreError> in
            var name = MDB_val()
            var data = MDB_val()
            var code: Int32
            if start.isEmpty {
                code = mdb_cursor_get(cursor, &name, &data, MDB_FIRST)
            } else {
                code = start.withUnsafeBytes {
                    name = MDB_val($0)
                    return mdb_cursor_get(cursor, &name, &data, MDB_SET_RANGE)
                }
            }
            var count = 0
            while code == 0, count < limit {
                let bytes = Array(name.buffer)
                guard bytes.starts(with: prefix) else { return .success(()) }
                if bytes != key {
                    switch opened(table, name.buffer, data) {
                    case .success(let value): visit(bytes, value)
                    case .failure(let error): return .failure(error)
                    }
                    count += 1
                }
                code = mdb_cursor_get(cursor, &name, &data, table == .touches ? MDB_NEXT_NODUP : MDB_NEXT)
            }
            return code == 0 || code == MDB_NOTFOUND ? .success(()) : .failure(environment.failure(code))
        }
    }

    private func withCursor<Value>(
        _ table: Table, _ body: (OpaquePointer) -> Result<Value, StoreError>
    ) throws(StoreError) -> Value {
        var cursor: OpaquePointer?
        let code = mdb_cursor_open(transaction, environment.handle(table), &cursor)
        guard code == 0, let cursor else { throw environment.failure(code) }
        defer { mdb_cursor_close(cursor) }
        return try body(cursor).get()
    }

    /// The value of a record whose checksum fits.
    private func opened(
        _ table: Table, _ key: UnsafeRawBufferPointer, _ record: MDB_val
    ) -> Result<UnsafeRawBufferPointer, StoreError> {
        if let value = RecordSeal.value(table, key, in: record.buffer) { return .success(value) }
        return .failure(environment.damage("the checksum of a record in the table '\(table)' does not fit"))
    }
}

extension MDB_val {
    /// Lends bytes to LMDB, which does not write to them.
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }

    /// The bytes, which live in the map only as long as the transaction.
    fileprivate var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: mv_data, count: mv_size) }
}
