import CLMDB
import Primitives

/// The tables within one LMDB transaction. Valid only while that transaction is; whoever begins it keeps this value
/// from outliving it.
///
/// `@unchecked Sendable` is sound: a transaction may be used by any thread (MDB_NOTLS), but by one at a time. Writes
/// and the store's own reads stay on the thread that began them; ``StoreReader`` lets its callers in one by one.
struct LMDBTables: WritableTables, @unchecked Sendable {
    let transaction: OpaquePointer
    let handles: [MDB_dbi]

    func value(_ table: Table, _ key: [UInt8]) -> [UInt8]? {
        guard !key.isEmpty else { return nil }
        return withValue(key) { name in
            var name = name
            var data = MDB_val()
            let code = mdb_get(transaction, handles[table.rawValue], &name, &data)
            return Self.found(code) ? data.bytes : nil
        }
    }

    func keys(_ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        var result: [[UInt8]] = []
        walk(table, under: prefix, after: key, limit: limit) { name, _ in result.append(name) }
        return result
    }

    func entries(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) -> [(key: [UInt8], value: [UInt8])] {
        var result: [(key: [UInt8], value: [UInt8])] = []
        walk(table, under: prefix, after: key, limit: limit) { result.append((key: $0, value: $1.bytes)) }
        return result
    }

    func firstTouch(of key: [UInt8], after number: BlockNumber) -> BlockNumber? {
        guard !key.isEmpty, number < .max else { return nil }
        return withCursor(.touches) { cursor in
            withValue(key) { name in
                withValue((number + 1).tableKey) { wanted in
                    var name = name
                    var wanted = wanted
                    let code = mdb_cursor_get(cursor, &name, &wanted, MDB_GET_BOTH_RANGE)
                    return Self.found(code) ? BlockNumber(tableKey: wanted.bytes) : nil
                }
            }
        }
    }

    mutating func set(_ value: [UInt8]?, _ table: Table, _ key: [UInt8]) throws(StoreError) {
        let handle = handles[table.rawValue]
        let code = withValue(key) { name in
            var name = name
            guard let value else { return mdb_del(transaction, handle, &name, nil) }
            return withValue(value) { data in
                var data = data
                return mdb_put(transaction, handle, &name, &data, 0)
            }
        }
        if code != MDB_NOTFOUND { try LMDBEnvironment.check(code) }
    }

    mutating func addTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError) {
        let code = withValue(key) { name in
            withValue(number.tableKey) { data in
                var name = name
                var data = data
                return mdb_put(transaction, handles[Table.touches.rawValue], &name, &data, 0)
            }
        }
        try LMDBEnvironment.check(code)
    }

    mutating func removeTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError) {
        let code = withValue(key) { name in
            withValue(number.tableKey) { data in
                var name = name
                var data = data
                return mdb_del(transaction, handles[Table.touches.rawValue], &name, &data)
            }
        }
        if code != MDB_NOTFOUND { try LMDBEnvironment.check(code) }
    }

    private func walk(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int, _ visit: ([UInt8], MDB_val) -> Void
    ) {
        guard limit > 0 else { return }
        let start = [UInt8].walkStart(under: prefix, after: key)
        withCursor(table) { cursor in
            var name = MDB_val()
            var data = MDB_val()
            var code: Int32
            if start.isEmpty {
                code = mdb_cursor_get(cursor, &name, &data, MDB_FIRST)
            } else {
                code = withValue(start) {
                    name = $0
                    return mdb_cursor_get(cursor, &name, &data, MDB_SET_RANGE)
                }
            }
            var count = 0
            while Self.found(code), count < limit {
                let bytes = name.bytes
                guard bytes.starts(with: prefix) else { return }
                if bytes != key {
                    visit(bytes, data)
                    count += 1
                }
                code = mdb_cursor_get(cursor, &name, &data, table == .touches ? MDB_NEXT_NODUP : MDB_NEXT)
            }
        }
    }

    private func withCursor<Result>(_ table: Table, _ body: (OpaquePointer) -> Result) -> Result {
        var cursor: OpaquePointer?
        let code = mdb_cursor_open(transaction, handles[table.rawValue], &cursor)
        guard code == 0, let cursor else { fatalError("reading the store failed (LMDB error \(code))") }
        defer { mdb_cursor_close(cursor) }
        return body(cursor)
    }

    /// Whether a look-up found something; a failure other than that ends the process, see ``Tables``.
    private static func found(_ code: Int32) -> Bool {
        precondition(code == 0 || code == MDB_NOTFOUND, "reading the store failed (LMDB error \(code))")
        return code == 0
    }
}

/// Lends bytes to LMDB, which does not write to them.
private func withValue<Result>(_ bytes: [UInt8], _ body: (MDB_val) -> Result) -> Result {
    bytes.withUnsafeBytes { buffer in
        body(MDB_val(mv_size: buffer.count, mv_data: UnsafeMutableRawPointer(mutating: buffer.baseAddress)))
    }
}

extension MDB_val {
    /// A copy of the bytes, which live in the map only as long as the transaction.
    fileprivate var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: mv_data, count: mv_size)) }
}
