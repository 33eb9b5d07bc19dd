import Chain
import Foundation

/// Where an export goes: a file that is there in full or not at all, or a stream.
final class OutputFile {
    /// The name under which it is written until it is whole; `nil` for a stream.
    private let partial: String?
    private let path: String
    private let descriptor: Int32

    /// Opens what the user named; `-` is standard output.
    /// - Throws: ``CommandFailure`` where there is a file already and it may not be replaced.
    init(_ path: String, replacing: Bool) throws(CommandFailure) {
        self.path = path
        if path == "-" {
            guard isatty(STDOUT_FILENO) == 0 else {
                throw CommandFailure("standard output is a terminal: name a file, or a program behind a pipe")
            }
            partial = nil
            descriptor = STDOUT_FILENO
            return
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        // A pipe or a device has no content that could be lost, and must not be replaced by a file.
        let isStream = exists && status.st_mode & S_IFMT != S_IFREG
        if exists, !isStream, !replacing {
            throw CommandFailure("\(path) is there already: add --force to replace it, or name another file")
        }
        // The process's number keeps it from being anybody else's file.
        partial = isStream ? nil : "\(path).\(getpid()).partial"
        descriptor = open(partial ?? path, O_WRONLY | O_CLOEXEC | (isStream ? 0 : O_CREAT | O_EXCL), 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    /// The name for messages.
    var name: String { path == "-" ? "standard output" : path }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(ChainFileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable(code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Puts the whole file in its place, on the disk.
    func finish() throws(ChainFileError) {
        guard let partial else { return }
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw .unwritable(code: errno) }
    }

    /// Leaves nothing of a file that did not become whole.
    func discard() { if let partial { unlink(partial) } }

    deinit { if path != "-" { close(descriptor) } }
}
