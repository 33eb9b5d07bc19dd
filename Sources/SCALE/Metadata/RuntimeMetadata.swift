/// The versions of the metadata format that clients of Bittensor read.
public enum MetadataVersion: UInt8, CaseIterable, Sendable {
    case v14 = 14
    case v15 = 15
}

/// A runtime's description of itself: types, pallets, extrinsics and runtime APIs.
///
/// Source of the format: the `frame-metadata` types of versions 14 and 15, as clients decode them.
public struct RuntimeMetadata: Hashable, Sendable {
    public var types: PortableRegistry
    public var pallets: [PalletMetadata]
    public var extrinsic: ExtrinsicMetadata
    /// The runtime's own type.
    public var runtime: TypeID
    /// Runtime APIs; version 14 has none.
    public var apis: [RuntimeAPIMetadata]
    /// The enumerations of all pallets' calls, events and errors; version 14 has none.
    public var outer: OuterEnumsMetadata?
    /// Free entries; version 14 has none.
    public var custom: [CustomMetadata]

    public init(
        types: PortableRegistry, pallets: [PalletMetadata], extrinsic: ExtrinsicMetadata, runtime: TypeID,
        apis: [RuntimeAPIMetadata], outer: OuterEnumsMetadata?, custom: [CustomMetadata]
    ) {
        self.types = types
        self.pallets = pallets
        self.extrinsic = extrinsic
        self.runtime = runtime
        self.apis = apis
        self.outer = outer
        self.custom = custom
    }

    private static let magic: [UInt8] = Array("meta".utf8)

    /// Reads a whole blob of version 14 or 15, with its magic number.
    /// - Throws: ``ScaleError`` when it is neither or bytes are malformed or left over.
    public init(blob: [UInt8]) throws(ScaleError) {
        var decoder = ScaleDecoder(blob)
        guard Array(try decoder.read(4)) == Self.magic else { throw .invalidValue(type: "RuntimeMetadata") }
        let version = try decoder.rawValue(MetadataVersion.self)
        types = try decoder.decode()
        pallets = []
        for _ in 0..<(try decoder.count()) { pallets.append(try PalletMetadata(from: &decoder, version: version)) }
        switch version {
        case .v14:
            extrinsic = try ExtrinsicMetadata(from: &decoder, types: types)
            runtime = try decoder.decode()
            apis = []
            outer = nil
            custom = []
        case .v15:
            extrinsic = try ExtrinsicMetadata(from: &decoder)
            runtime = try decoder.decode()
            apis = try decoder.decode()
            outer = try decoder.decode(OuterEnumsMetadata.self)
            custom = try decoder.decode()
        }
        guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
    }

    /// The blob of version 15. Without outer enumerations (a decoded version 14 has none) the runtime's type stands
    /// for them, since the format has no way to leave them out.
    public func encodedV15() -> [UInt8] {
        var encoder = begun(.v15)
        extrinsic.encode(to: &encoder)
        runtime.encode(to: &encoder)
        apis.encode(to: &encoder)
        (outer ?? OuterEnumsMetadata(call: extrinsic.call, event: runtime, error: runtime)).encode(to: &encoder)
        custom.encode(to: &encoder)
        return encoder.bytes
    }

    /// The path of the type that version 14 names as the extrinsic's.
    static let extrinsicPath = "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic"

    /// The blob of version 14: runtime APIs and outer enumerations fall away, and the registry has the extrinsic's type
    /// with its four parameters (it is added when the registry lacks it).
    public func encodedV14() -> [UInt8] {
        var copy = self
        let extrinsicType = copy.extrinsicType()
        var encoder = copy.begun(.v14)
        extrinsic.encode(to: &encoder, extrinsic: extrinsicType)
        runtime.encode(to: &encoder)
        return encoder.bytes
    }

    private mutating func extrinsicType() -> TypeID {
        let parts: [(String, TypeID)] = [
            ("Address", extrinsic.address), ("Call", extrinsic.call), ("Signature", extrinsic.signature),
            ("Extra", extrinsic.extra),
        ]
        let known = types.all(path: Self.extrinsicPath).first { id in
            types[id]?.parameters.map(\.type) == parts.map(\.1)
        }
        if let known { return known }
        let byte = types.append(PortableType(path: [], parameters: [], definition: .primitive(.u8)))
        let bytes = types.append(PortableType(path: [], parameters: [], definition: .sequence(byte)))
        return types.append(
            PortableType(
                path: PortableRegistry.parts(of: Self.extrinsicPath),
                parameters: parts.map { TypeParameter(name: $0.0, type: $0.1) },
                definition: .composite([TypeField(name: nil, type: bytes)])))
    }

    private func begun(_ version: MetadataVersion) -> ScaleEncoder {
        var encoder = ScaleEncoder(capacity: 200_000)
        encoder.append(contentsOf: Self.magic)
        encoder.append(version.rawValue)
        types.encode(to: &encoder)
        encoder.append(count: pallets.count)
        for pallet in pallets { pallet.encode(to: &encoder, version: version) }
        return encoder
    }
}

extension RuntimeMetadata {
    /// The pallet of this name.
    public func pallet(_ name: String) -> PalletMetadata? { pallets.first { $0.name == name } }

    /// The pallet with this index.
    public func pallet(index: UInt8) -> PalletMetadata? { pallets.first { $0.index == index } }

    /// The variants of an enumeration; empty for anything else.
    public func variants(of id: TypeID?) -> [TypeVariant] {
        guard let id, case .variant(let variants) = types[id]?.definition else { return [] }
        return variants
    }
}

/// The types of the enumerations over all pallets.
public struct OuterEnumsMetadata: ScaleCodable, Hashable {
    public var call: TypeID
    public var event: TypeID
    public var error: TypeID

    public init(call: TypeID, event: TypeID, error: TypeID) {
        self.call = call
        self.event = event
        self.error = error
    }

    public func encode(to encoder: inout ScaleEncoder) {
        call.encode(to: &encoder)
        event.encode(to: &encoder)
        error.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        call = try decoder.decode()
        event = try decoder.decode()
        error = try decoder.decode()
    }
}

/// A free entry of version 15.
public struct CustomMetadata: ScaleCodable, Hashable {
    public var name: String
    public var type: TypeID
    public var value: [UInt8]

    public init(name: String, type: TypeID, value: [UInt8]) {
        self.name = name
        self.type = type
        self.value = value
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        type.encode(to: &encoder)
        value.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        type = try decoder.decode()
        value = try decoder.decode()
    }
}
