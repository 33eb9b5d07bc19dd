import Chain
import RPC
import RuntimeInterface

/// Everything that the node tells of itself in numbers.
///
/// Each part of the node keeps its own counts as plain values and knows nothing of metrics. They are read and given
/// their names here, when somebody asks.
struct NodeMetrics: Sendable {
    let chain: Chain
    let service: RPCService
    /// Connections that the server takes.
    let connectionCountMaximum: Int
    let isReady: Bool

    /// All families; docs/observability.md lists them.
    var families: [MetricFamily] {
        nodeFamilies + blockFamilies + poolFamilies + epochFamilies + requestFamilies + connectionFamilies
            + storeFamilies + processFamilies
    }

    private var nodeFamilies: [MetricFamily] {
        let build = MetricFamily.Sample(
            labels: [
                .init("version", Node.version), .init("spec_name", RuntimeVersion.current.specName),
                .init("spec_version", RuntimeVersion.current.specVersion),
            ], value: .integer(1))
        return [
            MetricFamily(
                name: "myelin_build_info", help: "The version of this program and of its runtime.", kind: .gauge,
                samples: [build]),
            .gauge("myelin_ready", isReady ? 1 : 0, "Whether the node is ready, as /health/readiness says it."),
        ]
    }
}
