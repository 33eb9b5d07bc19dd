/// A signed fixed-point number with 32 integer and 32 fraction bits.
public struct I32F32: Hashable, Sendable {
    /// The value times 2³².
    public var bits: Int64

    @inlinable
    public init(bits: Int64) { self.bits = bits }
}
