import FoundationEssentials

/// Finds and reads the text files of a corpus.
enum LanguageCorpusFiles {
    /// A file that was read.
    struct File {
        var name: String
        var text: String
    }

    /// Most bytes that are read in all; whoever points at a disk full of text gets its beginning.
    static let totalBytesMax = 32 << 20
    /// Most files that are looked at.
    static let fileCountMax = 20_000

    /// The text files at `path` in order of path: the file itself, or every file below the folder.
    ///
    /// Symbolic links are followed once: a target that was already read, by name or by content, is not read again.
    /// Files with a zero byte are taken for binary and skipped.
    static func read(_ path: String) throws(LanguageCorpusError) -> [File] {
        var isDirectory = false
        guard exists(path, isDirectory: &isDirectory) else { throw .nothingThere(path: path) }
        guard isDirectory else {
            guard let data = contents(of: path) else { throw .unreadable(path: path) }
            return data.contains(0) ? [] : [File(name: name(of: path), text: String(decoding: data, as: UTF8.self))]
        }
        guard (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil else {
            throw .unreadable(path: path)
        }

        var files: [File] = []
        var contentsSeen: Set<Data> = []
        var bytesLeft = totalBytesMax
        var unreadable: String?
        for candidate in filePaths(below: path) {
            guard let data = contents(of: candidate) else {
                unreadable = candidate
                continue
            }
            guard data.count <= bytesLeft, !data.contains(0), contentsSeen.insert(data).inserted else { continue }
            bytesLeft -= data.count
            files.append(File(name: name(of: candidate), text: String(decoding: data, as: UTF8.self)))
        }
        if files.isEmpty, let unreadable { throw .unreadable(path: unreadable) }
        return files
    }

    /// Every file below a folder, each real file once, in order of its resolved path.
    private static func filePaths(below root: String) -> [String] {
        var folders = [resolved(root)]
        var seen = Set(folders)
        var files: [String] = []
        while let folder = folders.popLast(), files.count < fileCountMax {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names.sorted() where !name.hasPrefix(".") {
                let path = resolved(folder + "/" + name)
                var isDirectory = false
                guard seen.insert(path).inserted, exists(path, isDirectory: &isDirectory) else { continue }
                if isDirectory { folders.append(path) } else { files.append(path) }
            }
        }
        return files.prefix(fileCountMax).sorted()
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().path
    }

    private static func name(of path: String) -> String { URL(filePath: path).lastPathComponent }

    private static func contents(of path: String) -> Data? {
        try? Data(contentsOf: URL(filePath: path))
    }

    private static func exists(_ path: String, isDirectory: inout Bool) -> Bool {
        FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    }
}
