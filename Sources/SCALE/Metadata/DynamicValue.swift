/// A value whose type is only known from a registry: what clients read of a chain whose interface they were not built
/// for.
public indirect enum DynamicValue: Hashable, Sendable {
    /// A truth value.
    case bool(Bool)
    /// An unsigned integer, compact or not, of at most 128 bits.
    case unsigned(UInt128)
    /// A signed integer of at most 128 bits.
    case signed(Int128)
    /// A text.
    case text(String)
    /// Bytes: a sequence or an array of `u8`, or an integer of 256 bits, least significant byte first.
    case bytes([UInt8])
    /// Values without names: a sequence, an array, a tuple or a composite with positional fields.
    case list([DynamicValue])
    /// Named fields in the order of their bytes.
    case fields([Field])
    /// A case of an enumeration with its fields.
    case variant(String, [Field])

    /// A field; its name is empty where it is positional.
    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: DynamicValue

        public init(_ name: String, _ value: DynamicValue) {
            self.name = name
            self.value = value
        }
    }
}

extension DynamicValue {
    /// The field of this name, of a composite or a variant.
    public subscript(name: String) -> DynamicValue? {
        switch self {
        case .fields(let fields), .variant(_, let fields): fields.first { $0.name == name }?.value
        default: nil
        }
    }

    /// The value at this position, of a list, a composite or a variant.
    public subscript(position: Int) -> DynamicValue? {
        switch self {
        case .list(let values): values.indices.contains(position) ? values[position] : nil
        case .fields(let fields), .variant(_, let fields):
            fields.indices.contains(position) ? fields[position].value : nil
        default: nil
        }
    }

    /// The unsigned integer, where this is one.
    public var unsigned: UInt128? {
        guard case .unsigned(let value) = self else { return nil }
        return value
    }

    /// The bytes, where this is some.
    public var bytes: [UInt8]? {
        guard case .bytes(let value) = self else { return nil }
        return value
    }

    /// The name of the variant, where this is one.
    public var variantName: String? {
        guard case .variant(let name, _) = self else { return nil }
        return name
    }

    /// What an `Option` holds; `nil` for `None` and for anything but an `Option`.
    public var wrapped: DynamicValue? {
        guard case .variant("Some", let fields) = self else { return nil }
        return fields.first?.value
    }
}

extension PortableRegistry {
    /// Reads a value of the type `id`. A composite with one positional field reads as that field.
    /// - Throws: ``ScaleError`` when the bytes are no value of the type, or the registry lacks a type.
    public func decode(_ id: TypeID, from decoder: inout ScaleDecoder) throws(ScaleError) -> DynamicValue {
        guard let type = self[id] else { throw .invalidValue(type: "type \(id)") }
        switch type.definition {
        case .primitive(let primitive): return try decode(primitive, from: &decoder)
        case .compact(let inner):
            // The compact form of the unit has no bytes either.
            return isUnit(inner) ? .list([]) : .unsigned(try decoder.compact(UInt128.self))
        case .tuple(let members): return try decode(list: members, from: &decoder)
        case .sequence(let element):
            if isByte(element) { return .bytes(try decoder.lengthPrefixedBytes()) }
            return try decode(count: try decoder.count(), of: element, from: &decoder)
        case .array(let length, let element):
            if isByte(element) { return .bytes(Array(try decoder.read(Int(length)))) }
            return try decode(count: Int(length), of: element, from: &decoder)
        case .composite(let fields):
            if fields.count == 1, fields[0].name == nil { return try decode(fields[0].type, from: &decoder) }
            if fields.allSatisfy({ $0.name == nil }) { return try decode(list: fields.map(\.type), from: &decoder) }
            return .fields(try decode(fields, from: &decoder))
        case .variant(let variants):
            let index = try decoder.byte()
            guard let variant = variants.first(where: { $0.index == index }) else {
                throw .unknownVariant(index: index, type: type.path.joined(separator: "::"))
            }
            let fields = try decoder.nested { (decoder: inout ScaleDecoder) throws(ScaleError) in
                try decode(variant.fields, from: &decoder)
            }
            return .variant(variant.name, fields)
        case .bitSequence: throw .invalidValue(type: "bit sequence")
        }
    }

    /// Reads a value of the type `id` that must fill `bytes` exactly.
    public func decode(_ id: TypeID, _ bytes: [UInt8]) throws(ScaleError) -> DynamicValue {
        var decoder = ScaleDecoder(bytes)
        let value = try decode(id, from: &decoder)
        guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
        return value
    }

    func isByte(_ id: TypeID) -> Bool { self[id]?.definition == .primitive(.u8) }

    func isUnit(_ id: TypeID) -> Bool { self[id]?.definition == .tuple([]) }

    private func decode(_ fields: [TypeField], from decoder: inout ScaleDecoder) throws(ScaleError) -> [DynamicValue
        .Field]
    {
        var values: [DynamicValue.Field] = []
        for field in fields {
            values.append(DynamicValue.Field(field.name ?? "", try decode(field.type, from: &decoder)))
        }
        return values
    }

    private func decode(list: [TypeID], from decoder: inout ScaleDecoder) throws(ScaleError) -> DynamicValue {
        var values: [DynamicValue] = []
        for member in list { values.append(try decode(member, from: &decoder)) }
        return .list(values)
    }

    private func decode(
        count: Int, of element: TypeID, from decoder: inout ScaleDecoder
    ) throws(ScaleError) -> DynamicValue {
        var values: [DynamicValue] = []
        for _ in 0..<count { values.append(try decode(element, from: &decoder)) }
        return .list(values)
    }

    private func decode(
        _ primitive: PrimitiveType, from decoder: inout ScaleDecoder
    ) throws(ScaleError) -> DynamicValue {
        switch primitive {
        case .bool: .bool(try decoder.decode())
        case .str: .text(try decoder.decode())
        case .u8: .unsigned(UInt128(try decoder.byte()))
        case .u16: .unsigned(UInt128(try decoder.integer(UInt16.self)))
        case .u32, .char: .unsigned(UInt128(try decoder.integer(UInt32.self)))
        case .u64: .unsigned(UInt128(try decoder.integer(UInt64.self)))
        case .u128: .unsigned(try decoder.integer(UInt128.self))
        case .i8: .signed(Int128(try decoder.integer(Int8.self)))
        case .i16: .signed(Int128(try decoder.integer(Int16.self)))
        case .i32: .signed(Int128(try decoder.integer(Int32.self)))
        case .i64: .signed(Int128(try decoder.integer(Int64.self)))
        case .i128: .signed(try decoder.integer(Int128.self))
        case .u256, .i256: .bytes(Array(try decoder.read(32)))
        }
    }
}
