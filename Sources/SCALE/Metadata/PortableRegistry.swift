/// All types that a metadata blob speaks of, by id.
public struct PortableRegistry: ScaleCodable, Hashable {
    /// The types; a type's position is its id.
    public private(set) var types: [PortableType]

    public init(_ types: [PortableType] = []) { self.types = types }

    /// The type with this id, or `nil` when there is none.
    public subscript(id: TypeID) -> PortableType? {
        Int(id.number) < types.count ? types[Int(id.number)] : nil
    }

    /// The first type with this path, written with `::`.
    public func first(path: String) -> TypeID? {
        let parts = PortableRegistry.parts(of: path)
        return types.firstIndex { $0.path == parts }.map { TypeID(UInt32($0)) }
    }

    /// Every instantiation of the type with this path.
    public func all(path: String) -> [TypeID] {
        let parts = PortableRegistry.parts(of: path)
        return types.indices.filter { types[$0].path == parts }.map { TypeID(UInt32($0)) }
    }

    /// Adds a type and returns its id.
    public mutating func append(_ type: PortableType) -> TypeID {
        types.append(type)
        return TypeID(UInt32(types.count - 1))
    }

    /// Replaces the type with this id.
    public mutating func replace(_ id: TypeID, with type: PortableType) { types[Int(id.number)] = type }

    /// `a::b::C` as its three parts.
    public static func parts(of path: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var colons = 0
        for character in path {
            if character == ":" {
                colons += 1
                if colons == 2 {
                    parts.append(part)
                    part = ""
                    colons = 0
                }
            } else {
                part.append(character)
            }
        }
        parts.append(part)
        return path.isEmpty ? [] : parts
    }

    public func encode(to encoder: inout ScaleEncoder) {
        encoder.append(count: types.count)
        for (index, type) in types.enumerated() {
            encoder.appendCompact(UInt32(index))
            type.encode(to: &encoder)
        }
    }

    /// - Throws: ``ScaleError/invalidValue(type:)`` when ids are not the positions, which every runtime's are.
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let count = try decoder.count()
        types = []
        types.reserveCapacity(count)
        for index in 0..<count {
            guard try decoder.compact(UInt32.self) == UInt32(index) else {
                throw .invalidValue(type: "PortableRegistry")
            }
            types.append(try decoder.decode())
        }
    }
}

extension TypeDefinition {
    /// The ids that this definition names, in order, repetitions included.
    public var references: [TypeID] {
        switch self {
        case .composite(let fields): fields.map(\.type)
        case .variant(let variants): variants.flatMap { $0.fields.map(\.type) }
        case .sequence(let element), .array(_, let element): [element]
        case .tuple(let members): members
        case .primitive: []
        case .compact(let inner): [inner]
        case .bitSequence(let store, let order): [store, order]
        }
    }

    /// The same definition with every id replaced.
    public func mapping(_ transform: (TypeID) -> TypeID) -> TypeDefinition {
        func mapped(_ fields: [TypeField]) -> [TypeField] {
            fields.map { field in
                var field = field
                field.type = transform(field.type)
                return field
            }
        }
        switch self {
        case .composite(let fields): return .composite(mapped(fields))
        case .variant(let variants):
            return .variant(
                variants.map { variant in
                    var variant = variant
                    variant.fields = mapped(variant.fields)
                    return variant
                })
        case .sequence(let element): return .sequence(transform(element))
        case .array(let length, let element): return .array(length: length, element: transform(element))
        case .tuple(let members): return .tuple(members.map(transform))
        case .primitive: return self
        case .compact(let inner): return .compact(transform(inner))
        case .bitSequence(let store, let order): return .bitSequence(store: transform(store), order: transform(order))
        }
    }
}
