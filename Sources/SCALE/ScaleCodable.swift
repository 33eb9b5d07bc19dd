/// A type with a SCALE encoding (Simple Concatenated Aggregate Little-Endian), the wire form of everything on chain.
public protocol ScaleCodable: Sendable {
    /// Appends this value's bytes.
    func encode(to encoder: inout ScaleEncoder)

    /// Reads one value.
    /// - Throws: ``ScaleError`` when the bytes are too few or not a valid form of this type.
    init(from decoder: inout ScaleDecoder) throws(ScaleError)

    /// Appends the elements of a sequence, whose count stands before them.
    static func encode(elements: [Self], to encoder: inout ScaleEncoder)

    /// Reads `count` elements of a sequence.
    /// - Throws: ``ScaleError`` as for a single one.
    static func decode(count: Int, from decoder: inout ScaleDecoder) throws(ScaleError) -> [Self]
}

extension ScaleCodable {
    public static func encode(elements: [Self], to encoder: inout ScaleEncoder) {
        for element in elements { element.encode(to: &encoder) }
    }

    public static func decode(count: Int, from decoder: inout ScaleDecoder) throws(ScaleError) -> [Self] {
        var elements: [Self] = []
        elements.reserveCapacity(min(count, 4096))
        for _ in 0..<count { elements.append(try Self(from: &decoder)) }
        return elements
    }
}

/// Why bytes are not a valid encoding.
public enum ScaleError: Error, Equatable, Sendable {
    /// The input ended inside a value, or a length promises more than there is.
    case endOfInput
    /// A compact integer is too wide for its type or not in its shortest form.
    case malformedCompact
    /// No variant of `type` has this index.
    case unknownVariant(index: UInt8, type: String)
    /// The bytes are of the right length but no value of `type`.
    case invalidValue(type: String)
    /// A complete value was followed by this many bytes.
    case trailingBytes(Int)
    /// Values nest deeper than ``ScaleDecoder/depthMaximum``.
    case nestedTooDeep
}
