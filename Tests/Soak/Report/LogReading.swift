import Synchronization

/// Reads what a node logs: every line belongs to one of three kinds, and one of them must stay empty.
final class LogReading: Sendable {
    /// What a line is about.
    enum Kind: Equatable {
        /// What a node says when all is well.
        case announcement
        /// Somebody at the other end did what they should not.
        case clientsDoing
        /// Anything else: a defect, or a line that this list does not know yet.
        case unexpected
    }

    private struct Content {
        var announcements = 0
        var clientsDoing = 0
        var unexpected: [String] = []
        var lastLines: [String] = []
    }

    private let content = Mutex(Content())

    /// Beginnings of what a node says of its own course.
    private static let announcements = [
        "Bittensor chain at ", "blocks are made again", "the node that ran here was ended", "stopping", "stopped",
    ]
    /// Parts of what a node says of its clients.
    private static let clientsDoing = [
        "connection refused", "too many", "a client", "of a client", "peer", "client was", "slow",
    ]

    static func kind(of line: String) -> Kind {
        let isRaised = ["warning:", "error:", "critical:"].contains { line.hasPrefix($0) }
        if !isRaised, announcements.contains(where: line.hasPrefix) { return .announcement }
        if !line.hasPrefix("critical:"), clientsDoing.contains(where: line.contains) { return .clientsDoing }
        return .unexpected
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
