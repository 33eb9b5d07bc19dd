/// How extrinsics are put together.
public struct ExtrinsicMetadata: Hashable, Sendable {
    /// The format's version; 4 for every client of today.
    public var version: UInt8
    public var address: TypeID
    public var call: TypeID
    public var signature: TypeID
    /// The type of all extensions' data together.
    public var extra: TypeID
    /// The extensions in the order of their bytes.
    public var extensions: [SignedExtensionMetadata]

    public init(
        version: UInt8, address: TypeID, call: TypeID, signature: TypeID, extra: TypeID,
        extensions: [SignedExtensionMetadata]
    ) {
        self.version = version
        self.address = address
        self.call = call
        self.signature = signature
        self.extra = extra
        self.extensions = extensions
    }

    /// The form of version 15.
    func encode(to encoder: inout ScaleEncoder) {
        encoder.append(version)
        address.encode(to: &encoder)
        call.encode(to: &encoder)
        signature.encode(to: &encoder)
        extra.encode(to: &encoder)
        extensions.encode(to: &encoder)
    }

    init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        version = try decoder.byte()
        address = try decoder.decode()
        call = try decoder.decode()
        signature = try decoder.decode()
        extra = try decoder.decode()
        extensions = try decoder.decode()
    }

    /// The form of version 14, where the extrinsic's type carries the four types as its parameters.
    func encode(to encoder: inout ScaleEncoder, extrinsic: TypeID) {
        extrinsic.encode(to: &encoder)
        encoder.append(version)
        extensions.encode(to: &encoder)
    }

    init(from decoder: inout ScaleDecoder, types: PortableRegistry) throws(ScaleError) {
        let extrinsic: TypeID = try decoder.decode()
        version = try decoder.byte()
        extensions = try decoder.decode()
        guard let parameters = types[extrinsic]?.parameters.compactMap(\.type), parameters.count == 4 else {
            throw .invalidValue(type: "UncheckedExtrinsic")
        }
        address = parameters[0]
        call = parameters[1]
        signature = parameters[2]
        extra = parameters[3]
    }
}

/// A signed extension: what it adds to the extrinsic and what to the signed payload alone.
public struct SignedExtensionMetadata: ScaleCodable, Hashable {
    public var identifier: String
    /// Type of what stands in the extrinsic.
    public var extra: TypeID
    /// Type of what is only signed.
    public var additional: TypeID

    public init(identifier: String, extra: TypeID, additional: TypeID) {
        self.identifier = identifier
        self.extra = extra
        self.additional = additional
    }

    public func encode(to encoder: inout ScaleEncoder) {
        identifier.encode(to: &encoder)
        extra.encode(to: &encoder)
        additional.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        identifier = try decoder.decode()
        extra = try decoder.decode()
        additional = try decoder.decode()
    }
}
