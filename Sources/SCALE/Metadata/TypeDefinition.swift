/// What a type is made of.
public enum TypeDefinition: ScaleCodable, Hashable {
    /// Fields one after the other.
    case composite([TypeField])
    /// An index byte and the fields of the variant that has it.
    case variant([TypeVariant])
    /// A compact length and as many elements.
    case sequence(TypeID)
    /// A fixed number of elements.
    case array(length: UInt32, element: TypeID)
    /// Members one after the other; none for the unit.
    case tuple([TypeID])
    /// A basic type.
    case primitive(PrimitiveType)
    /// An integer, or a newtype of one, in the compact form.
    case compact(TypeID)
    /// Bits packed into integers of `store`.
    case bitSequence(store: TypeID, order: TypeID)

    public func encode(to encoder: inout ScaleEncoder) {
        switch self {
        case .composite(let fields):
            encoder.append(0)
            fields.encode(to: &encoder)
        case .variant(let variants):
            encoder.append(1)
            variants.encode(to: &encoder)
        case .sequence(let element):
            encoder.append(2)
            element.encode(to: &encoder)
        case .array(let length, let element):
            encoder.append(3)
            length.encode(to: &encoder)
            element.encode(to: &encoder)
        case .tuple(let members):
            encoder.append(4)
            members.encode(to: &encoder)
        case .primitive(let primitive):
            encoder.append(5)
            encoder.append(primitive.rawValue)
        case .compact(let inner):
            encoder.append(6)
            inner.encode(to: &encoder)
        case .bitSequence(let store, let order):
            encoder.append(7)
            store.encode(to: &encoder)
            order.encode(to: &encoder)
        }
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        switch try decoder.byte() {
        case 0: self = .composite(try decoder.decode())
        case 1: self = .variant(try decoder.decode())
        case 2: self = .sequence(try decoder.decode())
        case 3: self = .array(length: try decoder.decode(), element: try decoder.decode())
        case 4: self = .tuple(try decoder.decode())
        case 5: self = .primitive(try decoder.rawValue(PrimitiveType.self))
        case 6: self = .compact(try decoder.decode())
        case 7: self = .bitSequence(store: try decoder.decode(), order: try decoder.decode())
        case let index: throw .unknownVariant(index: index, type: "TypeDef")
        }
    }
}

/// The basic types; the raw values are their indices in metadata.
public enum PrimitiveType: UInt8, CaseIterable, Sendable {
    case bool, char, str, u8, u16, u32, u64, u128, u256, i8, i16, i32, i64, i128, i256

    /// The type's name in metadata's own terms, such as `u16`.
    public var name: String { "\(self)" }

    /// The number of bytes, or `nil` for text.
    public var width: Int? {
        switch self {
        case .bool, .u8, .i8: 1
        case .u16, .i16: 2
        case .char, .u32, .i32: 4
        case .u64, .i64: 8
        case .u128, .i128: 16
        case .u256, .i256: 32
        case .str: nil
        }
    }
}

/// A field of a composite or a variant; without a name when it is positional.
public struct TypeField: ScaleCodable, Hashable {
    public var name: String?
    public var type: TypeID
    /// How the type was written in the source.
    public var typeName: String?
    public var docs: [String]

    public init(name: String?, type: TypeID, typeName: String? = nil, docs: [String] = []) {
        self.name = name
        self.type = type
        self.typeName = typeName
        self.docs = docs
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        type.encode(to: &encoder)
        typeName.encode(to: &encoder)
        docs.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        type = try decoder.decode()
        typeName = try decoder.decode()
        docs = try decoder.decode()
    }
}

/// A case of an enumeration.
public struct TypeVariant: ScaleCodable, Hashable {
    public var name: String
    public var fields: [TypeField]
    /// The byte that stands for this case; not necessarily its position.
    public var index: UInt8
    public var docs: [String]

    public init(name: String, fields: [TypeField], index: UInt8, docs: [String] = []) {
        self.name = name
        self.fields = fields
        self.index = index
        self.docs = docs
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        fields.encode(to: &encoder)
        encoder.append(index)
        docs.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        fields = try decoder.decode()
        index = try decoder.byte()
        docs = try decoder.decode()
    }
}

extension ScaleDecoder {
    /// Reads one byte as the raw value of a closed enumeration.
    mutating func rawValue<Value: RawRepresentable<UInt8>>(_ type: Value.Type) throws(ScaleError) -> Value {
        let index = try byte()
        guard let value = Value(rawValue: index) else {
            throw .unknownVariant(index: index, type: String(describing: type))
        }
        return value
    }
}
