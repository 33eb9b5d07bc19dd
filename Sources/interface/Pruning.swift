import SCALE

/// Leaves out the types that nothing refers to and renumbers the rest in their old order.
enum Pruning {
    static func pruned(_ metadata: RuntimeMetadata) -> RuntimeMetadata {
        let reached = reachable(from: roots(of: metadata), in: metadata.types).sorted()
        var numbers: [TypeID: TypeID] = [:]
        for (number, id) in reached.enumerated() { numbers[id] = TypeID(UInt32(number)) }
        func renumbered(_ id: TypeID) -> TypeID { numbers[id] ?? id }
        var result = metadata
        result.types = PortableRegistry(
            reached.compactMap { id in
                guard var type = metadata.types[id] else { return nil }
                type.definition = type.definition.mapping(renumbered)
                type.parameters = type.parameters.map { TypeParameter(name: $0.name, type: $0.type.map(renumbered)) }
                return type
            })
        renumber(&result, renumbered)
        return result
    }

    /// Every type that something outside of the registry names.
    static func roots(of metadata: RuntimeMetadata) -> [TypeID] {
        let extrinsic = metadata.extrinsic
        var roots = [extrinsic.address, extrinsic.call, extrinsic.signature, extrinsic.extra, metadata.runtime]
        roots += extrinsic.extensions.flatMap { [$0.extra, $0.additional] }
        if let outer = metadata.outer { roots += [outer.call, outer.event, outer.error] }
        for pallet in metadata.pallets { roots += self.roots(of: pallet) }
        for api in metadata.apis { roots += self.roots(of: api) }
        return roots
    }

    static func roots(of api: RuntimeAPIMetadata) -> [TypeID] {
        api.methods.flatMap { $0.inputs.map(\.type) + [$0.output] }
    }

    static func roots(of pallet: PalletMetadata) -> [TypeID] {
        var roots = [pallet.calls, pallet.events, pallet.errors].compactMap { $0 }
        roots += pallet.constants.map(\.type)
        for item in pallet.storage?.items ?? [] {
            roots.append(item.kind.value)
            if case .map(_, let key, _) = item.kind { roots.append(key) }
        }
        return roots
    }

    /// Everything that the roots lead to, through generic parameters too.
    static func reachable(from roots: [TypeID], in types: PortableRegistry) -> Set<TypeID> {
        var reached: Set<TypeID> = []
        var waiting = roots
        while let id = waiting.popLast() {
            guard let type = types[id], reached.insert(id).inserted else { continue }
            waiting += type.definition.references
            waiting += type.parameters.compactMap(\.type)
        }
        return reached
    }

    private static func renumber(_ metadata: inout RuntimeMetadata, _ renumbered: (TypeID) -> TypeID) {
        metadata.runtime = renumbered(metadata.runtime)
        metadata.extrinsic.address = renumbered(metadata.extrinsic.address)
        metadata.extrinsic.call = renumbered(metadata.extrinsic.call)
        metadata.extrinsic.signature = renumbered(metadata.extrinsic.signature)
        metadata.extrinsic.extra = renumbered(metadata.extrinsic.extra)
        metadata.extrinsic.extensions = metadata.extrinsic.extensions.map {
            SignedExtensionMetadata(
                identifier: $0.identifier, extra: renumbered($0.extra), additional: renumbered($0.additional))
        }
        metadata.outer = metadata.outer.map {
            OuterEnumsMetadata(
                call: renumbered($0.call), event: renumbered($0.event), error: renumbered($0.error))
        }
        for index in metadata.pallets.indices {
            var pallet = metadata.pallets[index]
            pallet.calls = pallet.calls.map(renumbered)
            pallet.events = pallet.events.map(renumbered)
            pallet.errors = pallet.errors.map(renumbered)
            for item in pallet.storage?.items.indices ?? 0..<0 {
                let kind = pallet.storage?.items[item].kind.mapping(renumbered)
                if let kind { pallet.storage?.items[item].kind = kind }
            }
            for constant in pallet.constants.indices {
                pallet.constants[constant].type = renumbered(pallet.constants[constant].type)
            }
            metadata.pallets[index] = pallet
        }
        for api in metadata.apis.indices {
            metadata.apis[api].methods = metadata.apis[api].methods.map { method in
                var method = method
                method.output = renumbered(method.output)
                method.inputs = method.inputs.map {
                    RuntimeAPIInputMetadata(name: $0.name, type: renumbered($0.type))
                }
                return method
            }
        }
    }
}
