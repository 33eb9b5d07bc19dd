/// A write to the chain's state: a new value, or `nil` for a removal.
public struct StateChange: Hashable, Sendable {
    /// Key in the state.
    public var key: [UInt8]
    /// The value from now on.
    public var value: [UInt8]?

    public init(key: [UInt8], value: [UInt8]?) {
        self.key = key
        self.value = value
    }
}
