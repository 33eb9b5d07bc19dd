/// `count` bytes without a length, such as a 64-byte signature.
public struct FixedBytes<let count: Int>: ScaleCodable {
    private var storage: InlineArray<count, UInt8>

    /// All zero.
    public init() { storage = InlineArray(repeating: 0) }

    /// The given bytes, or `nil` when there are not exactly `count`.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == count else { return nil }
        var storage = InlineArray<count, UInt8>(repeating: 0)
        // Collections of other modules are not specialised here: one call for all bytes instead of several for each.
        let isCopied: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            for index in 0..<count { storage[index] = buffer[index] }
        }
        if isCopied == nil {
            for (index, byte) in zip(0..<count, bytes) { storage[index] = byte }
        }
        self.storage = storage
    }

    /// The bytes as an array.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer[index] = storage[index] }
            initialized = count
        }
    }

    /// The byte at `index`.
    public subscript(index: Int) -> UInt8 {
        get { storage[index] }
        set { storage[index] = newValue }
    }

    public func encode(to encoder: inout ScaleEncoder) {
        for index in 0..<count { encoder.append(storage[index]) }
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let raw = try decoder.read(count)
        var storage = InlineArray<count, UInt8>(repeating: 0)
        raw.withUnsafeBytes { buffer in
            for index in 0..<count { storage[index] = buffer[index] }
        }
        self.storage = storage
    }
}

extension FixedBytes: Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        for index in 0..<count where left.storage[index] != right.storage[index] { return false }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        for index in 0..<count { hasher.combine(storage[index]) }
    }
}
