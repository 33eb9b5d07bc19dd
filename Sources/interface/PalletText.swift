import SCALE

/// Writes the files of a pallet: namespace, calls, events, failures, storage and constants.
struct PalletText {
    let pallet: PalletMetadata
    let served: ServedPallet
    let names: TypeNames
    let metadata: RuntimeMetadata

    /// The namespace.
    var space: String { served.swiftName ?? pallet.name }

    func files() throws(InterfaceError) -> [(name: String, text: String)] {
        var files = [("\(space).swift", try namespace())]
        if pallet.calls != nil { files += try calls() }
        if pallet.events != nil { files += try events() }
        if pallet.errors != nil { files.append(("\(space)+Failure.swift", try failures())) }
        if pallet.storage != nil { files += try storage() }
        return files
    }

    private func namespace() throws(InterfaceError) -> String {
        var text = SwiftText()
        text.docs(served.docs)
        text.block("public enum \(space): Sendable") { text in
            text.docs("The byte that stands for the pallet in calls, events and errors.")
            text.line("public static let pallet: UInt8 = \(pallet.index)")
            text.docs("The pallet's name on chain.")
            text.line("public static let palletName = \"\(pallet.name)\"")
        }
        var lines: [(ConstantMetadata, String, String)] = []
        for constant in pallet.constants {
            let value = try Literal(names: names).expression(constant.value, constant.type)
            lines.append((constant, try names.swift(constant.type), value))
        }
        if !lines.isEmpty {
            text.line()
            text.docs("Constants.")
            text.block("extension \(space)") { text in
                for (constant, type, value) in lines {
                    text.docs(constant.docs.first ?? "The constant `\(constant.name)`.")
                    let name = Self.constantName(constant, in: pallet)
                    let line = "public static let \(name): \(type) = \(value)"
                    if line.count < 110 {
                        text.line(line)
                    } else {
                        text.line("public static let \(name): \(type) =")
                        text.indented { Self.broken(value, in: &$0) }
                    }
                }
            }
        }
        return GeneratedFile.text(text, .declarations)
    }

    /// The constant's name in Swift; a storage item of the same name keeps it for itself.
    static func constantName(_ constant: ConstantMetadata, in pallet: PalletMetadata) -> String {
        let isTaken = pallet.storage?.items.contains { $0.name == constant.name } ?? false
        return isTaken ? SwiftName.plain(constant.name) + "Constant" : SwiftName.member(constant.name)
    }

    /// A long `decoded("…")` in pieces.
    static func broken(_ value: String, in text: inout SwiftText) {
        guard value.count > 100, value.hasPrefix("decoded(\""), value.hasSuffix("\")") else { return text.line(value) }
        var rest = value.dropFirst("decoded(\"".count).dropLast(2)
        text.line("decoded(")
        text.indented { text in
            text.line("\"\"\"")
            while !rest.isEmpty {
                let piece = rest.prefix(96)
                rest = rest.dropFirst(96)
                text.line(piece + (rest.isEmpty ? "" : "\\"))
            }
            text.line("\"\"\")")
        }
    }

    private func enumText(_ id: TypeID?, _ name: String) throws(InterfaceError) -> EnumText {
        EnumText(
            name: name, fullName: "\(space).\(name)", cases: try Case.all(metadata.variants(of: id), names: names))
    }

    /// The codec of an enum, in two files where it is long.
    private func codec(_ text: EnumText) -> [(name: String, text: String)] {
        var encoding = SwiftText()
        var decoding = SwiftText()
        text.encoding(in: &encoding, typeName: "\(space).\(text.name)")
        text.decoding(in: &decoding, typeName: "\(space).\(text.name)")
        let name = "\(space)+\(text.name)"
        guard encoding.lines.count + decoding.lines.count > 450 else {
            decoding.line()
            for line in encoding.lines { decoding.line(line) }
            return [(name + "Codec.swift", GeneratedFile.text(decoding, .codec))]
        }
        return [
            (name + "Decoding.swift", GeneratedFile.text(decoding, .codec)),
            (name + "Encoding.swift", GeneratedFile.text(encoding, .codec)),
        ]
    }

