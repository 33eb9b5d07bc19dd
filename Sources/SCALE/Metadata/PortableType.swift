/// One type of a metadata registry: where it was declared, its parameters and what it is made of.
public struct PortableType: ScaleCodable, Hashable {
    /// Module path and name, such as `["sp_core", "crypto", "AccountId32"]`; empty for anonymous types.
    public var path: [String]
    /// Generic parameters with the types they stand for.
    public var parameters: [TypeParameter]
    /// What the type is made of.
    public var definition: TypeDefinition
    /// Lines of documentation.
    public var docs: [String]

    public init(path: [String], parameters: [TypeParameter], definition: TypeDefinition, docs: [String] = []) {
        self.path = path
        self.parameters = parameters
        self.definition = definition
        self.docs = docs
    }

    public func encode(to encoder: inout ScaleEncoder) {
        path.encode(to: &encoder)
        parameters.encode(to: &encoder)
        definition.encode(to: &encoder)
        docs.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        path = try decoder.decode()
        parameters = try decoder.decode()
        definition = try decoder.decode()
        docs = try decoder.decode()
    }
}

/// A generic parameter of a type; without a type when the parameter leaves no trace in the encoding.
public struct TypeParameter: ScaleCodable, Hashable {
    public var name: String
    public var type: TypeID?

    public init(name: String, type: TypeID?) {
        self.name = name
        self.type = type
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        type.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        type = try decoder.decode()
    }
}

/// Position of a type in its registry; compact on the wire.
public struct TypeID: ScaleCodable, Hashable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    public var number: UInt32

    public init(_ number: UInt32) { self.number = number }
    public init(integerLiteral value: UInt32) { number = value }
    public func encode(to encoder: inout ScaleEncoder) { encoder.appendCompact(number) }
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { number = try decoder.compact() }
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    public var description: String { "#\(number)" }
}
