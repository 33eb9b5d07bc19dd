public import ArgumentParser
public import Logging

/// How much a command says of itself.
struct LogOptions: ParsableArguments {
    @Option(help: "How much is logged.")
    var log = Logger.Level.notice

    /// A logger that writes one line for each message to standard error.
    func logger(_ label: String) -> Logger {
        let level = log
        return Logger(label: label) { _ in LineLogHandler(logLevel: level) }
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

/// `warning: the message (key value, key value)` on standard error.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let details = all.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        // What is only told, not warned of, needs no level in front.
        let level = event.level == .notice || event.level == .info ? "" : "\(event.level): "
        Output.error("\(level)\(event.message)" + (details.isEmpty ? "" : " (\(details))"))
    }
}
