import Foundation

/// The repository's own files, as text.
struct SourceTree {
    struct File {
        /// Path from the root of the repository.
        let path: String
        let lines: [String]

        var isGenerated: Bool { path.contains("/Generated/") }
        /// First folder below `Sources`, which is the target's name.
        var target: String? {
            let parts = path.split(separator: "/")
            return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Swift files below these folders, sorted by path.
    static func swiftFiles(in folders: [String] = ["Sources", "Tests", "Benchmarks", "Fuzz/Program"]) throws -> [File] {
        try files(in: folders) { $0.hasSuffix(".swift") }
    }

    /// Files below these folders whose path passes.
    static func files(in folders: [String], where include: (String) -> Bool) throws -> [File] {
        var files: [File] = []
        for folder in folders {
            let base = root.appending(path: folder)
            guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { continue }
            for case let url as URL in walk {
                let path = String(url.path.dropFirst(root.path.count + 1))
                guard include(path), !path.contains("/.build/") else { continue }
                let text = try String(contentsOf: url, encoding: .utf8)
                files.append(File(path: path, lines: text.components(separatedBy: "\n")))
            }
        }
        return files.sorted { $0.path < $1.path }
    }
}
