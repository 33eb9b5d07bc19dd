import JSON
import Synchronization

/// Reads what a node logs, with `--log-format json`: every line belongs to one of three kinds, and one of them must
/// stay empty.
final class LogReading: Sendable {
    /// What a line is about.
    enum Kind: Equatable {
        /// The course of things.
        case announcement
        /// A warning of what somebody at the other end does.
        case clientsDoing
        /// A warning or an error that is the node's own, or a line that did not come through the log, such as what a
        /// crash leaves behind.
        case unexpected
    }

    private struct Content {
        var announcements = 0
        var clientsDoing = 0
        var unexpected: [String] = []
        var lastLines: [String] = []
    }

    private let content = Mutex(Content())

    static func kind(of line: String) -> Kind {
        // The one line of standard output.
        if line.hasPrefix("Bittensor chain at ") { return .announcement }
        guard let value = try? JSONReader.read(Array(line.utf8)), case .string(let level)? = value["level"] else {
            return .unexpected
        }
        switch level {
        case "trace", "debug", "info", "notice": return .announcement
        case "warning": return value["subsystem"] == .string("rpc") ? .clientsDoing : .unexpected
        default: return .unexpected
        }
    }

    /// Takes over a line.
    func read(_ line: String) {
        guard !line.isEmpty else { return }
        content.withLock {
            switch Self.kind(of: line) {
            case .announcement: $0.announcements += 1
            case .clientsDoing: $0.clientsDoing += 1
            case .unexpected: $0.unexpected.append(line)
            }
            $0.lastLines = $0.lastLines.suffix(19) + [line]
        }
    }

    var summary: (announcements: Int, clientsDoing: Int, unexpected: [String]) {
        content.withLock { ($0.announcements, $0.clientsDoing, $0.unexpected) }
    }

    /// What was said last, for the report of a node that ended by itself.
    var lastLines: [String] { content.withLock { $0.lastLines } }
}
