/// A signed fixed-point number with 96 integer and 32 fraction bits.
public struct I96F32: FixedPoint {
    /// Fraction bits: 32.
    @inlinable
    public static var fractionBits: Int { 32 }

    /// The value times 2 to the power of 32.
    public var bits: Int128

    @inlinable
    public init(bits: Int128) { self.bits = bits }
}
