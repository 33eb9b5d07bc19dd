import SCALE

/// What the imported description lacks of spec 425, pallet by pallet: `Interface/added.json`, edited by hand.
///
/// Calls have the index that spec 425 gave them; events and errors stand behind the imported ones, whose places
/// clients rely on.
struct AddedItems: Codable, Equatable {
    /// An argument, whose type is that of any imported field of the pallet with the same `typeName`.
    struct Field: Codable, Equatable {
        var name: String?
        var typeName: String
    }

    struct Variant: Codable, Equatable {
        var name: String
        var index: UInt8
        var fields: [Field]?
    }

    var calls: [Variant]?
    var events: [Variant]?
    var errors: [Variant]?

    /// Adds the items of all pallets to a description.
    static func add(_ items: [String: AddedItems], to metadata: inout RuntimeMetadata) throws(InterfaceError) {
        for name in items.keys.sorted() {
            guard let pallet = metadata.pallet(name), let added = items[name] else {
                throw InterfaceError("added.json: the interface has no pallet \(name)")
            }
            let kinds = [(pallet.calls, added.calls), (pallet.events, added.events), (pallet.errors, added.errors)]
            let fields = kinds.flatMap { metadata.variants(of: $0.0) }.flatMap(\.fields)
            for (id, variants) in kinds {
                for variant in variants ?? [] {
                    try add(variant, of: name, to: id, known: fields, in: &metadata.types)
                }
            }
        }
    }

    private static func add(
        _ variant: Variant, of pallet: String, to id: TypeID?, known: [TypeField], in types: inout PortableRegistry
    ) throws(InterfaceError) {
        let place = "added.json: \(pallet).\(variant.name)"
        guard let id, var type = types[id], case .variant(var variants) = type.definition else {
            throw InterfaceError("\(place): the pallet has none of this kind")
        }
        guard !variants.contains(where: { $0.index == variant.index || $0.name == variant.name }) else {
            throw InterfaceError("\(place): its index or name is taken")
        }
        var fields: [TypeField] = []
        for field in variant.fields ?? [] {
            guard let match = known.first(where: { $0.typeName == field.typeName }) else {
                throw InterfaceError("\(place): no field of the pallet is of type \(field.typeName)")
            }
            fields.append(TypeField(name: field.name, type: match.type, typeName: field.typeName))
        }
        let position = variants.firstIndex { $0.index > variant.index } ?? variants.endIndex
        variants.insert(TypeVariant(name: variant.name, fields: fields, index: variant.index), at: position)
        type.definition = .variant(variants)
        types.replace(id, with: type)
    }
}
