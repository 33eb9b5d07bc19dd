/// A signed fixed-point number with 64 integer and 64 fraction bits.
public struct I64F64: FixedPoint {
    /// Fraction bits: 64.
    @inlinable
    public static var fractionBits: Int { 64 }

    /// The value times 2 to the power of 64.
    public var bits: Int128

    @inlinable
    public init(bits: Int128) { self.bits = bits }
}
