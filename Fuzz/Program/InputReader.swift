/// Takes an input apart from the front; where it ends, zeros go on.
struct InputReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func byte() -> UInt8 {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return bytes[position]
    }

    /// Two bytes, the low one first.
    mutating func word() -> UInt16 { UInt16(byte()) | UInt16(byte()) << 8 }

    /// As many of these as there are.
    mutating func bytes(_ count: Int) -> [UInt8] {
        let end = min(position + count, bytes.count)
        defer { position = end }
        return Array(bytes[position..<end])
    }

    /// Everything that is left.
    mutating func rest() -> [UInt8] { bytes(bytes.count - position) }
}