    // MARK: Calls

    private func calls() throws(InterfaceError) -> [(name: String, text: String)] {
        let calls = try enumText(pallet.calls, "Call")
        var text = SwiftText()
        text.block("extension \(space)") { text in
            text.docs("Calls of the pallet `\(pallet.name)`.")
            text.block("public enum Call: Hashable, Sendable") { text in
                for entry in calls.cases {
                    text.docs(entry.variant.docs.first ?? "")
                    if entry.members.isEmpty {
                        text.line("case \(entry.name)")
                    } else {
                        text.call("case \(entry.name)", entry.members.map(\.parameter))
                    }
                }
            }
        }
        text.line()
        info(calls, in: &text)
        return [("\(space)+Call.swift", GeneratedFile.text(text, .declarations))] + codec(calls)
    }

    private func info(_ calls: EnumText, in text: inout SwiftText) {
        var entries: [String: ServedPallet.Call] = [:]
        for call in served.calls ?? [] { entries[call.name] = call }
        text.block("extension \(space).Call") { text in
            text.docs("Name, fee rule, class and cost of the call.")
            text.block("public var info: CallInfo") { text in
                text.line("switch self {")
                for entry in calls.cases {
                    let call = entries[entry.variant.name]
                    var arguments = [
                        "\(pallet.index)", "\(entry.variant.index)", "\"\(pallet.name)\"", "\"\(entry.variant.name)\"",
                    ]
                    if call?.pays == false { arguments.append("paysFee: false") }
                    if let name = call?.class, name != "normal" { arguments.append("dispatchClass: .\(name)") }
                    if let cost = call?.cost { arguments.append("reads: \(cost.reads), writes: \(cost.writes)") }
                    text.line("case .\(entry.name):")
                    text.indented { $0.call("CallInfo", arguments) }
                }
                text.line("}")
            }
        }
    }

    // MARK: Events and failures

    private func events() throws(InterfaceError) -> [(name: String, text: String)] {
        let events = try enumText(pallet.events, "Event")
        var text = SwiftText()
        text.block("extension \(space)") { text in
            text.docs("Events of the pallet `\(pallet.name)`.")
            text.block("public enum Event: Hashable, Sendable") { text in
                for entry in events.cases {
                    text.docs(entry.variant.docs.first ?? "The event `\(entry.variant.name)`.")
                    if entry.members.isEmpty {
                        text.line("case \(entry.name)")
                    } else {
                        text.call("case \(entry.name)", entry.members.map(\.parameter))
                    }
                }
            }
        }
        text.line()
        text.block("extension \(space).Event") { text in
            text.docs("The event's name on chain.")
            text.block("public var name: String") { text in
                text.line("switch self {")
                for entry in events.cases { text.line("case .\(entry.name): \"\(entry.variant.name)\"") }
                text.line("}")
            }
        }
        return [("\(space)+Event.swift", GeneratedFile.text(text, .declarations))] + codec(events)
    }

    private func failures() throws(InterfaceError) -> String {
        let served = Set((served.errors ?? []).map(\.name))
        let variants = metadata.variants(of: pallet.errors).filter { served.contains($0.name) }
        let failures = EnumText(
            name: "Failure", fullName: "\(space).Failure", cases: try Case.all(variants, names: names))
        var text = SwiftText()
        text.block("extension \(space)") { text in
            text.docs("Why a call of the pallet `\(pallet.name)` fails. The raw values are the indices on chain.")
            text.block("public enum Failure: UInt8, ScaleEnumeration") { text in
                for entry in failures.cases {
                    text.docs(entry.variant.docs.first ?? "")
                    text.line("case \(entry.name) = \(entry.variant.index)")
                }
            }
        }
        text.line()
        text.block("extension \(space).Failure") { text in
            text.docs("The failure's name on chain.")
            text.block("public var name: String") { text in
                text.line("switch self {")
                for entry in failures.cases { text.line("case .\(entry.name): \"\(entry.variant.name)\"") }
                text.line("}")
            }
        }
        text.line()
        text.block("extension DispatchError") { text in
            text.docs("The failure of the pallet `\(pallet.name)` as the error of a dispatch.")
            text.block("public static func \(SwiftName.member(space))(_ failure: \(space).Failure) -> DispatchError") {
                text in
                text.line("DispatchError(pallet: \(pallet.index), failure: failure.rawValue)")
            }
        }
        return GeneratedFile.text(text, .declarations)
    }

