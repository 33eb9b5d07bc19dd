/// A signed fixed-point number with 32 integer and 32 fraction bits.
public struct I32F32: FixedPoint {
    /// Fraction bits: 32.
    @inlinable
    public static var fractionBits: Int { 32 }

    /// The value times 2 to the power of 32.
    public var bits: Int64

    @inlinable
    public init(bits: Int64) { self.bits = bits }
}
