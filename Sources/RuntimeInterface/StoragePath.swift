public import Hashing
public import SCALE

/// Puts the key of a map's entry together, part by part.
public struct StoragePath: Sendable {
    /// Everything so far.
    public private(set) var bytes: [UInt8]
    private var position = 0

    /// Begins with the item's 32 bytes and leaves room for `keys` keys of usual size.
    public init(_ item: StoragePrefix, keys: Int) {
        bytes = []
        bytes.reserveCapacity(32 + keys * 48)
        bytes.append(contentsOf: item.bytes)
    }

    /// Adds the next key as its hasher wants it.
    @inlinable
    public mutating func append(_ key: some ScaleCodable, _ hashers: [StorageHasher]) {
        append(encoded: key.encoded(), hashers)
    }

    @usableFromInline
    mutating func append(encoded key: [UInt8], _ hashers: [StorageHasher]) {
        hashers[position].append(key, to: &bytes)
        position += 1
    }
}

/// Reads the keys of a map's entry back from its key in the state.
struct StoragePathReader {
    private var decoder: ScaleDecoder
    private let hashers: [StorageHasher]
    private var position = 0

    init(_ path: [UInt8], _ item: StoragePrefix, _ hashers: [StorageHasher]) throws(ScaleError) {
        decoder = ScaleDecoder(path)
        self.hashers = hashers
        guard try decoder.read(32) == item.bytes[...] else { throw .invalidValue(type: "\(item.pallet).\(item.name)") }
    }

    mutating func next<Key: ScaleCodable>(_ type: Key.Type) throws(ScaleError) -> Key {
        let hasher = hashers[position]
        guard hasher.isReversible else { throw .invalidValue(type: "\(hasher)") }
        position += 1
        _ = try decoder.read(hasher.prefixLength)
        return try decoder.decode()
    }

    func finish() throws(ScaleError) {
        guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
    }
}
