import SCALE

/// Knows the Swift type of every served type.
struct TypeNames {
    let types: PortableRegistry
    /// Swift namespaces of the pallets' own enumerations, by type.
    private let palletEnums: [TypeID: String]
    /// Types that are generated, with their unique names, in order.
    private(set) var generated: [(id: TypeID, name: String)] = []
    private var names: [TypeID: String] = [:]

    /// Types written by hand in `RuntimeInterface` or below it, by path.
    static let known = [
        "sp_core::crypto::AccountId32": "AccountID",
        "primitive_types::H256": "Hash",
        "primitive_types::H160": "FixedBytes<20>",
        "subtensor_runtime_common::NetUid": "NetUID",
        "subtensor_runtime_common::MechId": "MechanismID",
        "subtensor_runtime_common::currency::TaoBalance": "Rao",
        "subtensor_runtime_common::currency::AlphaBalance": "Alpha",
        "share_pool::SafeFloat": "SafeFloat",
        "sp_runtime::MultiSignature": "MultiSignature",
        "sp_runtime::multiaddress::MultiAddress": "MultiAddress",
        "sp_runtime::generic::era::Era": "Era",
        "pallet_commitments::types::Data": "CommitmentData",
        "fp_self_contained::unchecked_extrinsic::UncheckedExtrinsic": "OpaqueExtrinsic",
        "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic": "OpaqueExtrinsic",
        "node_subtensor_runtime::RuntimeCall": "RuntimeCall",
        "node_subtensor_runtime::RuntimeEvent": "RuntimeEvent",
    ]
    /// Wrappers whose encoding is that of their only field.
    static let transparent: Set<String> = [
        "BoundedVec", "WeakBoundedVec", "BTreeMap", "BTreeSet", "BoundedBTreeMap", "BoundedBTreeSet", "Cow",
    ]
    /// Names that a generated type must not take.
    private static let taken: Set<String> = [
        "Array", "Bool", "Call", "CallInfo", "Compact", "Data", "Error", "Event", "Failure", "Hash", "Hasher",
        "Optional",
        "Result", "Set", "String", "Type", "Unit",
    ]

    init(_ selection: Selection) throws(InterfaceError) {
        types = selection.metadata.types
        var enums: [TypeID: String] = [:]
        for pallet in selection.metadata.pallets {
            let space = selection.served(pallet).swiftName ?? pallet.name
            if let calls = pallet.calls { enums[calls] = "\(space).Call" }
            if let events = pallet.events { enums[events] = "\(space).Event" }
            if let errors = pallet.errors { enums[errors] = "\(space).Failure" }
        }
        palletEnums = enums
        try nameAll(selection)
    }

    // MARK: Names

    private mutating func nameAll(_ selection: Selection) throws(InterfaceError) {
        var wanted: [(TypeID, String)] = []
        for id in Self.swiftTypes(of: selection.metadata) where isGenerated(id) {
            let path = (types[id]?.path ?? []).joined(separator: "::")
            wanted.append((id, selection.names.names[path] ?? types[id]?.path.last ?? ""))
        }
        var uses: [String: [TypeID]] = [:]
        for (id, name) in wanted { uses[name, default: []].append(id) }
        let spaces = Set(selection.metadata.pallets.map { selection.served($0).swiftName ?? $0.name })
        for (id, name) in wanted where uses[name]?.count == 1 { names[id] = name }
        // Instantiations of one generic type take the names of their parameters.
        for (id, name) in wanted where (uses[name]?.count ?? 0) > 1 {
            let paths = Set((uses[name] ?? []).map { types[$0]?.path ?? [] })
            guard paths.count == 1 else {
                let list = paths.map { $0.joined(separator: "::") }.sorted().joined(separator: ", ")
                throw InterfaceError("served/types.json: give different names to \(list)")
            }
            let parameters = try parameterNames(id)
            names[id] = name + "Of" + parameters
        }
        for (id, _) in wanted {
            let name = names[id] ?? ""
            guard !Self.taken.contains(name), !spaces.contains(name) else {
                throw InterfaceError(
                    "served/types.json: \(types[id]?.path.joined(separator: "::") ?? "") needs a name, "
                        + "since \(name) is taken"
                )
            }
            generated.append((id, name))
        }
    }

    private func parameterNames(_ id: TypeID) throws(InterfaceError) -> String {
        var result = ""
        for parameter in types[id]?.parameters ?? [] {
            if let type = parameter.type { result += (try swift(type)).filter { $0.isLetter || $0.isNumber } }
        }
        return result
    }

    /// Whether the type gets a declaration of its own.
    func isGenerated(_ id: TypeID) -> Bool {
        guard let type = types[id], let last = type.path.last, palletEnums[id] == nil else { return false }
        let path = type.path.joined(separator: "::")
        if Self.known[path] != nil || Self.transparent.contains(last) { return false }
        if path == "Option" || path == "Result" || path.hasPrefix("substrate_") { return false }
        switch type.definition {
        case .composite, .variant: return true
        default: return false
        }
    }

