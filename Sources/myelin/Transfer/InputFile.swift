import Chain
import Foundation

/// What an import reads: a file or standard input.
final class InputFile {
    private let path: String
    private let descriptor: Int32

    /// Opens what the user named; `-` is standard input.
    init(_ path: String) throws(CommandFailure) {
        self.path = path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
    }

    /// The name for messages.
    var name: String { path == "-" ? "standard input" : path }

    /// The next bytes, up to so many; none at the end.
    func read(_ count: Int) throws(ChainFileError) -> [UInt8] {
        var length = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat {
                length = Foundation.read(descriptor, buffer.baseAddress, count)
            } while length < 0 && errno == EINTR
            initialized = max(length, 0)
        }
        guard length >= 0 else { throw .unreadable(code: errno) }
        return bytes
    }

    deinit { if path != "-" { close(descriptor) } }
}
