import Logging
import RPC

/// Writes down what clients ask for: everything at trace level, what they cannot have at debug level.
struct RequestLog: Sendable {
    private let log: Logger

    init(_ log: Logger) { self.log = log }

    /// What listens, or `nil` where nothing of it would be written.
    var witness: RPCService.Witness? {
        guard log.logLevel <= .debug else { return nil }
        return { report in record(report) }
    }

    private func record(_ report: RequestReport) {
        // Only names of our own are written: a client chooses the others.
        let method = report.method?.rawValue ?? "unknown"
        if let error = report.error {
            log.debug(
                "request refused",
                metadata: [
                    "method": "\(method)", "code": "\(error.code)", "connection": "\(report.connection.id)",
                    "peer": "\(report.connection.peer)",
                ])
        } else {
            log.trace(
                "request answered",
                metadata: [
                    "method": "\(method)", "time": "\(report.duration.milliseconds)",
                    "connection": "\(report.connection.id)",
                ])
        }
    }
}
