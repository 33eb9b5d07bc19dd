/// A storage item as metadata tells it: a single value or a map.
public struct StorageItemMetadata: ScaleCodable, Hashable {
    /// What an absent value means. The raw values are the indices in metadata.
    public enum Modifier: UInt8, CaseIterable, Sendable {
        /// Nothing is there.
        case optional
        /// ``fallback`` is read instead.
        case `default`
        /// Absence is an error; no runtime of ours has such items.
        case required
    }

    /// How a part of a map's key is hashed. The raw values are the indices in metadata.
    public enum Hasher: UInt8, CaseIterable, Sendable {
        case blake2_128, blake2_256, blake2_128Concat, twox128, twox256, twox64Concat, identity
    }

    /// The keys and the value.
    public enum Kind: Hashable, Sendable {
        /// A single value of this type.
        case plain(TypeID)
        /// A map. With several hashers the key is a tuple with as many members.
        case map(hashers: [Hasher], key: TypeID, value: TypeID)
    }

    public var name: String
    public var modifier: Modifier
    public var kind: Kind
    /// The encoded value that stands for an absent one.
    public var fallback: [UInt8]
    public var docs: [String]

    public init(name: String, modifier: Modifier, kind: Kind, fallback: [UInt8], docs: [String] = []) {
        self.name = name
        self.modifier = modifier
        self.kind = kind
        self.fallback = fallback
        self.docs = docs
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        encoder.append(modifier.rawValue)
        switch kind {
        case .plain(let value):
            encoder.append(0)
            value.encode(to: &encoder)
        case .map(let hashers, let key, let value):
            encoder.append(1)
            hashers.map(\.rawValue).encode(to: &encoder)
            key.encode(to: &encoder)
            value.encode(to: &encoder)
        }
        fallback.encode(to: &encoder)
        docs.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        modifier = try decoder.rawValue(Modifier.self)
        switch try decoder.byte() {
        case 0: kind = .plain(try decoder.decode())
        case 1:
            var hashers: [Hasher] = []
            for _ in 0..<(try decoder.count()) { hashers.append(try decoder.rawValue(Hasher.self)) }
            kind = .map(hashers: hashers, key: try decoder.decode(), value: try decoder.decode())
        case let index: throw .unknownVariant(index: index, type: "StorageEntryType")
        }
        fallback = try decoder.decode()
        docs = try decoder.decode()
    }
}

extension StorageItemMetadata.Kind {
    /// The type of the value.
    public var value: TypeID {
        switch self {
        case .plain(let value), .map(_, _, let value): value
        }
    }

    /// The same with every id replaced.
    public func mapping(_ transform: (TypeID) -> TypeID) -> Self {
        switch self {
        case .plain(let value): .plain(transform(value))
        case .map(let hashers, let key, let value): .map(hashers: hashers, key: transform(key), value: transform(value))
        }
    }
}
