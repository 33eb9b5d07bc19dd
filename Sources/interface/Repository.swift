#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The repository: where the interface stands and where generated files go.
struct Repository {
    /// The folder that holds Package.swift.
    let root: URL

    var folder: InterfaceFolder { InterfaceFolder(root: root.appending(path: "Interface")) }

    /// The folders that are generated, with their files.
    func outputs() throws -> [(folder: URL, files: [(name: String, text: String)])] {
        let generator = try Generator(folder)
        return [
            (root.appending(path: "Sources/RuntimeInterface/Generated"), try generator.files()),
            (root.appending(path: "Tests/GeneratedItems/Generated"), [try generator.testTable()]),
            (root.appending(path: "docs"), [("coverage.md", try coverage())]),
        ]
    }

    /// The tables of what is served, and behind them, as it is, what a test of the clients has written.
    private func coverage() throws -> String {
        let file = root.appending(path: "docs/coverage.md")
        let committed = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let written = committed.firstRange(of: CoverageTable.endMark).map { committed[$0.lowerBound...] } ?? ""
        return try CoverageTable(folder).markdown() + written
    }

    /// Names of Swift files of a generated folder that nothing generates.
    func stale(_ folder: URL, _ names: [String]) -> [String] {
        let committed = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return committed.filter { $0.hasSuffix(".swift") && !names.contains($0) }
    }

    /// Names of files that are not as they would be generated, or that nothing generates.
    func differences() throws -> [String] {
        var wrong: [String] = []
        for (folder, files) in try outputs() {
            for (name, text) in files {
                let committed = try? Data(contentsOf: folder.appending(path: name))
                if committed != Data(text.utf8) { wrong.append(name) }
            }
            wrong += stale(folder, files.map(\.name))
        }
        return wrong.sorted()
    }
}
