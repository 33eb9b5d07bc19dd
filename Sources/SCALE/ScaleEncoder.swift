/// Collects SCALE bytes. One encoder serves a whole value: nested values append to the same buffer.
public struct ScaleEncoder: Sendable {
    /// Everything encoded so far.
    public private(set) var bytes: [UInt8]

    /// An empty encoder with room for `capacity` bytes.
    public init(capacity: Int = 64) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Appends one byte.
    @inlinable
    public mutating func append(_ byte: UInt8) { appendRaw(byte) }

    /// Appends raw bytes without a length.
    public mutating func append(contentsOf raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

    @usableFromInline
    mutating func appendRaw(_ byte: UInt8) { bytes.append(byte) }

    /// Appends a fixed-width integer, least significant byte first.
    public mutating func append(littleEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends an integer in the compact form: two mode bits, then 6, 14, 30 or up to 536 bits of value.
    /// Source: the SCALE specification, "Compact/general integers".
    public mutating func appendCompact(_ value: some FixedWidthInteger & UnsignedInteger) {
        if value < 1 << 6 {
            bytes.append(UInt8(truncatingIfNeeded: value) << 2)
        } else if value.leadingZeroBitCount >= value.bitWidth - 14 {
            append(littleEndian: UInt16(truncatingIfNeeded: value) << 2 | 0b01)
        } else if value.leadingZeroBitCount >= value.bitWidth - 30 {
            append(littleEndian: UInt32(truncatingIfNeeded: value) << 2 | 0b10)
        } else {
            let used = (value.bitWidth - value.leadingZeroBitCount + 7) / 8
            let length = max(used, 4)
            bytes.append(UInt8(length - 4) << 2 | 0b11)
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0.prefix(length)) }
        }
    }

    /// Appends the compact length that precedes every sequence.
    public mutating func append(count: Int) { appendCompact(UInt64(count)) }
}

extension ScaleCodable {
    /// This value as SCALE bytes.
    @inlinable
    public func encoded() -> [UInt8] {
        var encoder = ScaleEncoder()
        encode(to: &encoder)
        return encoder.bytes
    }

    /// Decodes a value that must fill `bytes` exactly.
    /// - Throws: ``ScaleError`` when bytes are missing, malformed or left over.
    @inlinable
    public init(scale bytes: [UInt8]) throws(ScaleError) {
        var decoder = ScaleDecoder(bytes)
        try self.init(from: &decoder)
        guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
    }
}
