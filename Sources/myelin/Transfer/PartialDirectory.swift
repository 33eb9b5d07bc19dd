import Foundation
import StateStore

/// A directory that is filled beside the one whose name it takes when it is whole.
///
/// As long as it is not whole it holds a mark, so that what an earlier attempt left is told from a directory of
/// somebody else, which is never removed.
struct PartialDirectory {
    /// Where it is.
    let path: String

    private var mark: String { path + "/importing" }

    /// Makes the directory `NAME.partial`; one that an import that was killed has left goes first.
    init(beside target: String) throws(CommandFailure) {
        path = target + ".partial"
        let files = FileManager.default
        if files.fileExists(atPath: path) {
            guard files.fileExists(atPath: mark), !isInUse else {
                throw CommandFailure("\(path) is in the way: move it, or wait for the import that fills it")
            }
            remove()
        }
        do {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: mark))
        } catch {
            throw CommandFailure("\(path) cannot be made: correct the permissions, or name another directory")
        }
    }

    private var isInUse: Bool {
        do throws(StoreError) {
            _ = try StateStore(directory: path)
            return false
        } catch {
            return error == .alreadyOpen(path: path)
        }
    }

    /// Gives it the name `target`; where that is taken by more than an empty directory, it fails.
    func takePlace(of target: String) -> Bool { unlink(mark) == 0 && rename(path, target) == 0 }

    /// Removes it with everything in it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
