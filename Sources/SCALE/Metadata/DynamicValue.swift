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
    ///
    /// The registry may be a stranger's: types that contain themselves, arrays of four thousand million elements of no
    /// bytes, and the like are refused once they go beyond what an honest value of so many bytes could be.
    /// - Throws: ``ScaleError`` when the bytes are no value of the type, or the registry lacks a type.
    public func decode(_ id: TypeID, from decoder: inout ScaleDecoder) throws(ScaleError) -> DynamicValue {
        var effort = DecodingEffort(byteCount: decoder.remaining)
        return try decode(id, from: &decoder, &effort)
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

    private func decode(
        _ id: TypeID, from decoder: inout ScaleDecoder, _ effort: inout DecodingEffort
    ) throws(ScaleError) -> DynamicValue {
        guard let type = self[id] else { throw .invalidValue(type: "type \(id)") }
        try effort.enter(id)
        defer { effort.leave() }
        switch type.definition {
        case .primitive(let primitive): return try decode(primitive, from: &decoder)
        case .compact(let inner): return try decode(compact: inner, from: &decoder)
        case .tuple(let members): return .list(try decode(members, from: &decoder, &effort))
        case .sequence(let element):
            if isByte(element) { return .bytes(try decoder.lengthPrefixedBytes()) }
            return try decode(count: try decoder.count(), of: element, from: &decoder, &effort)
        case .array(let length, let element):
            if isByte(element) { return .bytes(Array(try decoder.read(Int(length)))) }
            return try decode(count: Int(length), of: element, from: &decoder, &effort)
        case .composite(let fields):
            if fields.count == 1, fields[0].name == nil { return try decode(fields[0].type, from: &decoder, &effort) }
            if fields.allSatisfy({ $0.name == nil }) {
                return .list(try decode(fields.map(\.type), from: &decoder, &effort))
            }
            return .fields(try decode(fields, from: &decoder, &effort))
        case .variant(let variants):
            let index = try decoder.byte()
            guard let variant = variants.first(where: { $0.index == index }) else {
                throw .unknownVariant(index: index, type: type.path.joined(separator: "::"))
            }
            return .variant(variant.name, try decode(variant.fields, from: &decoder, &effort))
        case .bitSequence: throw .invalidValue(type: "bit sequence")
        }
    }

    private func decode(compact inner: TypeID, from decoder: inout ScaleDecoder) throws(ScaleError) -> DynamicValue {
        // The compact form of the unit has no bytes either.
        if isUnit(inner) { return .list([]) }
        let number = try decoder.compact(UInt128.self)
        guard fits(number, inner) else { throw .malformedCompact }
        return .unsigned(number)
    }

    private func decode(
        _ fields: [TypeField], from decoder: inout ScaleDecoder, _ effort: inout DecodingEffort
    ) throws(ScaleError) -> [DynamicValue.Field] {
        var values: [DynamicValue.Field] = []
        for field in fields {
            values.append(DynamicValue.Field(field.name ?? "", try decode(field.type, from: &decoder, &effort)))
        }
        return values
    }

    private func decode(
        _ members: [TypeID], from decoder: inout ScaleDecoder, _ effort: inout DecodingEffort
    ) throws(ScaleError) -> [DynamicValue] {
        var values: [DynamicValue] = []
        for member in members { values.append(try decode(member, from: &decoder, &effort)) }
        return values
    }

    private func decode(
        count: Int, of element: TypeID, from decoder: inout ScaleDecoder, _ effort: inout DecodingEffort
    ) throws(ScaleError) -> DynamicValue {
        var values: [DynamicValue] = []
        for _ in 0..<count { values.append(try decode(element, from: &decoder, &effort)) }
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

/// What reading one value has cost so far, and may cost.
private struct DecodingEffort {
    // 64 calls inside of each other, of three types each, and what the innermost carries.
    private static let depthMaximum = 256
    // Fields without bytes make a value of more parts than bytes; no runtime has nearly so many.
    private static let valuesPerByte = 64
    private static let valuesMinimum = 4096

    private var depth = 0
    private var valuesLeft: Int

    init(byteCount: Int) { valuesLeft = Self.valuesMinimum + byteCount * Self.valuesPerByte }

    mutating func enter(_ id: TypeID) throws(ScaleError) {
        guard depth < Self.depthMaximum else { throw .nestedTooDeep }
        guard valuesLeft > 0 else { throw .invalidValue(type: "type \(id)") }
        depth += 1
        valuesLeft -= 1
    }

    mutating func leave() { depth -= 1 }
}
