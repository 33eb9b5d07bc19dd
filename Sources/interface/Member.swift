import SCALE

/// A field of a struct or of an enum's case, with what is needed to write and read it.
struct Member {
    /// The label, or `nil` for a positional field.
    let label: String?
    /// What the value is called where it is bound.
    let variable: String
    /// The type in Swift; a compact integer shows as its plain type.
    let type: String
    let isCompact: Bool

    init(_ field: TypeField, position: Int, names: TypeNames) throws(InterfaceError) {
        label = field.name.map(SwiftName.plain)
        variable = field.name.map(SwiftName.member) ?? "value\(position)"
        if let inner = names.compactInner(field.type) {
            type = try names.swift(inner)
            isCompact = true
        } else {
            type = try names.swift(field.type)
            isCompact = false
        }
    }

    static func all(_ fields: [TypeField], names: TypeNames) throws(InterfaceError) -> [Member] {
        var members: [Member] = []
        for (position, field) in fields.enumerated() {
            members.append(try Member(field, position: position, names: names))
        }
        return members
    }

    /// `label: Type` or `Type`.
    var parameter: String { label.map { "\($0): \(type)" } ?? type }

    /// The statement that writes the value.
    var encoding: String {
        isCompact ? "Compact(\(variable)).encode(to: &encoder)" : "\(variable).encode(to: &encoder)"
    }

    /// The expression that reads the value.
    var decoding: String { isCompact ? "try decoder.decode(Compact<\(type)>.self).value" : "try decoder.decode()" }

    /// The expression that reads the value, as an argument.
    var argument: String { label.map { "\($0): \(decoding)" } ?? decoding }
}

/// A case of an enum with its members.
struct Case {
    let variant: TypeVariant
    let name: String
    let members: [Member]

    static func all(_ variants: [TypeVariant], names: TypeNames) throws(InterfaceError) -> [Case] {
        var cases: [Case] = []
        for variant in variants {
            let members = try Member.all(variant.fields, names: names)
            cases.append(Case(variant: variant, name: SwiftName.member(variant.name), members: members))
        }
        return cases
    }
}
