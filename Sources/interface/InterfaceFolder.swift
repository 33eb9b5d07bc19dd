import SCALE

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The folder `Interface/`: the imported description of the runtime, and what we serve of it.
struct InterfaceFolder {
    let root: URL

    /// Writes everything imported; what is served is not touched.
    func write(_ metadata: RuntimeMetadata) throws {
        let pallets = root.appending(path: "pallets")
        try? FileManager.default.removeItem(at: pallets)
        try FileManager.default.createDirectory(at: pallets, withIntermediateDirectories: true)
        let types = try metadata.types.types.enumerated().map { index, type in
            try TypeRecord(id: UInt32(index), type: type).text()
        }
        try write("[\n" + types.joined(separator: ",\n") + "\n]\n", to: "types.json")
        for pallet in metadata.pallets {
            try write(try PalletRecord(pallet).text(), to: "pallets/\(pallet.name).json")
        }
        try write("[\n" + (try metadata.apis.map(apiText).joined(separator: ",\n")) + "\n]\n", to: "apis.json")
        let extrinsic = ExtrinsicRecord(metadata)
        var rest = extrinsic
        rest.extensions = []
        let text = try JSONText.line(rest).replacingFirst(
            "\"extensions\":[]", with: "\"extensions\":" + (try JSONText.list(extrinsic.extensions)))
        try write(text + "\n", to: "extrinsic.json")
    }

    private func apiText(_ api: RuntimeAPIMetadata) throws -> String {
        let record = APIRecord(api)
        return "{\"name\":\(try JSONText.line(record.name)),\"methods\":\(try JSONText.list(record.methods))}"
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: root.appending(path: path))
    }

    /// The description as metadata, without documentation: what was imported and what we added to it.
    func metadata() throws -> RuntimeMetadata {
        var metadata = try imported()
        try AddedItems.add(
            JSONText.read([String: AddedItems].self, from: root.appending(path: "added.json")), to: &metadata)
        return metadata
    }

    /// The imported description as metadata, without documentation.
    func imported() throws -> RuntimeMetadata {
        let records = try JSONText.read([TypeRecord].self, from: root.appending(path: "types.json"))
        var types: [PortableType] = []
        for (index, record) in records.enumerated() {
            guard record.id == UInt32(index) else {
                throw InterfaceError("types.json: type \(record.id) is out of order")
            }
            types.append(try record.type())
        }
        let extrinsic = try JSONText.read(ExtrinsicRecord.self, from: root.appending(path: "extrinsic.json"))
        let apis = try JSONText.read([APIRecord].self, from: root.appending(path: "apis.json"))
        let pallets = try files(in: "pallets").map { name in
            try JSONText.read(PalletRecord.self, from: root.appending(path: "pallets/\(name)")).metadata()
        }
        return RuntimeMetadata(
            types: PortableRegistry(types), pallets: pallets.sorted { $0.index < $1.index },
            extrinsic: extrinsic.metadata, runtime: TypeID(extrinsic.runtime), apis: apis.map(\.metadata),
            outer: OuterEnumsMetadata(
                call: TypeID(extrinsic.outerCall), event: TypeID(extrinsic.outerEvent),
                error: TypeID(extrinsic.outerError)),
            custom: [])
    }

    /// What is served, by pallet name.
    func servedPallets() throws -> [String: ServedPallet] {
        var served: [String: ServedPallet] = [:]
        for name in try files(in: "served") where name != "apis.json" && name != "types.json" {
            let pallet = String(name.dropLast(".json".count))
            served[pallet] = try JSONText.read(ServedPallet.self, from: root.appending(path: "served/\(name)"))
        }
        return served
    }

    func servedAPIs() throws -> [ServedAPI] {
        try JSONText.read([ServedAPI].self, from: root.appending(path: "served/apis.json"))
    }

    func servedTypes() throws -> ServedTypes {
        try JSONText.read(ServedTypes.self, from: root.appending(path: "served/types.json"))
    }

    func exclusions() throws -> ExclusionRecord {
        try JSONText.read(ExclusionRecord.self, from: root.appending(path: "excluded.json"))
    }

    /// Names of the JSON files of a folder, sorted.
    private func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { $0.hasSuffix(".json") }.sorted()
    }
}
