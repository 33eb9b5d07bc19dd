/// An unsigned fixed-point number with 64 integer and 64 fraction bits.
public struct U64F64: FixedPoint {
    /// Fraction bits: 64.
    @inlinable
    public static var fractionBits: Int { 64 }

    /// The value times 2 to the power of 64.
    public var bits: UInt128

    @inlinable
    public init(bits: UInt128) { self.bits = bits }
}
