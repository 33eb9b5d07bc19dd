import Hashing

/// The checksum behind every value of a file's tables: LMDB has none, and a disk that hands out other bytes than it was
/// given must not become another balance.
///
/// It covers table, key and value, so that a whole record at the wrong place is found as well. It is no protection
/// against an enemy who can write to the file.
enum RecordSeal {
    /// Bytes behind a value.
    static let size = 8

    /// The checksum of a record. The numbers of the tables are part of the file's layout.
    static func checksum(_ table: Table, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> UInt64 {
        Twox.checksum64(value, seed: Twox.checksum64(key, seed: UInt64(table.rawValue))).littleEndian
    }

    /// The value within `record`, without its checksum; `nil` where that does not fit.
    static func value(
        _ table: Table, _ key: UnsafeRawBufferPointer, in record: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        guard record.count >= size else { return nil }
        let value = UnsafeRawBufferPointer(rebasing: record.dropLast(size))
        guard record.loadUnaligned(fromByteOffset: value.count, as: UInt64.self) == checksum(table, key, value) else {
            return nil
        }
        return value
    }

    /// `value` with its checksum behind it.
    static func sealed(_ table: Table, _ key: [UInt8], _ value: [UInt8]) -> [UInt8] {
        let sum = key.withUnsafeBytes { key in value.withUnsafeBytes { Self.checksum(table, key, $0) } }
        return value + withUnsafeBytes(of: sum) { Array($0) }
    }
}
