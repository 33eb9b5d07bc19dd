/// A consistent snapshot of the state at one block, sorted by key.
public protocol StateReader: Sendable {
    /// The value under `key`, or `nil` where there is none.
    func value(for key: [UInt8]) -> [UInt8]?

    /// Keys that start with `prefix` and sort strictly after `key` (all of them when `key` is `nil`), ascending, at
    /// most `limit`.
    func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]]

    /// The same keys with their values.
    func entries(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [(key: [UInt8], value: [UInt8])]
}
