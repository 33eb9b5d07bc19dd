import SCALE

/// Small metadata cut out of a large one, so that mutations of it are quick and hit something.
enum MetadataSlice {
    /// The metadata of one pallet, with the types that it reaches. The enumerations over all pallets become the unit.
    static func slice(of metadata: RuntimeMetadata, with pallet: PalletMetadata) -> RuntimeMetadata {
        var slicer = Slicer(source: metadata.types)
        var pallet = pallet
        pallet.constants = Array(pallet.constants.prefix(2)).map { constant in
            var constant = constant
            constant.type = slicer.take(constant.type)
            return constant
        }
        pallet.calls = pallet.calls.map { slicer.take($0) }
        pallet.events = pallet.events.map { slicer.take($0) }
        pallet.errors = nil
        if var storage = pallet.storage {
            storage.items = storage.items.prefix(4).map { item in
                var item = item
                switch item.kind {
                case .plain(let value): item.kind = .plain(slicer.take(value))
                case .map(let hashers, let key, let value):
                    item.kind = .map(hashers: hashers, key: slicer.take(key), value: slicer.take(value))
                }
                return item
            }
            pallet.storage = storage
        }
        let unit = slicer.take(metadata.runtime)
        let extrinsic = ExtrinsicMetadata(
            version: 4, address: unit, call: unit, signature: unit, extra: unit,
            extensions: [SignedExtensionMetadata(identifier: "CheckNonce", extra: unit, additional: unit)])
        return RuntimeMetadata(
            types: slicer.registry, pallets: [pallet], extrinsic: extrinsic, runtime: unit, apis: [],
            outer: OuterEnumsMetadata(call: unit, event: unit, error: unit), custom: [])
    }

    /// Registries whose types refer to each other in ways that no runtime's do.
    static let knots: [[TypeDefinition]] = {
        func id(_ number: Int) -> TypeID { TypeID(UInt32(number)) }
        func field(_ number: Int) -> TypeField { TypeField(name: nil, type: id(number)) }
        let unit = TypeDefinition.tuple([])
        return [
            // Itself, in every way.
            [.composite([field(0), field(0)])], [.tuple([id(0)])], [.sequence(id(0))], [.compact(id(0))],
            [.array(length: 3, element: id(0))], [.variant([TypeVariant(name: "A", fields: [field(0)], index: 1)])],
            // Many of nothing.
            [unit, .array(length: .max, element: id(0))], [unit, .sequence(id(0))],
            // Twice the next one, each.
            (0..<40).map { .tuple([id($0 + 1), id($0 + 1)]) } + [unit],
            // A long chain.
            (0..<500).map { .tuple([id($0 + 1), id(500)]) } + [unit],
        ]
    }()

    /// Metadata of no pallets with these types, all of which an extrinsic has.
    static func metadata(with definitions: [TypeDefinition]) -> RuntimeMetadata {
        let types = definitions.map { PortableType(path: [], parameters: [], definition: $0) }
        let first = TypeID(0)
        let last = TypeID(UInt32(types.count - 1))
        let extrinsic = ExtrinsicMetadata(
            version: 4, address: first, call: first, signature: first, extra: first,
            extensions: [SignedExtensionMetadata(identifier: "CheckNonce", extra: first, additional: last)])
        return RuntimeMetadata(
            types: PortableRegistry(types), pallets: [], extrinsic: extrinsic, runtime: first, apis: [],
            outer: OuterEnumsMetadata(call: first, event: first, error: first), custom: [])
    }

    /// Copies types with all that they reach, under new ids.
    private struct Slicer {
        let source: PortableRegistry
        var registry = PortableRegistry()
        private var copies: [TypeID: TypeID] = [:]
        private static let outer: Set<String> = ["RuntimeCall", "RuntimeEvent", "RuntimeError", "OriginCaller"]

        init(source: PortableRegistry) { self.source = source }

        mutating func take(_ id: TypeID) -> TypeID {
            if let known = copies[id] { return known }
            guard let type = source[id] else { return id }
            let isOuter = type.path.last.map(Self.outer.contains) ?? false
            let unit = PortableType(path: [], parameters: [], definition: .tuple([]))
            // The place is taken before what the type reaches, which may be the type itself.
            let copy = registry.append(isOuter ? unit : type)
            copies[id] = copy
            guard !isOuter else { return copy }
            for reference in type.definition.references { _ = take(reference) }
            let known = copies
            let definition = type.definition.mapping { known[$0] ?? $0 }
            registry.replace(copy, with: PortableType(path: type.path, parameters: [], definition: definition))
            return copy
        }
    }
}
