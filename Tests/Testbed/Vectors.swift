public import Foundation

/// Finds the golden vectors: those of this repository and those of a folder named by `MYELIN_VECTORS`.
public enum Vectors {
    /// `Tests/Vectors` of this checkout.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Vectors")

    /// Every JSON file of `folder` (a subfolder of `Tests/Vectors`), sorted by name, then every JSON file anywhere
    /// below the folder that the environment variable `MYELIN_VECTORS` names.
    public static func files(in folder: String) -> [URL] {
        ownFiles(in: folder) + list(foreignFolder)
    }

    /// Every JSON file of `folder` (a subfolder of `Tests/Vectors`), sorted by name.
    public static func ownFiles(in folder: String) -> [URL] { list(root.appending(path: folder)) }

    /// The folder that the environment variable `MYELIN_VECTORS` names; `nil` without it.
    public static var foreignFolder: URL? {
        ProcessInfo.processInfo.environment["MYELIN_VECTORS"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    }

    /// A file of `Tests/Vectors`.
    public static func data(_ path: String) throws -> Data { try Data(contentsOf: root.appending(path: path)) }

    /// Every JSON file anywhere below a folder, sorted by path.
    public static func list(_ folder: URL?) -> [URL] {
        guard let folder,
            let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        else { return [] }
        return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }
}
