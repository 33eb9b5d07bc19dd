public import SCALE

/// 32 bytes as four machine words: cheap to copy, compare and hash.
public struct Bytes32: Hashable, Comparable, ScaleCodable {
    // Big-endian words, so that comparing words compares bytes.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// All zero.
    public init() { words = (0, 0, 0, 0) }

    /// The given bytes, or `nil` when there are not exactly 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        // Collections of other modules are not specialised here: one call for all bytes instead of one for each.
        let loaded = bytes.withContiguousStorageIfAvailable { buffer in
            let raw = UnsafeRawBufferPointer(buffer)
            func word(_ index: Int) -> UInt64 {
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
            return (word(0), word(1), word(2), word(3))
        }
        if let loaded {
            words = loaded
            return
        }
        var iterator = bytes.makeIterator()
        func word() -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<8 { value = value << 8 | UInt64(iterator.next() ?? 0) }
            return value
        }
        words = (word(), word(), word(), word())
    }

    /// The bytes, first to last.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, initialized in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.storeBytes(of: words.0.bigEndian, toByteOffset: 0, as: UInt64.self)
            raw.storeBytes(of: words.1.bigEndian, toByteOffset: 8, as: UInt64.self)
            raw.storeBytes(of: words.2.bigEndian, toByteOffset: 16, as: UInt64.self)
            raw.storeBytes(of: words.3.bigEndian, toByteOffset: 24, as: UInt64.self)
            initialized = 32
        }
    }

    public func encode(to encoder: inout ScaleEncoder) {
        encoder.append(littleEndian: words.0.byteSwapped)
        encoder.append(littleEndian: words.1.byteSwapped)
        encoder.append(littleEndian: words.2.byteSwapped)
        encoder.append(littleEndian: words.3.byteSwapped)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        words.0 = try decoder.integer(UInt64.self).byteSwapped
        words.1 = try decoder.integer(UInt64.self).byteSwapped
        words.2 = try decoder.integer(UInt64.self).byteSwapped
        words.3 = try decoder.integer(UInt64.self).byteSwapped
    }

    public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    /// Byte order, first byte most significant.
    public static func < (left: Self, right: Self) -> Bool { left.words < right.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

/// An account: a public key of 32 bytes or the address of a pallet's own account. Hotkeys and coldkeys are accounts.
public struct AccountID: Hashable, Comparable, ScaleCodable {
    /// The 32 bytes.
    public var raw: Bytes32

    /// The zero account, which nobody has the key of.
    public static let zero = AccountID(Bytes32())

    @inlinable
    public init(_ raw: Bytes32) { self.raw = raw }

    /// The given bytes, or `nil` when there are not exactly 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard let raw = Bytes32(bytes) else { return nil }
        self.raw = raw
    }

    /// The 32 bytes as an array.
    public var bytes: [UInt8] { raw.bytes }

    public func encode(to encoder: inout ScaleEncoder) { raw.encode(to: &encoder) }
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { raw = try decoder.decode() }

    /// Order of the raw bytes: the order in which the chain walks accounts.
    public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}
