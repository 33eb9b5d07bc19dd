import SCALE

/// A registry type as `Interface/types.json` holds it.
struct TypeRecord: Codable, Equatable {
    struct Parameter: Codable, Equatable {
        var name: String
        var type: UInt32?
    }

    struct Field: Codable, Equatable {
        var name: String?
        var type: UInt32
        var typeName: String?
    }

    struct Variant: Codable, Equatable {
        var index: UInt8
        var name: String
        var fields: [Field]?
    }

    struct FixedArray: Codable, Equatable {
        var length: UInt32
        var element: UInt32
    }

    struct Bits: Codable, Equatable {
        var store: UInt32
        var order: UInt32
    }

    var id: UInt32
    var path: String?
    var parameters: [Parameter]?
    var composite: [Field]?
    var variants: [Variant]?
    var sequence: UInt32?
    var array: FixedArray?
    var tuple: [UInt32]?
    var primitive: String?
    var compact: UInt32?
    var bits: Bits?

    init(id: UInt32, type: PortableType) {
        self.id = id
        path = type.path.isEmpty ? nil : type.path.joined(separator: "::")
        let parameters = type.parameters.map { Parameter(name: $0.name, type: $0.type?.number) }
        self.parameters = parameters.isEmpty ? nil : parameters
        switch type.definition {
        case .composite(let fields): composite = fields.map(Field.init)
        case .variant(let variants):
            self.variants = variants.map { variant in
                Variant(
                    index: variant.index, name: variant.name,
                    fields: variant.fields.isEmpty ? nil : variant.fields.map(Field.init))
            }
        case .sequence(let element): sequence = element.number
        case .array(let length, let element): array = FixedArray(length: length, element: element.number)
        case .tuple(let members): tuple = members.map(\.number)
        case .primitive(let primitive): self.primitive = primitive.name
        case .compact(let inner): compact = inner.number
        case .bitSequence(let store, let order): bits = Bits(store: store.number, order: order.number)
        }
    }

    func type() throws(InterfaceError) -> PortableType {
        PortableType(
            path: PortableRegistry.parts(of: path ?? ""),
            parameters: (parameters ?? []).map { TypeParameter(name: $0.name, type: $0.type.map { TypeID($0) }) },
            definition: try definition())
    }

    private func definition() throws(InterfaceError) -> TypeDefinition {
        if let composite { return .composite(composite.map(\.field)) }
        if let variants {
            return .variant(
                variants.map { TypeVariant(name: $0.name, fields: ($0.fields ?? []).map(\.field), index: $0.index) })
        }
        if let sequence { return .sequence(TypeID(sequence)) }
        if let array { return .array(length: array.length, element: TypeID(array.element)) }
        if let tuple { return .tuple(tuple.map { TypeID($0) }) }
        if let primitive, let known = PrimitiveType.allCases.first(where: { $0.name == primitive }) {
            return .primitive(known)
        }
        if let compact { return .compact(TypeID(compact)) }
        if let bits { return .bitSequence(store: TypeID(bits.store), order: TypeID(bits.order)) }
        throw InterfaceError("types.json: type \(id) has no known definition")
    }
}

extension TypeRecord.Field {
    init(_ field: TypeField) {
        self.init(name: field.name, type: field.type.number, typeName: field.typeName)
    }

    var field: TypeField { TypeField(name: name, type: TypeID(type), typeName: typeName) }
}

/// A mistake in `Interface/`, told in one sentence.
struct InterfaceError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