    // MARK: Storage

    /// Files of at most 150 items.
    private func storage() throws(InterfaceError) -> [(name: String, text: String)] {
        var files: [(name: String, text: String)] = []
        let items = pallet.storage?.items ?? []
        for start in stride(from: 0, to: items.count, by: 150) {
            var text = SwiftText()
            var declarations: [(StorageItemMetadata, String, [String])] = []
            for item in items[start..<min(start + 150, items.count)] { declarations.append(try declaration(item)) }
            text.block("extension \(space)") { text in
                for (item, head, arguments) in declarations {
                    text.docs(item.docs.first ?? docs(of: item))
                    text.call(head, arguments)
                }
            }
            let name = start == 0 ? "\(space)+Storage.swift" : "\(space)+Storage\(start / 150 + 1).swift"
            files.append((name, GeneratedFile.text(text, .descriptions)))
        }
        return files
    }

    /// What can be told of an item from its description alone.
    private func docs(of item: StorageItemMetadata) -> String {
        var parts = ["The storage item `\(item.name)`"]
        if case .map(let hashers, let key, _) = item.kind {
            let keys = (try? keyTypes(hashers, key)) ?? []
            parts.append("a map by \(keys.joined(separator: ", "))")
        }
        switch item.modifier {
        case .optional: parts.append("absent unless it was set")
        case .default, .required:
            let value = (try? Literal(names: names).expression(item.fallback, item.kind.value)) ?? ""
            if !value.isEmpty, value.count < 40, !value.hasPrefix("decoded") {
                parts.append("\(value) unless it was set")
            }
        }
        return parts.joined(separator: ", ") + "."
    }

    private func keyTypes(_ hashers: [StorageItemMetadata.Hasher], _ key: TypeID) throws(InterfaceError) -> [String] {
        guard hashers.count > 1, case .tuple(let members) = names.types[key]?.definition, members.count == hashers.count
        else { return [try names.swift(key)] }
        var keys: [String] = []
        for member in members { keys.append(try names.swift(member)) }
        return keys
    }

    private func declaration(_ item: StorageItemMetadata) throws(InterfaceError) -> (
        StorageItemMetadata, String, [String]
    ) {
        let value = try names.swift(item.kind.value)
        var arguments = ["\"\(pallet.storage?.prefix ?? pallet.name)\"", "\"\(item.name)\""]
        var type = "StorageValue"
        var parameters = [value]
        if case .map(let hashers, let key, _) = item.kind {
            type = "StorageMap"
            parameters = try keyTypes(hashers, key) + [value]
            arguments.append("[\(hashers.map { ".\($0)" }.joined(separator: ", "))]")
        }
        switch item.modifier {
        case .optional: type = "Optional" + type
        case .default:
            arguments.append("fallback: " + (try Literal(names: names).expression(item.fallback, item.kind.value)))
        case .required:
            throw InterfaceError("\(pallet.name).\(item.name): required items are not supported")
        }
        let name = "public static let \(SwiftName.member(item.name)) ="
        let definition = "\(type)<\(parameters.joined(separator: ", "))>"
        // Behind four spaces and before a parenthesis.
        let fits = name.count + 1 + definition.count <= 115
        return (item, name + (fits ? " " : "\n        ") + definition, arguments)
    }
}
