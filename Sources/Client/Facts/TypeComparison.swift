import SCALE

/// Compares types of two registries by what their values mean: structure, names of fields and variants, indices. Ids,
/// paths and newtypes do not count, and neither do the enumerations over all pallets, which grow without changing what
/// is there.
struct TypeComparison {
    /// The first difference that was found.
    struct Difference: Equatable {
        /// Where inside of the type, such as `.data.free`; empty for the type itself.
        var place: String
        /// What the first registry has there.
        var expected: String
        /// What the second registry has there.
        var found: String
    }

    private struct Pairing: Hashable {
        var ours: TypeID
        var theirs: TypeID
    }

    private let ours: PortableRegistry
    private let theirs: PortableRegistry
    // Pairs that were compared or are being compared: recursive types end here.
    private var known: Set<Pairing> = []

    private static let outer: Set<String> = ["RuntimeCall", "RuntimeEvent", "RuntimeError", "OriginCaller"]

    init(_ ours: PortableRegistry, _ theirs: PortableRegistry) {
        self.ours = ours
        self.theirs = theirs
    }

    /// The first difference between two types, or `nil` where there is none.
    mutating func difference(_ ours: TypeID, _ theirs: TypeID, at place: String = "") -> Difference? {
        let left = Self.unwrapped(ours, self.ours)
        let right = Self.unwrapped(theirs, self.theirs)
        guard known.insert(Pairing(ours: left, theirs: right)).inserted else { return nil }
        guard let expected = self.ours[left], let found = self.theirs[right] else {
            return Difference(place: place, expected: "\(left)", found: "\(right)")
        }
        if let name = expected.path.last, Self.outer.contains(name), found.path.last == name { return nil }
        switch (expected.definition, found.definition) {
        case (.primitive(let one), .primitive(let other)) where one == other: return nil
        case (.compact(let one), .compact(let other)): return difference(one, other, at: place)
        case (.sequence(let one), .sequence(let other)): return difference(one, other, at: place + "[]")
        case (.array(let length, let one), .array(let otherLength, let other)) where length == otherLength:
            return difference(one, other, at: place + "[]")
        case (.bitSequence(let store, let order), .bitSequence(let otherStore, let otherOrder)):
            return difference(store, otherStore, at: place) ?? difference(order, otherOrder, at: place)
        case (.variant(let variants), .variant(let others)): return difference(variants, others, place)
        default:
            guard let fields = Self.fields(expected.definition), let others = Self.fields(found.definition),
                fields.count == others.count
            else {
                return Difference(place: place, expected: Self.text(expected), found: Self.text(found))
            }
            return difference(fields, others, at: place)
        }
    }

    /// The first difference between two lists of fields.
    mutating func difference(_ fields: [TypeField], _ others: [TypeField], at place: String) -> Difference? {
        let names = Self.names(fields)
        let otherNames = Self.names(others)
        guard fields.count == others.count, zip(fields, others).allSatisfy({ Self.agree($0.name, $1.name) }) else {
            return Difference(place: place, expected: names, found: otherNames)
        }
        for (position, (field, other)) in zip(fields, others).enumerated() {
            let inner = place + "." + (field.name ?? "\(position)")
            if let difference = difference(field.type, other.type, at: inner) { return difference }
        }
        return nil
    }

    private mutating func difference(
        _ variants: [TypeVariant], _ others: [TypeVariant], _ place: String
    ) -> Difference? {
        let pairs = zip(variants.sorted { $0.index < $1.index }, others.sorted { $0.index < $1.index })
        for (variant, other) in pairs {
            guard variant.index == other.index, variant.name == other.name else {
                return Difference(
                    place: place, expected: "variant \(variant.index) \(variant.name)",
                    found: "variant \(other.index) \(other.name)")
            }
            if let difference = difference(variant.fields, other.fields, at: place + "." + variant.name) {
                return difference
            }
        }
        guard variants.count == others.count else {
            return Difference(
                place: place, expected: "\(variants.count) variants", found: "\(others.count) variants")
        }
        return nil
    }

    // A positional field agrees with a named one: newtypes gain and lose names without changing a byte.
    private static func agree(_ one: String?, _ other: String?) -> Bool { one == nil || other == nil || one == other }

    private static func names(_ fields: [TypeField]) -> String {
        "fields (" + fields.enumerated().map { $1.name ?? "\($0)" }.joined(separator: ", ") + ")"
    }

    /// Composites and tuples, which have the same bytes.
    private static func fields(_ definition: TypeDefinition) -> [TypeField]? {
        switch definition {
        case .composite(let fields): fields
        case .tuple(let members): members.map { TypeField(name: nil, type: $0) }
        default: nil
        }
    }

    /// The type inside of newtypes. Bounded, since a malformed registry could go round in a circle.
    private static func unwrapped(_ id: TypeID, _ registry: PortableRegistry) -> TypeID {
        var id = id
        for _ in 0..<16 {
            guard let definition = registry[id]?.definition, let fields = fields(definition), fields.count == 1 else {
                return id
            }
            id = fields[0].type
        }
        return id
    }

    private static func text(_ type: PortableType) -> String {
        let name = type.path.last.map { "\($0), " } ?? ""
        return switch type.definition {
        case .primitive(let primitive): primitive.name
        case .compact: name + "a compact integer"
        case .sequence: name + "a sequence"
        case .array(let length, _): name + "an array of \(length)"
        case .variant: name + "an enumeration"
        case .bitSequence: name + "a bit sequence"
        case .composite(let fields): name + names(fields)
        case .tuple(let members): members.isEmpty ? "nothing" : "a tuple of \(members.count)"
        }
    }
}
