/// A consistent snapshot of the state at one block, sorted by key. Every read throws ``StoreError`` where what stands
/// on the disk cannot be what was written.
public protocol StateReader: Sendable {
    /// The value under `key`, or `nil` where there is none.
    func value(for key: [UInt8]) throws(StoreError) -> [UInt8]?

    /// Keys that start with `prefix` and sort strictly after `key` (all of them when `key` is `nil`), ascending, at
    /// most `limit`.
    func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) throws(StoreError) -> [[UInt8]]

    /// The same keys with their values.
    func entries(
        under prefix: [UInt8], after key: [UInt8]?, limit: Int
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])]
}

extension StateReader {
    /// The values under several keys, in their order.
    public func values(for keys: [[UInt8]]) throws(StoreError) -> [[UInt8]?] {
        var values: [[UInt8]?] = []
        values.reserveCapacity(keys.count)
        for key in keys { values.append(try value(for: key)) }
        return values
    }
}
