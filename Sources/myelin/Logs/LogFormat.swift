import ArgumentParser

/// How a line of the log is written.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// `2026-01-31T12:00:00.000Z info chain: epoch (block 100, netuid 2)`
    case human
    /// The same without time, level and subsystem, for a reader who knows them.
    case bare
    /// One JSON object a line.
    case json
}
