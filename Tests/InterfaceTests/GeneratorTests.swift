import Foundation
import SCALE
import Testbed
import Testing

@testable import interface

@Suite struct GeneratorTests {
    static let root = Vectors.root.deletingLastPathComponent().deletingLastPathComponent()
    let folder = Repository(root: GeneratorTests.root).folder

    @Test("the committed files are what the generator writes")
    func committed() throws {
        #expect(try Repository(root: Self.root).differences() == [])
    }

    @Test("every item of the pallets that are meant to be complete is served, left out for a reason or still to come")
    func completeness() throws {
        #expect(try CompletenessTable(folder).problems() == [])
    }

    @Test("an item that nobody accounts for is named, like one that is served and left out, unknown or listed twice")
    func incompleteness() throws {
        let full = try folder.metadata()
        let record = ExclusionRecord(
            pallets: ["Aura"], apis: ["AuraApi"],
            excluded: [
                .init(reason: "None.", items: ["Aura": .init(storage: ["Authorities", "Nothing"])]),
                .init(reason: "None.", items: ["AuraApi": .init(methods: ["slot_duration"])]),
            ],
            open: ["AuraApi": .init(methods: ["slot_duration"])])
        let served = ["Aura": ServedPallet(docs: "", storage: [.init(name: "Authorities")])]
        let problems = CompletenessTable(record: record, full: full, pallets: served, apis: []).problems()
        let ends = [
            "Aura.Nothing (storage) is not in the interface", "AuraApi.slot_duration (methods) is listed twice",
            "Aura.Authorities (storage) is served and listed as left out",
            "Aura.CurrentSlot (storage) is neither served nor left out: Interface/excluded.json",
            "Aura.SlotDuration (constants) is neither served nor left out: Interface/excluded.json",
            "AuraApi.authorities (methods) is neither served nor left out: Interface/excluded.json",
        ]
        #expect(problems == ends)
    }

    @Test("two runs write the same")
    func deterministic() throws {
        let first = try Generator(folder).files()
        let second = try Generator(folder).files()
        #expect(first.map(\.name) == second.map(\.name))
        #expect(first.map(\.text) == second.map(\.text))
    }

    @Test("the imported part is that of the reference blob, documentation aside")
    func imported() throws {
        let reference = try RuntimeMetadata(blob: [UInt8](Vectors.data("metadata/union-v15.scale")))
        let metadata = try folder.imported()
        #expect(metadata.types == reference.types)
        #expect(metadata.extrinsic == reference.extrinsic)
        #expect(metadata.outer == reference.outer)
        #expect(metadata.apis == reference.apis)
        #expect(metadata.pallets == reference.pallets.sorted { $0.index < $1.index })
    }

    @Test("what is added stands behind the imported items or at a free index, with the types that it names")
    func added() throws {
        let imported = try folder.imported()
        let metadata = try folder.metadata()
        let pallet = try #require(metadata.pallet("SubtensorModule"))
        let faucet = try #require(metadata.variants(of: pallet.calls).first { $0.name == "faucet" })
        #expect(faucet.index == 60)
        #expect(faucet.fields.map { metadata.types.shape(of: $0.type) }.count == 3)
        let errors = metadata.variants(of: pallet.errors)
        #expect(errors.dropLast(2) == imported.variants(of: pallet.errors)[...])
        #expect(errors.suffix(2).map(\.index) == [168, 169])
    }

    @Test(
        "what cannot be added is told by file and name",
        arguments: [
            ("Nowhere", AddedItems(), "no pallet Nowhere"),
            ("Balances", AddedItems(calls: [.init(name: "burn", index: 99)]), "Balances.burn: its index or name"),
            ("Balances", AddedItems(calls: [.init(name: "x", index: 0)]), "Balances.x: its index or name is taken"),
            (
                "Balances",
                AddedItems(errors: [.init(name: "X", index: 99, fields: [.init(name: nil, typeName: "Y")])]),
                "no field of the pallet is of type Y"
            ),
            ("Aura", AddedItems(calls: [.init(name: "x", index: 0)]), "Aura.x: the pallet has none of this kind"),
        ])
    func refusedAddition(pallet: String, items: AddedItems, text: String) throws {
        var metadata = try folder.imported()
        let error = #expect(throws: InterfaceError.self) { try AddedItems.add([pallet: items], to: &metadata) }
        #expect(error?.description.contains("added.json") == true)
        #expect(error?.description.contains(text) == true)
    }

    @Test(
        "an unknown name in what is served is told by file and name",
        arguments: [
            (ServedPallet(docs: "", storage: [.init(name: "Nothing")]), "storage item Nothing"),
            (ServedPallet(docs: "", constants: [.init(name: "Nothing")]), "constant Nothing"),
            (ServedPallet(docs: "", calls: [.init(name: "nothing", docs: "x")]), "call nothing"),
            (ServedPallet(docs: "", events: [.init(name: "Nothing")]), "event Nothing"),
            (ServedPallet(docs: "", errors: [.init(name: "Nothing", docs: "x")]), "error Nothing"),
        ])
    func unknownNames(served: ServedPallet, text: String) throws {
        let full = try folder.metadata()
        let error = #expect(throws: InterfaceError.self) {
            try Selection.filtered(full, served: ["Balances": served], apis: [])
        }
        #expect(error?.description.contains("served/Balances.json") == true)
        #expect(error?.description.contains(text) == true)
    }

    @Test("an unknown pallet or runtime API is refused")
    func unknownPallet() throws {
        let full = try folder.metadata()
        #expect(throws: InterfaceError.self) {
            try Selection.filtered(full, served: ["Nowhere": .init(docs: "")], apis: [])
        }
        let api = ServedAPI(name: "NoApi", identifier: "0x00", version: 1, methods: [])
        #expect(throws: InterfaceError.self) { try Selection.filtered(full, served: [:], apis: [api]) }
    }

    @Test(
        "a call or error without our own sentence is not served",
        arguments: [
            ServedPallet(docs: "", calls: [.init(name: "burn")]),
            ServedPallet(docs: "", errors: [.init(name: "DeadAccount", docs: "")]),
        ])
    func documentation(served: ServedPallet) throws {
        let full = try folder.metadata()
        let error = #expect(throws: InterfaceError.self) {
            try Selection.filtered(full, served: ["Balances": served], apis: [])
        }
        #expect(error?.description.contains("without docs") == true)
    }

    @Test(
        "names become Swift's",
        arguments: [
            ("set_weights", "setWeights"), ("SubnetTAO", "subnetTAO"), ("POWRegistrations", "powRegistrations"),
            ("CKBurn", "ckBurn"), ("subnet_url", "subnetURL"), ("EMAPriceHalvingBlocks", "emaPriceHalvingBlocks"),
            ("CRV3WeightsCommitted", "crv3WeightsCommitted"), ("Uids", "uids"), ("NetUid", "netUid"),
        ])
    func swiftNames(name: String, swift: String) { #expect(SwiftName.plain(name) == swift) }

    @Test("reserved words are escaped")
    func reserved() { #expect(SwiftName.member("class") == "`class`") }

    @Test("coverage counts what is served")
    func coverage() throws {
        let table = try CoverageTable(folder).markdown()
        #expect(table.contains("| 7 | SubtensorModule |"))
        #expect(table.contains("| **all** |"))
    }
}
