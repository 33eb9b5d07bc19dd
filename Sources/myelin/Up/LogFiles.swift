import Foundation

/// One file for each process, with everything that it said.
final class LogFiles {
    private let directory: String
    private var descriptors: [String: Int32] = [:]

    init(in directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        self.directory = directory
    }

    /// Appends a line; a file that cannot be opened is left out.
    func append(_ text: String, of name: String) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        let descriptor = descriptors[name] ?? open("\(directory)/\(name).log", flags, 0o644)
        descriptors[name] = descriptor
        if descriptor >= 0 { Output.write(text + "\n", to: descriptor) }
    }

    deinit { for descriptor in descriptors.values where descriptor >= 0 { close(descriptor) } }
}
