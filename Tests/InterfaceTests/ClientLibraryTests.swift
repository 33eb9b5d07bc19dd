import Foundation
import Hashing
import HostileInput
import RuntimeInterface
import SCALE
import Testbed
import Testing

/// The served metadata read by the libraries of the clients. Skipped where their environment is not there:
/// `MYELIN_VENV_11` and `MYELIN_VENV_10` name virtual environments with `bittensor` 11.3.0 and 10.5.0.
@Suite struct ClientLibraryTests {
    @Test(
        "the clients' libraries decode the served metadata and agree on it",
        arguments: ["MYELIN_VENV_11", "MYELIN_VENV_10"])
    func metadata(variable: String) throws {
        guard let environment = ProcessInfo.processInfo.environment[variable], !environment.isEmpty else {
            print("skipped: \(variable) names no virtual environment")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-metadata-\(variable)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(ServedMetadata.v15(slotDuration: 250)).write(to: folder.appending(path: "v15.scale"))
        try Data(ServedMetadata.v14(slotDuration: 250)).write(to: folder.appending(path: "v14.scale"))
        let expectations = try JSONSerialization.data(withJSONObject: try Self.expectations())
        try expectations.write(to: folder.appending(path: "expected.json"))
        let process = Process()
        process.executableURL = URL(filePath: environment).appending(path: "bin/python")
        process.arguments = [
            Vectors.root.appending(path: "tools/check_metadata.py").path, folder.appending(path: "v15.scale").path,
            folder.appending(path: "v14.scale").path, folder.appending(path: "expected.json").path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        print(text)
        #expect(process.terminationStatus == 0, "\(text)")
    }

    private static func expectations() throws -> [String: Any] {
        let metadata = try RuntimeMetadata(blob: ServedMetadata.v15(slotDuration: 250))
        var random = RandomValue(metadata.types, seed: 31)
        random.onlyAccountAddresses = true
        var calls: [[Any]] = []
        var storage: [[Any]] = []
        var constants: [[Any]] = []
        var errors: [[Any]] = []
        var events: [[Any]] = []
        let records = metadata.pallet("System")?.storage?.items.first { $0.name == "Events" }?.kind.value
        for pallet in metadata.pallets {
            for variant in metadata.variants(of: pallet.calls) {
                let fields = variant.fields.flatMap { random.bytes($0.type, depth: 1) }
                calls.append([pallet.name, variant.name, ([pallet.index, variant.index] + fields).hex])
            }
            for variant in metadata.variants(of: pallet.events) {
                let fields = variant.fields.flatMap { random.bytes($0.type, depth: 1) }
                // One record: applied extrinsic 0, the event, no topics.
                let record = [4, 0, 0, 0, 0, 0, pallet.index, variant.index] + fields + [0]
                events.append([pallet.name, variant.name, record.hex])
            }
            for item in pallet.storage?.items ?? [] {
                storage.append([
                    pallet.name, item.name, StoragePrefix(pallet.storage?.prefix ?? "", item.name).bytes.hex,
                ])
            }
            for constant in pallet.constants { constants.append([pallet.name, constant.name]) }
            for variant in metadata.variants(of: pallet.errors) {
                errors.append([pallet.name, Int(pallet.index), Int(variant.index), variant.name, variant.docs.joined()])
            }
        }
        let apis = Dictionary(uniqueKeysWithValues: metadata.apis.map { ($0.name, $0.methods.map(\.name)) })
        return [
            "calls": calls, "storage": storage, "constants": constants, "errors": errors, "apis": apis,
            "events": events, "eventsType": "scale_info::\(records?.number ?? 0)",
        ]
    }
}
