import Foundation
import Hashing
import RuntimeInterface
import SCALE
import Testbed
import Testing

/// Everything served is compared with the reference metadata, by shape of types.
@Suite struct GoldenInterfaceTests {
    let reference: RuntimeMetadata
    let served: RuntimeMetadata

    init() throws {
        reference = try RuntimeMetadata(blob: [UInt8](Vectors.data("metadata/union-v15.scale")))
        served = try RuntimeMetadata(blob: ServedMetadata.v15(slotDuration: 250))
    }

    private func same(_ own: TypeID, _ known: TypeID) -> Bool {
        served.types.shape(of: own) == reference.types.shape(of: known)
    }

    private func compare(_ own: TypeID?, _ known: TypeID?, _ place: String) -> Int {
        let variants = served.variants(of: own)
        for variant in variants {
            guard let match = reference.variants(of: known).first(where: { $0.name == variant.name }) else {
                if Self.added.contains("\(place).\(variant.name)") { continue }
                Issue.record("\(place).\(variant.name) is not in the reference")
                continue
            }
            #expect(match.index == variant.index, "\(place).\(variant.name)")
            #expect(match.fields.map(\.name) == variant.fields.map(\.name), "\(place).\(variant.name)")
            #expect(zip(variant.fields, match.fields).allSatisfy { same($0.type, $1.type) }, "\(place).\(variant.name)")
        }
        return variants.count
    }

    /// What spec 425 has and the reference's metadata has not: `Interface/added.json`.
    private static let added: Set<String> = [
        "SubtensorModule call.faucet", "SubtensorModule event.RootClaimTypeSet",
        "SubtensorModule error.InvalidNumRootClaim", "SubtensorModule error.InvalidSubnetNumber",
        "AdminUtils call.sudo_set_subnet_owner_hotkey",
    ]

    @Test("calls, events and errors have the reference's indices, names and arguments")
    func enumerations() throws {
        var counts = (calls: 0, events: 0, errors: 0)
        for pallet in served.pallets {
            let known = try #require(reference.pallet(pallet.name))
            #expect(pallet.index == known.index)
            counts.calls += compare(pallet.calls, known.calls, "\(pallet.name) call")
            counts.events += compare(pallet.events, known.events, "\(pallet.name) event")
            counts.errors += compare(pallet.errors, known.errors, "\(pallet.name) error")
        }
        print("interface: \(counts.calls) calls, \(counts.events) events, \(counts.errors) errors")
        #expect(counts.calls > 100 && counts.events > 80 && counts.errors > 100)
    }

    @Test("every error stands at the position of its index, where older clients look for it")
    func errorPositions() {
        for pallet in served.pallets {
            for (position, variant) in served.variants(of: pallet.errors).enumerated() {
                #expect(Int(variant.index) == position, "\(pallet.name).\(variant.name)")
            }
        }
    }

    /// Fallbacks of our own: liquid alpha works as in spec 425, whose vectors count, until a subnet says otherwise.
    private static let fallbacks: [String: [UInt8]] = ["LiquidAlphaConsensusMode": [0]]

    @Test("storage items have the reference's hashers, types, modifiers and fallbacks")
    func storage() throws {
        var count = 0
        for pallet in served.pallets {
            guard let storage = pallet.storage else { continue }
            let known = try #require(reference.pallet(pallet.name)?.storage)
            #expect(storage.prefix == known.prefix)
            for item in storage.items {
                let match = try #require(known.items.first { $0.name == item.name })
                #expect(item.modifier == match.modifier, "\(item.name)")
                #expect(item.fallback == Self.fallbacks[item.name] ?? match.fallback, "\(item.name)")
                switch (item.kind, match.kind) {
                case (.plain(let own), .plain(let known)): #expect(same(own, known), "\(item.name)")
                case (.map(let hashers, let key, let own), .map(let knownHashers, let knownKey, let known)):
                    #expect(hashers == knownHashers && same(key, knownKey) && same(own, known), "\(item.name)")
                default: Issue.record("\(item.name) is of another kind")
                }
                count += 1
            }
        }
        print("interface: \(count) storage items")
        #expect(count > 200)
    }

