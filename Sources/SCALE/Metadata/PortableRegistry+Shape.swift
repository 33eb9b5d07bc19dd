extension PortableRegistry {
    /// A text that two types have in common exactly if their values have the same bytes and the same meaning of them:
    /// primitives, compact forms, counts, and the indices and names of variants. Names of types and fields do not show,
    /// a composite with one field shows as that field, and the enumerations over all pallets show as their name alone,
    /// since they grow without changing what is there.
    ///
    /// What no runtime's types come near is described by `?`: more than a million bytes of text, which a few types that
    /// each name the next one twice would make, and more than 256 types inside of each other.
    public func shape(of id: TypeID) -> String {
        var description = Description()
        return shape(of: id, within: [], &description)
    }

    private struct Description {
        /// Types that are described.
        var texts: [TypeID: String] = [:]
        /// How much more text there may be, all types together.
        var bytesLeft = 1 << 20
        static let depthMaximum = 256
    }

    private static let outer: Set<String> = ["RuntimeCall", "RuntimeEvent", "RuntimeError", "OriginCaller"]

    private func shape(of id: TypeID, within: Set<TypeID>, _ description: inout Description) -> String {
        if let known = description.texts[id] { return known }
        guard let type = self[id], within.count < Description.depthMaximum else { return "?" }
        if let last = type.path.last, Self.outer.contains(last) { return last }
        guard !within.contains(id) else { return "^" + type.path.joined(separator: "::") }
        let inner = within.union([id])
        var byteCount = 0
        func parts(_ ids: [TypeID]) -> String {
            var shapes: [String] = []
            for id in ids {
                shapes.append(shape(of: id, within: inner, &description))
                byteCount += shapes[shapes.count - 1].utf8.count + 1
                guard byteCount <= description.bytesLeft else { return "?" }
            }
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
        let kept = text.utf8.count <= description.bytesLeft ? text : "?"
        description.bytesLeft -= kept.utf8.count
        description.texts[id] = kept
        return kept
    }
}
