import Foundation
import Logging

/// Writes one line for each event to standard error.
///
/// What peers cause is told at debug and trace alone, and a peer must not be able to fill a disk: of these levels, 200
/// lines of a part may come at once and 50 a second follow. What is left out is counted.
struct StandardErrorLog: LogHandler {
    let subsystem: LogSubsystem
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let budget = SharedLineBudget(LineBudget(burst: 200, perSecond: 50, now: .now))
    private let write: @Sendable (String) -> Void

    /// A log of a part of the program.
    init(
        _ subsystem: LogSubsystem, format: LogFormat, level: Logger.Level,
        to write: @escaping @Sendable (String) -> Void = Output.error
    ) {
        self.subsystem = subsystem
        self.format = format
        logLevel = level
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level <= .debug {
            guard case .write(let leftOut) = budget.judge() else { return }
            if leftOut > 0 { write(event.level, "lines were left out", [("count", "\(leftOut)")]) }
        }
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        write(event.level, "\(event.message)", all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
    }

    private func write(_ level: Logger.Level, _ message: String, _ details: [(name: String, value: String)]) {
        let line = LogLine(
            time: Date(), level: level, subsystem: subsystem.rawValue, message: message, details: details)
        write(line.text(format))
    }
}
