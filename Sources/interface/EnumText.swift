import SCALE

/// Writes enums with the on-chain indices in their codec.
struct EnumText {
    /// The name inside of its namespace.
    let name: String
    /// The name in messages of errors.
    let fullName: String
    let cases: [Case]

    /// Whether no case carries anything: the index is the raw value then.
    var isPlain: Bool { cases.allSatisfy(\.members.isEmpty) && !cases.isEmpty }

    /// The declaration with its cases, without the codec.
    func declare(in text: inout SwiftText, docs: String, caseDocs: (Case) -> String?) {
        text.docs(docs)
        text.block("public enum \(name): \(isPlain ? "UInt8, ScaleEnumeration" : "Hashable, Sendable")") { text in
            for entry in cases {
                if let docs = caseDocs(entry) { text.docs(docs) }
                if isPlain {
                    text.line("case \(entry.name) = \(entry.variant.index)")
                } else if entry.members.isEmpty {
                    text.line("case \(entry.name)")
                } else {
                    text.call("case \(entry.name)", entry.members.map(\.parameter))
                }
            }
        }
    }

    /// The conformance to the codec; nothing for a plain enum, which has it from its protocol.
    func conform(in text: inout SwiftText, typeName: String) {
        guard !isPlain else { return }
        decoding(in: &text, typeName: typeName)
        text.line()
        encoding(in: &text, typeName: typeName)
    }

    /// The conformance to the codec with the initialiser.
    func decoding(in text: inout SwiftText, typeName: String) {
        text.block("extension \(typeName): ScaleCodable") { text in
            text.block("public init(from decoder: inout ScaleDecoder) throws(ScaleError)") { text in
                text.line("switch try decoder.byte() {")
                for entry in cases {
                    text.line("case \(entry.variant.index):")
                    text.indented { text in
                        if entry.members.isEmpty {
                            text.line("self = .\(entry.name)")
                        } else {
                            text.call("self = .\(entry.name)", entry.members.map(\.argument))
                        }
                    }
                }
                text.line("case let index: throw .unknownVariant(index: index, type: \"\(fullName)\")")
                text.line("}")
            }
        }
    }

    /// The function that writes a value.
    func encoding(in text: inout SwiftText, typeName: String) {
        text.block("extension \(typeName)") { text in
            text.block("public func encode(to encoder: inout ScaleEncoder)") { text in
                guard !cases.isEmpty else { return text.line("switch self {}") }
                text.line("switch self {")
                for entry in cases { encode(entry, in: &text) }
                text.line("}")
            }
        }
    }

    private func encode(_ entry: Case, in text: inout SwiftText) {
        if entry.members.isEmpty {
            text.line("case .\(entry.name):")
        } else {
            text.call("case .\(entry.name)", entry.members.map { "let \($0.variable)" }, ":")
        }
        text.indented { text in
            text.line("encoder.append(\(entry.variant.index))")
            for member in entry.members { text.line(member.encoding) }
        }
    }
}
