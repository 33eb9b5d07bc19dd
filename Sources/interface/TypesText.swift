import SCALE

/// Writes the structs and enums that calls, events, storage and runtime APIs speak of.
struct TypesText {
    let names: TypeNames

    /// Files of at most about 400 lines.
    func files() throws(InterfaceError) -> [(name: String, text: String)] {
        var files: [(name: String, text: String)] = []
        var text = SwiftText()
        for (id, name) in names.generated {
            var own = SwiftText()
            try declare(id, name, in: &own)
            if text.lines.count + own.lines.count > 400, !text.lines.isEmpty {
                files.append(("Types\(files.count + 1).swift", GeneratedFile.text(text, .declarations)))
                text = SwiftText()
            }
            if !text.lines.isEmpty { text.line() }
            for line in own.lines { text.line(line) }
        }
        files.append(("Types\(files.count + 1).swift", GeneratedFile.text(text, .declarations)))
        return files
    }

    private func declare(_ id: TypeID, _ name: String, in text: inout SwiftText) throws(InterfaceError) {
        guard let type = names.types[id] else { return }
        let docs = "`\(type.path.joined(separator: "::"))`."
        switch type.definition {
        case .variant(let variants):
            let own = EnumText(name: name, fullName: name, cases: try Case.all(variants, names: names))
            own.declare(in: &text, docs: docs) { _ in nil }
            if !own.isPlain {
                text.line()
                own.conform(in: &text, typeName: name)
            }
        case .composite(let fields):
            let members = try Member.all(fields, names: names)
            if members.count == 1, members[0].label == nil {
                newtype(name, members[0], docs, in: &text)
            } else {
                structure(name, members, docs, in: &text)
            }
        default: throw InterfaceError("type \(id) cannot be declared")
        }
    }

    /// A struct around one value; around an unsigned integer it has a compact form too.
    private func newtype(_ name: String, _ member: Member, _ docs: String, in text: inout SwiftText) {
        let isInteger = member.type.hasPrefix("UInt") && !member.isCompact
        text.docs(docs)
        text.block("public struct \(name): Hashable, ScaleCodable\(isInteger ? ", CompactCodable" : "")") { text in
            text.docs("The value inside.")
            text.line("public var rawValue: \(member.type)")
            text.line()
            text.line("@inlinable")
            text.line("public init(_ rawValue: \(member.type)) { self.rawValue = rawValue }")
            text.line()
            let encoding = member.encoding.replacingFirst("value0", with: "rawValue")
            text.line("public func encode(to encoder: inout ScaleEncoder) { \(encoding) }")
            text.line(
                "public init(from decoder: inout ScaleDecoder) throws(ScaleError) { rawValue = \(member.decoding) }")
            if isInteger {
                text.line()
                text.line("public var compactValue: \(member.type) { rawValue }")
                text.line("public init(compactValue: \(member.type)) { rawValue = compactValue }")
            }
        }
    }

    private func structure(_ name: String, _ members: [Member], _ docs: String, in text: inout SwiftText) {
        text.docs(docs)
        text.block("public struct \(name): Hashable, ScaleCodable") { text in
            for member in members { text.line("public var \(member.variable): \(member.type)") }
            if !members.isEmpty { text.line() }
            if members.isEmpty {
                text.line("public init() {}")
            } else {
                text.call("public init", members.map { "\($0.label ?? $0.variable): \($0.type)" }, " {")
                text.indented { text in
                    for member in members { text.line("self.\(member.variable) = \(member.variable)") }
                }
                text.line("}")
            }
            text.line()
            text.block("public func encode(to encoder: inout ScaleEncoder)") { text in
                for member in members { text.line(member.encoding) }
            }
            text.line()
            text.block("public init(from decoder: inout ScaleDecoder) throws(ScaleError)") { text in
                for member in members { text.line("\(member.variable) = \(member.decoding)") }
            }
        }
    }
}
