import Chain
import RPC
import Synchronization

/// How a running node is, for those who watch it.
final class NodeStatus: StatusReporter {
    private let chain: Chain
    private let patience: Duration?
    private let connectionCountMaximum: Int
    private let pageLifetime: Duration
    private let isStopping = Atomic<Bool>(false)
    private let lastPage = Mutex<(report: StatusReport, made: ContinuousClock.Instant)?>(nil)

    /// The status of a node.
    /// - Parameter pageLifetime: how long a page of metrics is shown before another one is made.
    init(
        chain: Chain, seal: Seal, connectionCountMaximum: Int, pageLifetime: Duration = .milliseconds(100)
    ) {
        self.chain = chain
        self.connectionCountMaximum = connectionCountMaximum
        self.pageLifetime = pageLifetime
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

    /// A page takes a look at every account of the pool and at the store, so that nobody gets one more often than ten
    /// times a second.
    func metrics(of service: RPCService) -> StatusReport {
        lastPage.withLock { last in
            if let last, .now - last.made < pageLifetime { return last.report }
            let report = makePage(of: service)
            last = (report, .now)
            return report
        }
    }

    private func makePage(of service: RPCService) -> StatusReport {
        let metrics = NodeMetrics(
            chain: chain, service: service, connectionCountMaximum: connectionCountMaximum, isReady: current.isReady)
        return StatusReport(PrometheusText.contentType, PrometheusText.encode(metrics.families))
    }
}
