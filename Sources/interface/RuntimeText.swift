import SCALE

/// Writes what spans all pallets: `RuntimeCall`, `RuntimeEvent` and the runtime APIs.
struct RuntimeText {
    let selection: Selection
    let names: TypeNames

    private var metadata: RuntimeMetadata { selection.metadata }

    func files() throws(InterfaceError) -> [(name: String, text: String)] {
        [
            ("RuntimeCall.swift", runtimeCall()), ("RuntimeEvent.swift", runtimeEvent()),
            ("RuntimeAPIs.swift", try apis()), ("RuntimeAPIMethod.swift", methods()),
        ]
    }

    /// Swift namespaces of the pallets that have the part.
    private func spaces(_ part: KeyPath<PalletMetadata, TypeID?>) -> [(space: String, member: String, index: UInt8)] {
        metadata.pallets.filter { $0[keyPath: part] != nil }.map { pallet in
            let space = selection.served(pallet).swiftName ?? pallet.name
            return (space, SwiftName.member(space), pallet.index)
        }
    }

    private func runtimeCall() -> String {
        let pallets = spaces(\.calls)
        var text = SwiftText()
        text.docs("Any call of the runtime. Calls inside of calls nest at most as deep as the decoder allows.")
        text.block("public indirect enum RuntimeCall: Hashable, Sendable") { text in
            for pallet in pallets {
                text.docs("A call of `\(pallet.space)`.")
                text.line("case \(pallet.member)(\(pallet.space).Call)")
            }
        }
        text.line()
        outerCodec("RuntimeCall", pallets, in: &text, nested: true)
        text.line()
        text.block("extension RuntimeCall") { text in
            text.docs("Name, fee rule, class and cost of the call.")
            text.block("public var info: CallInfo") { text in
                text.line("switch self {")
                for pallet in pallets { text.line("case .\(pallet.member)(let call): call.info") }
                text.line("}")
            }
        }
        return GeneratedFile.text(text, .declarations)
    }

    private func runtimeEvent() -> String {
        let pallets = spaces(\.events)
        var text = SwiftText()
        text.docs("Any event of the runtime.")
        text.block("public enum RuntimeEvent: Hashable, Sendable") { text in
            for pallet in pallets {
                text.docs("An event of `\(pallet.space)`.")
                text.line("case \(pallet.member)(\(pallet.space).Event)")
            }
        }
        text.line()
        outerCodec("RuntimeEvent", pallets, in: &text, nested: false)
        text.line()
        text.block("extension RuntimeEvent") { text in
            text.docs("Pallet and event by their names on chain.")
            text.block("public var name: (pallet: String, event: String)") { text in
                text.line("switch self {")
                for pallet in pallets {
                    text.line("case .\(pallet.member)(let event): (\(pallet.space).palletName, event.name)")
                }
                text.line("}")
            }
        }
        return GeneratedFile.text(text, .declarations)
    }

    private func outerCodec(
        _ name: String, _ pallets: [(space: String, member: String, index: UInt8)], in text: inout SwiftText,
        nested: Bool
    ) {
        text.block("extension \(name): ScaleCodable") { text in
            text.block("public func encode(to encoder: inout ScaleEncoder)") { text in
                text.line("switch self {")
                for pallet in pallets {
                    text.line("case .\(pallet.member)(let value):")
                    text.line("    encoder.append(\(pallet.index))")
                    text.line("    value.encode(to: &encoder)")
                }
                text.line("}")
            }
            text.line()
            text.block("public init(from decoder: inout ScaleDecoder) throws(ScaleError)") { text in
                func body(_ text: inout SwiftText, _ target: String) {
                    text.line("switch try decoder.byte() {")
                    for pallet in pallets {
                        text.line("case \(pallet.index): \(target) .\(pallet.member)(try decoder.decode())")
                    }
                    text.line("case let index: throw .unknownVariant(index: index, type: \"\(name)\")")
                    text.line("}")
                }
                guard nested else { return body(&text, "self =") }
                text.line("self = try decoder.nested { (decoder: inout ScaleDecoder) throws(ScaleError) -> \(name) in")
                text.indented { body(&$0, "return") }
                text.line("}")
            }
        }
    }

    // MARK: Runtime APIs

    private func apis() throws(InterfaceError) -> String {
        var text = SwiftText()
        for api in metadata.apis {
            var lines: [(RuntimeAPIMethodMetadata, String)] = []
            for method in api.methods {
                var types: [String] = []
                for input in method.inputs { types.append(try names.swift(input.type)) }
                types.append(try names.swift(method.output))
                lines.append((method, types.joined(separator: ", ")))
            }
            if !text.lines.isEmpty { text.line() }
            text.docs("The runtime API `\(api.name)`.")
            text.block("public enum \(Self.space(api.name)): Sendable") { text in
                for (method, types) in lines {
                    let inputs = method.inputs.map(\.name).joined(separator: ", ")
                    text.docs(method.docs.first ?? "`\(method.name)(\(inputs))`.")
                    text.call(
                        "public static let \(SwiftName.member(method.name)) = RuntimeMethod<\(types)>",
                        ["\"\(api.name)_\(method.name)\""])
                }
            }
        }
        return GeneratedFile.text(text, .descriptions)
    }

    /// `SubnetInfoRuntimeApi` as `SubnetInfoAPI`.
    static func space(_ name: String) -> String {
        for suffix in ["RuntimeApi", "Api"] where name.hasSuffix(suffix) { return name.dropLast(suffix.count) + "API" }
        return name + "API"
    }

    private func methods() -> String {
        var text = SwiftText()
        text.docs(
            "Every served method of the runtime APIs, by the name that `state_call` takes. A server that switches "
                + "over it misses none."
        )
        text.block("public enum RuntimeAPIMethod: String, CaseIterable, Sendable") { text in
            for api in metadata.apis {
                for method in api.methods {
                    let name = SwiftName.plain(String(Self.space(api.name).dropLast(3)) + "_" + method.name)
                    text.line("case \(name) = \"\(api.name)_\(method.name)\"")
                }
            }
        }
        text.line()
        text.docs("The served runtime APIs with the versions that the runtime version lists.")
        text.block("public enum RuntimeAPI: Sendable") { text in
            text.docs("Names, BLAKE2b-64 of the names, and versions.")
            text.line("public static let versions: [(name: String, identifier: FixedBytes<8>, version: UInt32)] = [")
            for api in selection.servedAPIs {
                text.line("    (\"\(api.name)\", decoded(\"\(api.identifier)\"), \(api.version)),")
            }
            text.line("]")
        }
        return GeneratedFile.text(text, .declarations)
    }
}
