import NIOHTTP1
public import RPC

/// A page about the node, for programs that watch it.
enum StatusPage: String, CaseIterable {
    /// Whether it answers at all, in the form of `system_health`.
    case health = "/health"
    /// Whether clients should be sent to it.
    case readiness = "/health/readiness"
    /// Its numbers, for Prometheus.
    case metrics = "/metrics"
}

/// A page as it was at one moment.
public struct StatusReport: Equatable, Sendable {
    /// Whether all is well; where it is not, HTTP says 503.
    public var isWell: Bool
    /// What HTTP calls the format.
    public var contentType: String
    /// The page.
    public var body: [UInt8]

    /// JSON.
    public init(json: [UInt8], isWell: Bool) {
        self.isWell = isWell
        contentType = "application/json; charset=utf-8"
        body = json
    }

    /// Text in a format.
    public init(_ contentType: String, _ body: [UInt8]) {
        isWell = true
        self.contentType = contentType
        self.body = body
    }

    var status: HTTPResponseStatus { isWell ? .ok : .serviceUnavailable }
}

/// Who knows how the node is.
public protocol StatusReporter: Sendable {
    /// Whether clients should be sent to this node.
    func readiness() -> StatusReport
    /// The node's numbers and those of the service that is asked.
    func metrics(of service: RPCService) -> StatusReport
}

/// The status of a server without a node.
struct NoStatus: StatusReporter {
    func readiness() -> StatusReport { StatusReport(json: Array(#"{"ready":true,"reasons":[]}"#.utf8), isWell: true) }

    func metrics(of service: RPCService) -> StatusReport { StatusReport("text/plain; charset=utf-8", []) }
}
