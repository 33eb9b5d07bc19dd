import Chain
import RPC

extension NodeMetrics {
    /// Methods that nobody asked for have no samples: a page that lists them all would be ten times as long.
    private var methods: [(name: String, statistics: MethodStatistics)] {
        let served = RPCMethodName.allCases.map { (name: $0.rawValue, statistics: service.statistics[$0]) }
        return (served + [(name: "unknown", statistics: service.statistics.unknown)])
            .filter { method in RequestOutcome.allCases.contains { method.statistics.outcomes[$0] > 0 } }
    }

    var requestFamilies: [MetricFamily] {
        let methods = methods
        let counts = methods.flatMap { method in
            RequestOutcome.allCases.map { outcome in
                MetricFamily.Sample(
                    labels: [.init("method", method.name), .init("outcome", outcome.rawValue)],
                    value: .integer(Int(clamping: method.statistics.outcomes[outcome])))
            }
        }
        let durations = methods.map { method in
            MetricFamily.Sample(
                labels: [.init("method", method.name)], value: .durations(method.statistics.durations.snapshot))
        }
        return [
            MetricFamily(
                name: "myelin_rpc_requests_total", help: "Requests that were answered.", kind: .counter, samples: counts
            ),
            MetricFamily(
                name: "myelin_rpc_request_seconds", help: "Time to answer a request.", kind: .histogram,
                samples: durations),
            .counter(
                "myelin_rpc_invalid_messages_total", service.statistics.invalidMessageCount,
                "Messages of clients that are no request."),
        ]
    }
}
