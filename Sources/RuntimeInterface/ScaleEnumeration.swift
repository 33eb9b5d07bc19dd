public import SCALE

/// An enumeration whose cases carry nothing: one byte, the raw value.
public protocol ScaleEnumeration: RawRepresentable<UInt8>, CaseIterable, Hashable, ScaleCodable {}

extension ScaleEnumeration {
    @inlinable
    public func encode(to encoder: inout ScaleEncoder) { encoder.append(rawValue) }

    @inlinable
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let index = try decoder.byte()
        guard let value = Self(rawValue: index) else {
            throw .unknownVariant(index: index, type: String(describing: Self.self))
        }
        self = value
    }
}
