extension ScaleCodable where Self: FixedWidthInteger {
    @inlinable
    public func encode(to encoder: inout ScaleEncoder) { encoder.append(littleEndian: self) }

    @inlinable
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { self = try decoder.integer() }
}

/// Bytes are by far the commonest element of sequences: copied whole instead of one by one.
extension UInt8: ScaleCodable {
    public static func encode(elements: [UInt8], to encoder: inout ScaleEncoder) {
        encoder.append(contentsOf: elements)
    }

    public static func decode(count: Int, from decoder: inout ScaleDecoder) throws(ScaleError) -> [UInt8] {
        Array(try decoder.read(count))
    }
}

extension UInt16: ScaleCodable {}
extension UInt32: ScaleCodable {}
extension UInt64: ScaleCodable {}
extension UInt128: ScaleCodable {}
extension Int8: ScaleCodable {}
extension Int16: ScaleCodable {}
extension Int32: ScaleCodable {}
extension Int64: ScaleCodable {}
extension Int128: ScaleCodable {}

extension Bool: ScaleCodable {
    public func encode(to encoder: inout ScaleEncoder) { encoder.append(self ? 1 : 0) }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        switch try decoder.byte() {
        case 0: self = false
        case 1: self = true
        default: throw .invalidValue(type: "bool")
        }
    }
}

/// A value whose compact form stands for it inside ``Compact``: an unsigned integer or a newtype of one.
public protocol CompactCodable: ScaleCodable {
    /// The integer that is written.
    associatedtype CompactValue: FixedWidthInteger & UnsignedInteger
    /// This value as that integer.
    var compactValue: CompactValue { get }
    /// The value of that integer.
    init(compactValue: CompactValue)
}

extension CompactCodable where Self: FixedWidthInteger & UnsignedInteger {
    public var compactValue: Self { self }
    public init(compactValue: Self) { self = compactValue }
}

extension UInt8: CompactCodable {}
extension UInt16: CompactCodable {}
extension UInt32: CompactCodable {}
extension UInt64: CompactCodable {}
extension UInt128: CompactCodable {}

/// An integer that is encoded in the compact form.
public struct Compact<Value: CompactCodable>: ScaleCodable {
    /// The integer or its newtype.
    public var value: Value

    /// Wraps `value`.
    @inlinable
    public init(_ value: Value) { self.value = value }

    public func encode(to encoder: inout ScaleEncoder) { encoder.appendCompact(value.compactValue) }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        value = Value(compactValue: try decoder.compact())
    }
}

extension Compact: Equatable where Value: Equatable {}
extension Compact: Hashable where Value: Hashable {}
