import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The directory of a store, locked against a second node.
///
/// Beside LMDB's files it holds `myelin.store`: the system's lock is on it, and it says that a store was set up here,
/// so that a data file that is gone is not taken for a new store. And it holds `note`: a few bytes that must outlive
/// this process but not a power failure.
final class StoreDirectory: Sendable {
    let path: String
    private let lock: Int32
    /// The file of the note.
    let note: Int32

    private static let mark: [UInt8] = Array("Myelin state store\n".utf8)

    /// Creates the directory if need be and locks it.
    init(_ path: String) throws(StoreError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Self.refusal(path, errno)
        }
        lock = open(path + "/myelin.store", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw Self.refusal(path, errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(lock)
            if code == EWOULDBLOCK { throw .alreadyOpen(path: path) }
            throw .inaccessible(path: path, code: code)
        }
        note = open(path + "/note", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        // From here on everything is set, and `deinit` closes both files whatever is thrown.
        guard note >= 0 else { throw Self.refusal(path, errno) }
        // With its place on the disk taken, a note can be written when the disk is full.
        if (fileSize(path + "/note") ?? 0) < Self.noteSize {
            try Self.reserve(note, size: Self.noteSize)
        }
    }

    /// The note's length and at most 250 bytes.
    private static let noteSize = 251

    /// Takes the place of a file on the disk by filling it with zeros.
    static func reserve(_ file: Int32, size: Int) throws(StoreError) {
        let written = pwrite(file, [UInt8](repeating: 0, count: size), size, 0)
        if written != size { try fail(written < 0 ? errno : 0) }
    }

    private static func refusal(_ path: String, _ code: Int32) -> StoreError {
        code == ENOSPC || code == EDQUOT ? .diskFull : .inaccessible(path: path, code: code)
    }

    deinit {
        close(note)
        close(lock)
    }

    /// Whether a store was completely set up here before.
    var isMarked: Bool {
        var bytes = [UInt8](repeating: 0, count: Self.mark.count)
        return pread(lock, &bytes, bytes.count, 0) == bytes.count && bytes == Self.mark
    }

    /// Says that a store is set up here.
    func setMark() throws(StoreError) {
        guard pwrite(lock, Self.mark, Self.mark.count, 0) == Self.mark.count, fsync(lock) == 0 else {
            try Self.fail(errno)
            return
        }
    }

    /// Bytes that survive the end of this process, at most 250; written in one piece.
    func writeNote(_ bytes: [UInt8]) throws(StoreError) {
        precondition(bytes.count <= 250, "a note has at most 250 bytes")
        let record = [UInt8(bytes.count)] + bytes
        guard pwrite(note, record, record.count, 0) == record.count else {
            try Self.fail(errno)
            return
        }
    }

    /// A write that came out short sets no error: that is a full disk.
    private static func fail(_ code: Int32) throws(StoreError) { try LMDBEnvironment.check(code == 0 ? ENOSPC : code) }

    func readNote() -> [UInt8] {
        var record = [UInt8](repeating: 0, count: Self.noteSize)
        let count = pread(note, &record, record.count, 0)
        guard count > 0, Int(record[0]) < count else { return [] }
        return Array(record[1..<1 + Int(record[0])])
    }
}
