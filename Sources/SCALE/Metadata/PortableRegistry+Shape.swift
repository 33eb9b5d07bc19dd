extension PortableRegistry {
    /// A text that two types have in common exactly if their values have the same bytes and the same meaning of them:
    /// primitives, compact forms, counts, and the indices and names of variants. Names of types and fields do not show,
    /// a composite with one field shows as that field, and the enumerations over all pallets show as their name alone,
    /// since they grow without changing what is there.
    public func shape(of id: TypeID) -> String {
        var memo: [TypeID: String] = [:]
        return shape(of: id, within: [], &memo)
    }

    private static let outer: Set<String> = ["RuntimeCall", "RuntimeEvent", "RuntimeError", "OriginCaller"]

    private func shape(of id: TypeID, within: Set<TypeID>, _ memo: inout [TypeID: String]) -> String {
        if let known = memo[id] { return known }
        guard let type = self[id] else { return "?" }
        if let last = type.path.last, Self.outer.contains(last) { return last }
        guard !within.contains(id) else { return "^" + type.path.joined(separator: "::") }
        let inner = within.union([id])
        func parts(_ ids: [TypeID]) -> String {
            let shapes = ids.map { shape(of: $0, within: inner, &memo) }
            return shapes.count == 1 ? shapes[0] : "(" + shapes.joined(separator: ",") + ")"
        }
        let text: String
        switch type.definition {
        case .primitive(let primitive): text = primitive.name
        case .compact(let member): text = "compact<\(parts([member]))>"
        case .sequence(let element): text = "[\(parts([element]))]"
        case .array(let length, let element): text = "[\(parts([element]));\(length)]"
        case .tuple(let members): text = parts(members)
        case .composite(let fields): text = parts(fields.map(\.type))
        case .bitSequence(let store, let order): text = "bits\(parts([store, order]))"
        case .variant(let variants):
            let cases = variants.sorted { $0.index < $1.index }.map { variant in
                "\(variant.index):\(variant.name)" + (variant.fields.isEmpty ? "" : parts(variant.fields.map(\.type)))
            }
            text = "{" + cases.joined(separator: "|") + "}"
        }
        memo[id] = text
        return text
    }
}
