import Primitives

/// The tables of the store. Their order is part of the file's layout, see ``RecordSeal``. Numbers are keys of four
/// bytes, most significant first, so that they sort as numbers do.
enum Table: Int, CaseIterable, Sendable {
    /// Storage key to current value.
    case state
    /// Packed path to node of the current trie.
    case nodes
    /// Block number and storage key to the value before that block: 0 for none, or 1 and the value.
    case changes
    /// Storage key to the numbers of the kept blocks that changed it, ascending; alone with several values a key.
    case touches
    /// Block number to hash, state root and encoded header.
    case headers
    /// Block number to the encoded extrinsics.
    case bodies
    /// Block hash to block number.
    case numbers
    /// Name to bytes.
    case metadata
}

/// A snapshot of all tables. A record that cannot be what was written is not handed out: the read throws
/// ``StoreError/damaged(path:finding:)``.
protocol Tables: Sendable {
    func value(_ table: Table, _ key: [UInt8]) throws(StoreError) -> [UInt8]?

    /// Keys under `prefix` and strictly after `key`, ascending; each once also in ``Table/touches``.
    func keys(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) throws(StoreError) -> [[UInt8]]

    /// Not for ``Table/touches``.
    func entries(
        _ table: Table, under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])]

    /// The first kept block after `number` that changed the storage key.
    func firstTouch(of key: [UInt8], after number: BlockNumber) throws(StoreError) -> BlockNumber?

    /// The error for records that do not fit one another.
    func damage(_ finding: String) -> StoreError
}

/// Tables within one write transaction: all of it happens or nothing.
protocol WritableTables: Tables {
    /// Sets or removes a value; not for ``Table/touches``.
    mutating func set(_ value: [UInt8]?, _ table: Table, _ key: [UInt8]) throws(StoreError)

    mutating func addTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError)
    mutating func removeTouch(of key: [UInt8], by number: BlockNumber) throws(StoreError)
}

extension BlockNumber {
    /// Four bytes, most significant first.
    var tableKey: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }

    /// The inverse of ``tableKey``; `nil` when there are not four bytes.
    init?(tableKey bytes: some Collection<UInt8>) {
        guard bytes.count == 4 else { return nil }
        self = bytes.reduce(0) { $0 << 8 | BlockNumber($1) }
    }
}

extension [UInt8] {
    /// Where a walk under `prefix` that has passed `key` begins: at this key or, when it is `key` itself, after it.
    static func walkStart(under prefix: [UInt8], after key: [UInt8]?) -> [UInt8] {
        guard let key, prefix.lexicographicallyPrecedes(key) else { return prefix }
        return key
    }
}
