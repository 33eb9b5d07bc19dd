public import Logging

/// A logger for each subsystem of a node, so that each can have its own level.
public struct NodeLogs: Sendable {
    /// The subsystems; the raw values are the loggers' labels.
    public enum Subsystem: String, CaseIterable, Sendable {
        /// Start and end.
        case node
        /// Blocks and epochs.
        case chain
        /// Extrinsics that clients submit.
        case pool
        /// Connections and requests.
        case rpc
        /// The data directory.
        case store
    }

    private let loggers: [Subsystem: Logger]
    private let fallback: Logger

    /// Loggers of the caller's making.
    public init(_ make: (Subsystem) -> Logger) {
        loggers = Dictionary(uniqueKeysWithValues: Subsystem.allCases.map { ($0, make($0)) })
        fallback = make(.node)
    }

    /// One logger for all.
    public init(_ logger: Logger) { self.init { _ in logger } }

    /// The logger of a subsystem.
    public subscript(subsystem: Subsystem) -> Logger { loggers[subsystem] ?? fallback }
}
