import Logging

/// Which lines are logged: a level for all subsystems, and other levels for some.
struct LogFilter: Equatable {
    /// The level of every subsystem that has none of its own.
    var level = Logger.Level.notice
    /// Levels of single subsystems.
    var levels: [LogSubsystem: Logger.Level] = [:]

    init() {}

    /// Reads `LEVEL`, `SUBSYSTEM=LEVEL` or several of them with commas between; the later one counts.
    /// - Throws: ``CommandFailure`` that names what is not understood and what there is.
    init(_ text: String) throws(CommandFailure) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                level = try Self.level(part)
                continue
            }
            guard let subsystem = LogSubsystem(rawValue: String(sides[0])) else {
                throw CommandFailure(
                    "'\(sides[0])' is no part of the log: use one of " + Self.list(LogSubsystem.allCases))
            }
            levels[subsystem] = try Self.level(sides[1])
        }
    }

    /// The level of a subsystem.
    subscript(subsystem: LogSubsystem) -> Logger.Level { levels[subsystem] ?? level }

    private static func level(_ text: Substring) throws(CommandFailure) -> Logger.Level {
        guard let level = Logger.Level(rawValue: String(text)) else {
            throw CommandFailure("'\(text)' is no log level: use one of " + list(Logger.Level.allCases))
        }
        return level
    }

    private static func list<Case: RawRepresentable<String>>(_ cases: [Case]) -> String {
        cases.map(\.rawValue).joined(separator: ", ")
    }
}

extension LogFilter: CustomStringConvertible {
    /// The text that ``init(_:)`` reads.
    var description: String {
        let own = levels.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key)=\($0.value)" }
        return (["\(level)"] + own).joined(separator: ",")
    }
}