    /// What calls, events, storage, constants and runtime APIs speak of, in the registry's order.
    static func swiftTypes(of metadata: RuntimeMetadata) -> [TypeID] {
        var waiting = metadata.pallets.flatMap(Pruning.roots(of:)) + metadata.apis.flatMap(Pruning.roots(of:))
        if let event = metadata.outer?.event { waiting.append(event) }
        var reached: Set<TypeID> = []
        while let id = waiting.popLast() {
            guard let type = metadata.types[id], reached.insert(id).inserted else { continue }
            let path = type.path.joined(separator: "::")
            // What is written by hand hides its parts.
            guard known[path] == nil || path.hasSuffix("RuntimeCall") || path.hasSuffix("RuntimeEvent") else {
                continue
            }
            if !path.hasPrefix("substrate_") { waiting += type.definition.references }
        }
        return reached.sorted()
    }

    // MARK: Types

    /// The Swift type of a registry type.
    func swift(_ id: TypeID) throws(InterfaceError) -> String {
        guard let type = types[id] else { throw InterfaceError("there is no type \(id)") }
        let path = type.path.joined(separator: "::")
        if let known = Self.known[path] { return known }
        if let name = palletEnums[id] ?? names[id] { return name }
        switch type.definition {
        case .primitive(let primitive): return try swift(primitive)
        case .sequence(let element): return "[\(try swift(element))]"
        case .compact(let inner): return "Compact<\(try swift(inner))>"
        case .array(let length, let element):
            if case .primitive(.u8) = types[element]?.definition { return "FixedBytes<\(length)>" }
            // Two to four elements are encoded as a tuple of them is.
            guard 2...4 ~= length else { throw InterfaceError("type \(id): long arrays are not supported") }
            return try swift(tuple: [TypeID](repeating: element, count: Int(length)), id)
        case .tuple(let members): return try swift(tuple: members, id)
        case .composite(let fields): return try swift(composite: fields, type, id)
        case .variant(let variants): return try swift(variants, path, id)
        case .bitSequence: throw InterfaceError("type \(id): bit sequences are not supported")
        }
    }

    private func swift(_ primitive: PrimitiveType) throws(InterfaceError) -> String {
        switch primitive {
        case .bool: "Bool"
        case .str: "String"
        case .u8, .u16, .u32, .u64, .u128: "UInt" + primitive.name.dropFirst()
        case .i8, .i16, .i32, .i64, .i128: "Int" + primitive.name.dropFirst()
        case .char, .u256, .i256: throw InterfaceError("the primitive type \(primitive.name) is not supported")
        }
    }

    private func swift(tuple members: [TypeID], _ id: TypeID) throws(InterfaceError) -> String {
        var names: [String] = []
        for member in members { names.append(try swift(member)) }
        switch members.count {
        case 0: return "Unit"
        case 1: return names[0]
        case 2: return "Pair<\(names.joined(separator: ", "))>"
        case 3: return "Triple<\(names.joined(separator: ", "))>"
        case 4: return "Quadruple<\(names.joined(separator: ", "))>"
        default: throw InterfaceError("type \(id): tuples of more than four members are not supported")
        }
    }

    private func swift(composite fields: [TypeField], _ type: PortableType, _ id: TypeID) throws(InterfaceError)
        -> String
    {
        if type.path.first == "substrate_fixed" { return try fixedPoint(type, id) }
        if let last = type.path.last, Self.transparent.contains(last), fields.count == 1 {
            return try swift(fields[0].type)
        }
        throw InterfaceError("type \(id) \(type.path.joined(separator: "::")) is not named")
    }

    private func swift(_ variants: [TypeVariant], _ path: String, _ id: TypeID) throws(InterfaceError) -> String {
        if path == "Option", let some = variants.first(where: { $0.name == "Some" })?.fields.first {
            let wrapped = try swift(some.type)
            return "\(wrapped)?"
        }
        let parts = variants.compactMap(\.fields.first?.type)
        if path == "Result", parts.count == 2 { return "ScaleResult<\(try swift(parts[0])), \(try swift(parts[1]))>" }
        throw InterfaceError("type \(id) \(path) is not named")
    }

    /// `FixedU128` with 64 fraction bits is U64F64, and so on.
    private func fixedPoint(_ type: PortableType, _ id: TypeID) throws(InterfaceError) -> String {
        let widths = ["FixedU128": ("U", 128), "FixedI128": ("I", 128), "FixedI64": ("I", 64), "FixedU64": ("U", 64)]
        guard let (sign, width) = widths[type.path.last ?? ""], let fraction = type.parameters.first?.type else {
            throw InterfaceError("type \(id): unknown fixed-point type")
        }
        let bits = typeNumber(fraction)
        return "\(sign)\(width - bits)F\(bits)"
    }

    /// The number that a chain of `UInt<UInt<…, B1>, B0>` spells in binary.
    private func typeNumber(_ id: TypeID) -> Int {
        guard let type = types[id], type.path.last == "UInt", type.parameters.count == 2,
            let high = type.parameters[0].type, let low = type.parameters[1].type
        else { return 0 }
        return typeNumber(high) * 2 + (types[low]?.path.last == "B1" ? 1 : 0)
    }

    /// The type inside of a compact integer, or `nil`.
    func compactInner(_ id: TypeID) -> TypeID? {
        guard case .compact(let inner) = types[id]?.definition else { return nil }
        return inner
    }
}
