import Chain
import RPC
import Synchronization

/// How a running node is, for those who watch it.
final class NodeStatus: StatusReporter {
    private let chain: Chain
    private let patience: Duration?
    private let connectionCountMaximum: Int
    private let isStopping = Atomic<Bool>(false)

    init(chain: Chain, seal: Seal, connectionCountMaximum: Int) {
        self.chain = chain
        self.connectionCountMaximum = connectionCountMaximum
        patience = Readiness.patience(of: seal)
    }

    /// The node is about to end: clients should go elsewhere.
    func stop() { isStopping.store(true, ordering: .relaxed) }

    private var current: Readiness {
        Readiness(
            chain.statistics.latestProduction, patience: patience, isStopping: isStopping.load(ordering: .relaxed))
    }

    func readiness() -> StatusReport {
        let readiness = current
        return StatusReport(json: readiness.json, isWell: readiness.isReady)
    }

    /// The same on a port without JSON-RPC: the numbers are those of the other port's service.
    func onItsOwnPort(beside service: RPCService) -> any StatusReporter {
        OwnPort(status: self, service: service)
    }

    private struct OwnPort: StatusReporter {
        let status: NodeStatus
        let service: RPCService

        func readiness() -> StatusReport { status.readiness() }
        func metrics(of _: RPCService) -> StatusReport { status.metrics(of: service) }
    }

    func metrics(of service: RPCService) -> StatusReport {
        let metrics = NodeMetrics(
            chain: chain, service: service, connectionCountMaximum: connectionCountMaximum, isReady: current.isReady)
        return StatusReport(PrometheusText.contentType, PrometheusText.encode(metrics.families))
    }
}
