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
        if pallet.storage != nil { files.append(("\(space)+Storage.swift", try storage())) }
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
                    // A storage item of the same name keeps it.
                    let isTaken = pallet.storage?.items.contains { $0.name == constant.name } ?? false
                    let name = isTaken ? SwiftName.plain(constant.name) + "Constant" : SwiftName.member(constant.name)
                    let line = "public static let \(name): \(type) = \(value)"
                    if line.count < 110 { text.line(line) } else {
                        text.line("public static let \(name): \(type) =")
                        text.indented { Self.broken(value, in: &$0) }
                    }
                }
            }
        }
        return GeneratedFile.text(text, .declarations)
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

    // MARK: Calls

    private func calls() throws(InterfaceError) -> [(name: String, text: String)] {
        let calls = try enumText(pallet.calls, "Call")
        var text = SwiftText()
        text.block("extension \(space)") { text in
            text.docs("Calls of the pallet `\(pallet.name)`.")
            text.block("public enum Call: Hashable, Sendable") { text in
                for entry in calls.cases {
                    text.docs(entry.variant.docs.first ?? "")
                    if entry.members.isEmpty { text.line("case \(entry.name)") } else {
                        text.call("case \(entry.name)", entry.members.map(\.parameter))
                    }
                }
            }
        }
        text.line()
        info(calls, in: &text)
        var codec = SwiftText()
        calls.conformAlways(in: &codec, typeName: "\(space).Call")
        return [
            ("\(space)+Call.swift", GeneratedFile.text(text, .declarations)),
            ("\(space)+CallCodec.swift", GeneratedFile.text(codec, .codec)),
        ]
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
                    var arguments = ["\(pallet.index)", "\(entry.variant.index)", "\"\(pallet.name)\"", "\"\(entry.variant.name)\""]
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
                    if entry.members.isEmpty { text.line("case \(entry.name)") } else {
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
        var codec = SwiftText()
        events.conformAlways(in: &codec, typeName: "\(space).Event")
        return [
            ("\(space)+Event.swift", GeneratedFile.text(text, .declarations)),
            ("\(space)+EventCodec.swift", GeneratedFile.text(codec, .codec)),
        ]
    }

    private func failures() throws(InterfaceError) -> String {
        let failures = try enumText(pallet.errors, "Failure")
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
            text.block("public static func \(SwiftName.member(space))(_ failure: \(space).Failure) -> DispatchError") { text in
                text.line("DispatchError(pallet: \(pallet.index), failure: failure.rawValue)")
            }
        }
        return GeneratedFile.text(text, .declarations)
    }

    // MARK: Storage

    private func storage() throws(InterfaceError) -> String {
        var text = SwiftText()
        var declarations: [(StorageItemMetadata, String, [String])] = []
        for item in pallet.storage?.items ?? [] { declarations.append(try declaration(item)) }
        text.block("extension \(space)") { text in
            for (item, head, arguments) in declarations {
                text.docs(item.docs.first ?? "The storage item `\(item.name)`.")
                text.call(head, arguments)
            }
        }
        return GeneratedFile.text(text, .descriptions)
    }

    private func declaration(_ item: StorageItemMetadata) throws(InterfaceError) -> (StorageItemMetadata, String, [String]) {
        let value = try names.swift(item.kind.value)
        var arguments = ["\"\(pallet.storage?.prefix ?? pallet.name)\"", "\"\(item.name)\""]
        var type = "StorageValue"
        var parameters = [value]
        if case .map(let hashers, let key, _) = item.kind {
            type = "StorageMap"
            var keys: [String] = []
            if hashers.count > 1, case .tuple(let members) = names.types[key]?.definition, members.count == hashers.count {
                for member in members { keys.append(try names.swift(member)) }
            } else {
                keys = [try names.swift(key)]
            }
            parameters = keys + [value]
            arguments.append("[\(hashers.map { ".\($0)" }.joined(separator: ", "))]")
        }
        switch item.modifier {
        case .optional: type = "Optional" + type
        case .default:
            arguments.append("fallback: " + (try Literal(names: names).expression(item.fallback, item.kind.value)))
        case .required:
            throw InterfaceError("\(pallet.name).\(item.name): required items are not supported")
        }
        let head = "public static let \(SwiftName.member(item.name)) = \(type)<\(parameters.joined(separator: ", "))>"
        return (item, head, arguments)
    }
}
