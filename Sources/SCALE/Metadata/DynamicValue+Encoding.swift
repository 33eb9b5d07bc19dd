/// Why a dynamic value cannot be written as a type.
public enum DynamicValueError: Error, Equatable, Sendable {
    /// The registry has no such type, or one that is not supported.
    case unknownType(TypeID)
    /// The value is of another kind than the type.
    case wrongKind(TypeID)
    /// The integer does not fit the type.
    case outOfRange(TypeID)
    /// The number of values or bytes is not that of the type.
    case wrongCount(TypeID)
    /// The type has no field or variant of this name.
    case unknownName(String)
}

extension PortableRegistry {
    /// Writes `value` as the type `id`: what ``decode(_:from:)`` reads comes out again. Named fields may stand in any
    /// order; a composite with one positional field takes that field's value.
    public func encode(
        _ value: DynamicValue, as id: TypeID, to encoder: inout ScaleEncoder
    ) throws(DynamicValueError) {
        guard let type = self[id] else { throw .unknownType(id) }
        switch (type.definition, value) {
        case (.primitive(let primitive), _): try encode(value, as: primitive, id, to: &encoder)
        case (.compact(let inner), .list(let values)) where isUnit(inner) && values.isEmpty: break
        case (.compact(let inner), .unsigned(let number)):
            guard fits(number, inner) else { throw .outOfRange(id) }
            encoder.appendCompact(number)
        case (.tuple(let members), .list(let values)): try encode(values, as: members, id, to: &encoder)
        case (.sequence(let element), .bytes(let bytes)) where isByte(element): bytes.encode(to: &encoder)
        case (.sequence(let element), .list(let values)):
            encoder.append(count: values.count)
            for value in values { try encode(value, as: element, to: &encoder) }
        case (.array(let length, let element), .bytes(let bytes)) where isByte(element):
            guard bytes.count == Int(length) else { throw .wrongCount(id) }
            encoder.append(contentsOf: bytes)
        case (.array(let length, let element), .list(let values)):
            guard values.count == Int(length) else { throw .wrongCount(id) }
            for value in values { try encode(value, as: element, to: &encoder) }
        case (.composite(let fields), _) where fields.count == 1 && fields[0].name == nil:
            try encode(value, as: fields[0].type, to: &encoder)
        case (.composite(let fields), .list(let values)): try encode(values, as: fields.map(\.type), id, to: &encoder)
        case (.composite(let fields), .fields(let values)): try encode(values, as: fields, id, to: &encoder)
        case (.variant(let variants), .variant(let name, let values)):
            guard let variant = variants.first(where: { $0.name == name }) else { throw .unknownName(name) }
            encoder.append(variant.index)
            try encode(values, as: variant.fields, id, to: &encoder)
        default: throw .wrongKind(id)
        }
    }

    /// The bytes of `value` as the type `id`.
    public func encoded(_ value: DynamicValue, as id: TypeID) throws(DynamicValueError) -> [UInt8] {
        var encoder = ScaleEncoder()
        try encode(value, as: id, to: &encoder)
        return encoder.bytes
    }

    /// Whether a number is one of the integer type that `id` is, through newtypes. A type that is no integer, or a
    /// newtype of itself, sets no bound.
    func fits(_ number: UInt128, _ id: TypeID) -> Bool {
        var id = id
        for _ in 0..<16 {
            switch self[id]?.definition {
            case .primitive(let primitive):
                return primitive.width.map { $0 >= 16 || number >> UInt128($0 * 8) == 0 } ?? true
            case .composite(let fields) where fields.count == 1: id = fields[0].type
            default: return true
            }
        }
        return true
    }

    private func encode(
        _ values: [DynamicValue], as types: [TypeID], _ id: TypeID, to encoder: inout ScaleEncoder
    ) throws(DynamicValueError) {
        guard values.count == types.count else { throw .wrongCount(id) }
        for (value, type) in zip(values, types) { try encode(value, as: type, to: &encoder) }
    }

    private func encode(
        _ values: [DynamicValue.Field], as fields: [TypeField], _ id: TypeID, to encoder: inout ScaleEncoder
    ) throws(DynamicValueError) {
        guard values.count == fields.count else { throw .wrongCount(id) }
        for (position, field) in fields.enumerated() {
            guard let name = field.name else {
                try encode(values[position].value, as: field.type, to: &encoder)
                continue
            }
            guard let value = values.first(where: { $0.name == name }) else { throw .unknownName(name) }
            try encode(value.value, as: field.type, to: &encoder)
        }
    }

    private func encode(
        _ value: DynamicValue, as primitive: PrimitiveType, _ id: TypeID, to encoder: inout ScaleEncoder
    ) throws(DynamicValueError) {
        switch (primitive, value) {
        case (.bool, .bool(let flag)): flag.encode(to: &encoder)
        case (.str, .text(let text)): text.encode(to: &encoder)
        case (.u256, .bytes(let bytes)), (.i256, .bytes(let bytes)):
            guard bytes.count == 32 else { throw .wrongCount(id) }
            encoder.append(contentsOf: bytes)
        case (.u8, .unsigned(let number)): try append(UInt8(exactly: number), id, &encoder)
        case (.u16, .unsigned(let number)): try append(UInt16(exactly: number), id, &encoder)
        case (.u32, .unsigned(let number)), (.char, .unsigned(let number)):
            try append(UInt32(exactly: number), id, &encoder)
        case (.u64, .unsigned(let number)): try append(UInt64(exactly: number), id, &encoder)
        case (.u128, .unsigned(let number)): encoder.append(littleEndian: number)
        case (.i8, .signed(let number)): try append(Int8(exactly: number), id, &encoder)
        case (.i16, .signed(let number)): try append(Int16(exactly: number), id, &encoder)
        case (.i32, .signed(let number)): try append(Int32(exactly: number), id, &encoder)
        case (.i64, .signed(let number)): try append(Int64(exactly: number), id, &encoder)
        case (.i128, .signed(let number)): encoder.append(littleEndian: number)
        default: throw .wrongKind(id)
        }
    }

    private func append(
        _ number: (some FixedWidthInteger)?, _ id: TypeID, _ encoder: inout ScaleEncoder
    ) throws(DynamicValueError) {
        guard let number else { throw .outOfRange(id) }
        encoder.append(littleEndian: number)
    }
}
