public import FixedPoint
public import SCALE

extension FixedPoint where Self: ScaleCodable {
    /// The bits, least significant byte first: on chain a composite with the one field `bits`.
    public func encode(to encoder: inout ScaleEncoder) { encoder.append(littleEndian: bits) }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { self.init(bits: try decoder.integer()) }
}

extension I32F32: ScaleCodable {}
extension I64F64: ScaleCodable {}
extension I96F32: ScaleCodable {}
extension U64F64: ScaleCodable {}
extension U96F32: ScaleCodable {}

extension SafeFloat: ScaleCodable {
    /// The mantissa in 16 bytes, the exponent in 8.
    public func encode(to encoder: inout ScaleEncoder) {
        encoder.append(littleEndian: mantissa)
        encoder.append(littleEndian: exponent)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let mantissa: UInt128 = try decoder.integer()
        self.init(uncheckedMantissa: mantissa, exponent: try decoder.integer())
    }
}
