/// How one part of a map's key is made into bytes of the storage path. The raw values are the indices in metadata.
public enum StorageHasher: UInt8, CaseIterable, Sendable {
    /// BLAKE2b-128 of the encoded key.
    case blake2_128 = 0
    /// BLAKE2b-256 of the encoded key.
    case blake2_256 = 1
    /// BLAKE2b-128 of the encoded key, then the key itself.
    case blake2_128Concat = 2
    /// ``Twox/hash128(_:)-([UInt8])`` of the encoded key.
    case twox128 = 3
    /// ``Twox/hash256(_:)-([UInt8])`` of the encoded key.
    case twox256 = 4
    /// ``Twox/hash64(_:)-([UInt8])`` of the encoded key, then the key itself.
    case twox64Concat = 5
    /// The encoded key as it stands.
    case identity = 6

    /// Bytes of digest before the key itself, or in its place where the hasher is not reversible.
    public var prefixLength: Int {
        switch self {
        case .blake2_128, .blake2_128Concat, .twox128: 16
        case .blake2_256, .twox256: 32
        case .twox64Concat: 8
        case .identity: 0
        }
    }

    /// Whether the key can be read back from the path: it stands there after ``prefixLength`` bytes.
    public var isReversible: Bool {
        switch self {
        case .blake2_128Concat, .twox64Concat, .identity: true
        case .blake2_128, .blake2_256, .twox128, .twox256: false
        }
    }

    /// Appends what stands in the path for `encodedKey`, the SCALE bytes of the key.
    public func append(_ encodedKey: [UInt8], to path: inout [UInt8]) {
        encodedKey.withUnsafeBytes { key in
            switch self {
            case .blake2_128, .blake2_128Concat: Self.appendBlake2b(key, length: 16, to: &path)
            case .blake2_256: Self.appendBlake2b(key, length: 32, to: &path)
            case .twox128: Twox.append(key, words: 2, to: &path)
            case .twox256: Twox.append(key, words: 4, to: &path)
            case .twox64Concat: Twox.append(key, words: 1, to: &path)
            case .identity: break
            }
        }
        if isReversible { path.append(contentsOf: encodedKey) }
    }

    private static func appendBlake2b(_ key: UnsafeRawBufferPointer, length: Int, to path: inout [UInt8]) {
        withUnsafeTemporaryAllocation(byteCount: length, alignment: 8) { digest in
            Blake2b.write(key, to: digest)
            path.append(contentsOf: digest)
        }
    }
}
