import Foundation
import Logging

/// Writes one line for each event to standard error.
struct StandardErrorLog: LogHandler {
    let subsystem: LogSubsystem
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(_ subsystem: LogSubsystem, format: LogFormat, level: Logger.Level) {
        self.subsystem = subsystem
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let line = LogLine(
            time: Date(), level: event.level, subsystem: subsystem.rawValue, message: "\(event.message)",
            details: all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
        Output.error(line.text(format))
    }
}
