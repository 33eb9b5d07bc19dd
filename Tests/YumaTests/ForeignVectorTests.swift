import Foundation
import Testbed
import Testing

/// Files of a folder that `MYELIN_VECTORS` names: a test reads each of them, or the run says that none does.
@Suite struct ForeignVectorTests {
    /// Which tests read a file; `nil` where none does.
    private static func reader(of file: URL) throws -> String? {
        let data = try Data(contentsOf: file)
        if EconomyVectorTests.type(of: data) != nil { return "EconomyVectorTests" }
        if (try? EpochVector(data)) != nil { return "EpochVectorTests" }
        let name = file.lastPathComponent
        if file.path.contains("/trie/") { return "TrieVectorTests" }
        // The tests of cryptography find their files by these names, wherever they stand.
        let names = Vectors.ownFiles(in: "crypto").map(\.lastPathComponent) + ["golden.json"]
        return names.contains(name) ? "CryptographyTests or HashingTests" : nil
    }

    @Test("every file of a foreign folder is read by a test", .enabled(if: Vectors.foreignFolder != nil))
    func files() throws {
        let files = Vectors.list(Vectors.foreignFolder)
        var counts: [String: Int] = [:]
        for file in files {
            guard let reader = try Self.reader(of: file) else {
                Issue.record("\(file.path) has a name that no test knows: its vectors are not read and prove nothing")
                continue
            }
            counts[reader, default: 0] += 1
        }
        print(
            "vectors: \(files.count) files in \(Vectors.foreignFolder?.path ?? "no folder"): "
                + counts.sorted { $0.key < $1.key }.map { "\($0.value) read by \($0.key)" }.joined(separator: ", "))
        #expect(!files.isEmpty, "MYELIN_VECTORS names a folder without a JSON file")
    }

    @Test(
        "a file is known by the name in it, or by its own",
        arguments: [
            ("any.json", #"{"name": "keys", "count": 0, "cases": []}"#, true),
            ("any.json", #"{"name": "nobody_knows", "count": 0, "cases": []}"#, false),
            ("any.json", "[]", false), ("hashes.json", "[]", true),
        ])
    func names(name: String, text: String, isKnown: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        #expect(try (Self.reader(of: file) != nil) == isKnown)
    }
}
