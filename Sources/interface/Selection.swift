import SCALE

/// The part of the imported description that is served, with our documentation in place and types renumbered.
struct Selection {
    /// The served metadata.
    let metadata: RuntimeMetadata
    /// What is served, by pallet name.
    let served: [String: ServedPallet]
    let servedAPIs: [ServedAPI]
    let names: ServedTypes

    init(_ folder: InterfaceFolder) throws {
        let full = try folder.metadata()
        served = try folder.servedPallets()
        servedAPIs = try folder.servedAPIs()
        names = try folder.servedTypes()
        metadata = try Self.filtered(full, served: served, apis: servedAPIs)
    }

    /// What is served of the pallet; every pallet of ``metadata`` has it.
    func served(_ pallet: PalletMetadata) -> ServedPallet { served[pallet.name] ?? ServedPallet(docs: "") }

    static func filtered(
        _ full: RuntimeMetadata, served: [String: ServedPallet], apis: [ServedAPI]
    ) throws(InterfaceError) -> RuntimeMetadata {
        for name in served.keys.sorted() where full.pallet(name) == nil {
            throw InterfaceError("served/\(name).json: the interface has no pallet of this name")
        }
        var result = full
        result.pallets = []
        for pallet in full.pallets {
            guard let entry = served[pallet.name] else { continue }
            result.pallets.append(try filter(pallet, by: entry, in: &result.types))
        }
        result.apis = []
        for api in apis {
            guard let known = full.apis.first(where: { $0.name == api.name }) else {
                throw InterfaceError("served/apis.json: the interface has no runtime API \(api.name)")
            }
            result.apis.append(try filter(known, by: api))
        }
        filterOuter(&result)
        return Pruning.pruned(result)
    }

    private static func filter(
        _ pallet: PalletMetadata, by served: ServedPallet, in types: inout PortableRegistry
    ) throws(InterfaceError) -> PalletMetadata {
        var result = pallet
        let place = "served/\(pallet.name).json"
        if var storage = pallet.storage {
            storage.items = []
            for entry in served.storage ?? [] {
                guard var item = pallet.storage?.items.first(where: { $0.name == entry.name }) else {
                    throw InterfaceError("\(place): there is no storage item \(entry.name)")
                }
                item.docs = entry.docs.map { [$0] } ?? []
                if let value = entry.value { item.fallback = try bytes(value, in: "\(place): \(entry.name)") }
                storage.items.append(item)
            }
            result.storage = storage.items.isEmpty ? nil : storage
        } else if let entry = served.storage?.first {
            throw InterfaceError("\(place): there is no storage item \(entry.name)")
        }
        result.constants = []
        for entry in served.constants ?? [] {
            guard var constant = pallet.constants.first(where: { $0.name == entry.name }) else {
                throw InterfaceError("\(place): there is no constant \(entry.name)")
            }
            constant.docs = entry.docs.map { [$0] } ?? []
            if let value = entry.value { constant.value = try bytes(value, in: "\(place): \(entry.name)") }
            result.constants.append(constant)
        }
        let calls = (served.calls ?? []).map { ServedPallet.Entry(name: $0.name, docs: $0.docs) }
        result.calls = try filter(pallet.calls, to: calls, kind: "call", docsNeeded: true, place, &types)
        result.events = try filter(
            pallet.events, to: served.events ?? [], kind: "event", docsNeeded: false, place, &types)
        let errors = try withGaps(served.errors ?? [], in: pallet.errors, place, types)
        result.errors = try filter(pallet.errors, to: errors, kind: "error", docsNeeded: true, place, &types)
        return result
    }

    /// What users read of an error that stands in the metadata only to keep the others in their places.
    static let gapDocs = "This chain does not raise it."

    /// Clients of SDK 10 and btcli 9 find an error by its position in the list instead of by its index. So whatever
    /// comes before the last served error stays in the metadata, marked as never raised; no `Failure` has it.
    private static func withGaps(
        _ entries: [ServedPallet.Entry], in id: TypeID?, _ place: String, _ types: PortableRegistry
    ) throws(InterfaceError) -> [ServedPallet.Entry] {
        guard let id, case .variant(let variants) = types[id]?.definition else { return entries }
        let names = Set(entries.map(\.name))
        guard let last = variants.lastIndex(where: { names.contains($0.name) }) else { return entries }
        for (position, variant) in variants[...last].enumerated() where Int(variant.index) != position {
            throw InterfaceError("\(place): error \(variant.name) does not stand at its index, which clients rely on")
        }
        let gaps = variants[...last].filter { !names.contains($0.name) }
        return entries + gaps.map { ServedPallet.Entry(name: $0.name, docs: gapDocs) }
    }

    /// Leaves only the listed variants in the enumeration, in the imported order.
    private static func filter(
        _ id: TypeID?, to entries: [ServedPallet.Entry], kind: String, docsNeeded: Bool, _ place: String,
        _ types: inout PortableRegistry
    ) throws(InterfaceError) -> TypeID? {
        guard let first = entries.first else { return nil }
        guard let id, var type = types[id], case .variant(let variants) = type.definition else {
            throw InterfaceError("\(place): there is no \(kind) \(first.name)")
        }
        var docs: [String: [String]] = [:]
        for entry in entries {
            guard variants.contains(where: { $0.name == entry.name }) else {
                throw InterfaceError("\(place): there is no \(kind) \(entry.name)")
            }
            if docsNeeded, (entry.docs ?? "").isEmpty {
                throw InterfaceError("\(place): \(kind) \(entry.name) is served without docs")
            }
            guard docs.updateValue(entry.docs.map { [$0] } ?? [], forKey: entry.name) == nil else {
                throw InterfaceError("\(place): \(kind) \(entry.name) is listed twice")
            }
        }
        type.definition = .variant(
            variants.compactMap { variant in
                guard let text = docs[variant.name] else { return nil }
                var variant = variant
                variant.docs = text
                return variant
            })
        types.replace(id, with: type)
        return id
    }

    private static func filter(_ api: RuntimeAPIMetadata, by served: ServedAPI) throws(InterfaceError)
        -> RuntimeAPIMetadata
    {
        var result = api
        result.methods = []
        for entry in served.methods {
            guard var method = api.methods.first(where: { $0.name == entry.name }) else {
                throw InterfaceError("served/apis.json: \(api.name) has no method \(entry.name)")
            }
            method.docs = entry.docs.map { [$0] } ?? []
            result.methods.append(method)
        }
        return result
    }

    /// Leaves in the enumerations over all pallets only those that are served.
    private static func filterOuter(_ metadata: inout RuntimeMetadata) {
        guard let outer = metadata.outer else { return }
        let kept: [(TypeID, KeyPath<PalletMetadata, TypeID?>)] = [
            (outer.call, \.calls), (outer.event, \.events), (outer.error, \.errors),
        ]
        for (id, part) in kept {
            guard var type = metadata.types[id], case .variant(let variants) = type.definition else { continue }
            let indices = Set(metadata.pallets.filter { $0[keyPath: part] != nil }.map(\.index))
            type.definition = .variant(variants.filter { indices.contains($0.index) })
            metadata.types.replace(id, with: type)
        }
    }
}
