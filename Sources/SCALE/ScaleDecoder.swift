/// Reads SCALE bytes from an array, front to back, without copying what is still unread.
///
/// Rules that keep a hostile input cheap: a length is never trusted for an allocation beyond the bytes that are there,
/// and nesting is bounded by ``depthMaximum``.
public struct ScaleDecoder: Sendable {
    /// How deep values may nest. Calls inside calls are the only recursive type of the runtime.
    public static let depthMaximum = 64

    @usableFromInline let bytes: [UInt8]
    @usableFromInline var position: Int
    @usableFromInline let end: Int
    private var depth = 0

    /// Starts at the first of `bytes`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    /// Number of bytes consumed so far.
    public var offset: Int { position }

    /// Number of bytes not yet read.
    public var remaining: Int { end - position }

    /// Whether every byte was read.
    public var isAtEnd: Bool { position == end }

    /// Reads one byte.
    @inlinable
    public mutating func byte() throws(ScaleError) -> UInt8 {
        guard position < end else { throw .endOfInput }
        defer { position += 1 }
        return bytes[position]
    }

    /// Reads `count` bytes as they stand.
    public mutating func read(_ count: Int) throws(ScaleError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw .endOfInput }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Reads a fixed-width integer, least significant byte first.
    @inlinable
    public mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self
    ) throws(ScaleError) -> Value {
        let width = MemoryLayout<Value>.size
        guard width <= end - position else { throw .endOfInput }
        defer { position += width }
        let start = position
        return bytes.withUnsafeBytes { buffer in
            Value(littleEndian: buffer.loadUnaligned(fromByteOffset: start, as: Value.self))
        }
    }

    /// Reads a compact integer of at most `Value.bitWidth` bits; the shortest form is the only valid one.
    public mutating func compact<Value: FixedWidthInteger & UnsignedInteger>(
        _ type: Value.Type = Value.self
    ) throws(ScaleError) -> Value {
        let first = try byte()
        switch first & 0b11 {
        case 0:
            return Value(first >> 2)
        case 1:
            let value = UInt16(first) >> 2 | UInt16(try byte()) << 6
            guard value >= 1 << 6, let result = Value(exactly: value) else { throw .malformedCompact }
            return result
        case 2:
            position -= 1
            let value = try integer(UInt32.self) >> 2
            guard value >= 1 << 14, let result = Value(exactly: value) else { throw .malformedCompact }
            return result
        default:
            return try bigCompact(length: Int(first >> 2) + 4)
        }
    }

    private mutating func bigCompact<Value: FixedWidthInteger & UnsignedInteger>(
        length: Int
    ) throws(ScaleError) -> Value {
        let raw = try read(length)
        guard length <= MemoryLayout<Value>.size, let last = raw.last, last != 0 else { throw .malformedCompact }
        var value: Value = 0
        for byte in raw.reversed() { value = value << 8 | Value(byte) }
        guard length > 4 || value >= 1 << 30 else { throw .malformedCompact }
        return value
    }

    /// Reads the length of a sequence whose elements take at least `elementSizeMinimum` bytes each.
    public mutating func count(elementSizeMinimum: Int = 1) throws(ScaleError) -> Int {
        let count: UInt32 = try compact()
        guard elementSizeMinimum == 0 || Int(count) <= remaining / elementSizeMinimum else { throw .endOfInput }
        return Int(count)
    }

    /// Reads a length and as many raw bytes.
    public mutating func lengthPrefixedBytes() throws(ScaleError) -> [UInt8] {
        let length = try count()
        return Array(try read(length))
    }

    /// Reads a value of any codable type.
    @inlinable
    public mutating func decode<Value: ScaleCodable>(_ type: Value.Type = Value.self) throws(ScaleError) -> Value {
        try Value(from: &self)
    }

    /// Reads a nested value of a recursive type; deeper than ``depthMaximum`` is refused.
    public mutating func nested<Value>(
        _ body: (inout ScaleDecoder) throws(ScaleError) -> Value
    ) throws(ScaleError) -> Value {
        guard depth < Self.depthMaximum else { throw .nestedTooDeep }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }
}
