public import Foundation

/// What the system tells of a running process; `nil` where it tells nothing.
public struct ProcessFigures: Sendable {
    private let identifier: pid_t

    public init(_ process: Process) { identifier = process.processIdentifier }

    /// Seconds of processor time in user and in system mode.
    public var processorSeconds: Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // The name in parentheses may hold spaces; user and system time are the 14th and 15th field.
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory that it has had, in bytes.
    public var peakMemoryBytes: Int? { statusBytes("VmHWM:") }

    /// The memory that it has now, in bytes.
    public var residentMemoryBytes: Int? { statusBytes("VmRSS:") }

    private func statusBytes(_ field: String) -> Int? {
        let text = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix(field) }
        let words = line?.split { $0 == " " || $0 == "\t" } ?? []
        guard words.count == 3, let kilobytes = Int(words[1]) else { return nil }
        return kilobytes * 1024
    }
}