    @Test("constants have the reference's types and values, but for those that depend on the chain")
    func constants() throws {
        var count = 0
        for pallet in served.pallets {
            for constant in pallet.constants {
                let match = try #require(reference.pallet(pallet.name)?.constants.first { $0.name == constant.name })
                #expect(same(constant.type, match.type))
                if constant.name != "Version" { #expect(constant.value == match.value, "\(constant.name)") }
                count += 1
            }
        }
        print("interface: \(count) constants")
    }

    @Test("runtime APIs have the reference's arguments and answers")
    func apis() throws {
        var count = 0
        for api in served.apis {
            let known = try #require(reference.apis.first { $0.name == api.name })
            for method in api.methods {
                let match = try #require(known.methods.first { $0.name == method.name })
                #expect(method.inputs.map(\.name) == match.inputs.map(\.name))
                #expect(zip(method.inputs, match.inputs).allSatisfy { same($0.type, $1.type) }, "\(method.name)")
                #expect(same(method.output, match.output), "\(method.name)")
                count += 1
            }
        }
        print("interface: \(count) methods of runtime APIs")
    }

    @Test("the extrinsic and its extensions are the reference's")
    func extrinsic() {
        #expect(served.extrinsic.version == 4)
        #expect(same(served.extrinsic.address, reference.extrinsic.address))
        #expect(same(served.extrinsic.signature, reference.extrinsic.signature))
        #expect(same(served.extrinsic.extra, reference.extrinsic.extra))
        #expect(served.extrinsic.extensions.map(\.identifier) == reference.extrinsic.extensions.map(\.identifier))
        for (own, known) in zip(served.extrinsic.extensions, reference.extrinsic.extensions) {
            #expect(same(own.extra, known.extra) && same(own.additional, known.additional), "\(own.identifier)")
        }
    }

    @Test("paths of types are the reference's, since clients decide by them")
    func paths() {
        let known = Set(reference.types.types.map(\.path))
        #expect(served.types.types.allSatisfy { known.contains($0.path) })
    }

    @Test("everything that users see has a sentence of our own")
    func documentation() {
        for pallet in served.pallets {
            for variant in served.variants(of: pallet.calls) + served.variants(of: pallet.errors) {
                #expect(variant.docs.joined().count > 10, "\(pallet.name).\(variant.name)")
            }
        }
    }

    @Test("every type number stands for a type")
    func closed() {
        let count = UInt32(served.types.types.count)
        for type in served.types.types {
            #expect(type.definition.references.allSatisfy { $0.number < count })
            #expect(type.parameters.compactMap(\.type).allSatisfy { $0.number < count })
        }
    }

    @Test("block times and version follow the chain", arguments: [250, 12_000] as [UInt64])
    func patched(slot: UInt64) throws {
        let metadata = try RuntimeMetadata(blob: ServedMetadata.v15(slotDuration: slot))
        func constant(_ pallet: String, _ name: String) -> [UInt8]? {
            metadata.pallet(pallet)?.constants.first { $0.name == name }?.value
        }
        #expect(constant("Aura", "SlotDuration") == slot.encoded())
        #expect(constant("Timestamp", "MinimumPeriod") == (slot / 2).encoded())
        #expect(try RuntimeVersion(scale: constant("System", "Version") ?? []) == RuntimeVersion.current)
        #expect(RuntimeVersion.current.specVersion == 461)
    }

    @Test("identifiers of runtime APIs are those that the reference's version lists")
    func identifiers() throws {
        let value = try #require(reference.pallet("System")?.constants.first { $0.name == "Version" }?.value)
        let known = try RuntimeVersion(scale: value).apis
        for api in RuntimeVersion.current.apis { #expect(known.contains(api)) }
        #expect(RuntimeVersion.current.apis.count == served.apis.count)
        #expect(
            RuntimeAPIMethod.allCases.map(\.rawValue)
                == served.apis.flatMap { api in
                    api.methods.map { "\(api.name)_\($0.name)" }
                })
    }
}
