import ArgumentParser
import Logging
import Node

/// How much a command says of itself, and in which form.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much is logged: a level, and other levels for parts of it, as in info,rpc=debug,pool=trace.",
            discussion: """
                Levels: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")). \
                Parts: \(LogSubsystem.allCases.map(\.rawValue).joined(separator: ", ")).
                """, valueName: "levels"),
        transform: { try LogFilter($0) })
    var log = LogFilter()

    @Option(help: "Form of a line on standard error: \(LogFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var logFormat = LogFormat.human

    /// The log of a part of the program.
    func logger(_ subsystem: LogSubsystem) -> Logger {
        let level = log[subsystem]
        return Logger(label: subsystem.rawValue) { _ in StandardErrorLog(subsystem, format: logFormat, level: level) }
    }
}

extension LogOptions {
    /// The logs of a node.
    var node: NodeLogs {
        NodeLogs { subsystem in
            switch subsystem {
            case .node: logger(.node)
            case .chain: logger(.chain)
            case .pool: logger(.pool)
            case .rpc: logger(.rpc)
            case .store: logger(.store)
            }
        }
    }
}
