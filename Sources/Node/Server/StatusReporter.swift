public import RPC

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
