/// What a pallet offers, as metadata tells it.
public struct PalletMetadata: Hashable, Sendable {
    public var name: String
    /// The byte that stands for the pallet in calls, events and errors.
    public var index: UInt8
    public var storage: StorageMetadata?
    /// The enumeration of its calls.
    public var calls: TypeID?
    /// The enumeration of its events.
    public var events: TypeID?
    /// The enumeration of its errors.
    public var errors: TypeID?
    public var constants: [ConstantMetadata]
    /// Lines of documentation; only version 15 carries them.
    public var docs: [String]

    public init(
        name: String, index: UInt8, storage: StorageMetadata?, calls: TypeID?, events: TypeID?, errors: TypeID?,
        constants: [ConstantMetadata], docs: [String] = []
    ) {
        self.name = name
        self.index = index
        self.storage = storage
        self.calls = calls
        self.events = events
        self.errors = errors
        self.constants = constants
        self.docs = docs
    }

    func encode(to encoder: inout ScaleEncoder, version: MetadataVersion) {
        name.encode(to: &encoder)
        storage.encode(to: &encoder)
        calls.encode(to: &encoder)
        events.encode(to: &encoder)
        constants.encode(to: &encoder)
        errors.encode(to: &encoder)
        encoder.append(index)
        if version == .v15 { docs.encode(to: &encoder) }
    }

    init(from decoder: inout ScaleDecoder, version: MetadataVersion) throws(ScaleError) {
        name = try decoder.decode()
        storage = try decoder.decode()
        calls = try decoder.decode()
        events = try decoder.decode()
        constants = try decoder.decode()
        errors = try decoder.decode()
        index = try decoder.byte()
        docs = version == .v15 ? try decoder.decode() : []
    }
}

/// The storage of a pallet: the prefix of its paths and its items.
public struct StorageMetadata: ScaleCodable, Hashable {
    public var prefix: String
    public var items: [StorageItemMetadata]

    public init(prefix: String, items: [StorageItemMetadata]) {
        self.prefix = prefix
        self.items = items
    }

    public func encode(to encoder: inout ScaleEncoder) {
        prefix.encode(to: &encoder)
        items.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        prefix = try decoder.decode()
        items = try decoder.decode()
    }
}

/// A constant of a pallet with its encoded value.
public struct ConstantMetadata: ScaleCodable, Hashable {
    public var name: String
    public var type: TypeID
    public var value: [UInt8]
    public var docs: [String]

    public init(name: String, type: TypeID, value: [UInt8], docs: [String] = []) {
        self.name = name
        self.type = type
        self.value = value
        self.docs = docs
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        type.encode(to: &encoder)
        value.encode(to: &encoder)
        docs.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        type = try decoder.decode()
        value = try decoder.decode()
        docs = try decoder.decode()
    }
}
