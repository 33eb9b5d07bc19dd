import RPC

extension NodeMetrics {
    var connectionFamilies: [MetricFamily] {
        let statistics = service.load.statistics
        let limits = service.limits
        return [
            .gauge("myelin_rpc_connections", statistics.connectionsOpen, "Connections that are open."),
            .gauge("myelin_rpc_connections_limit", connectionCountMaximum, "Connections that may be open."),
            .counter(
                "myelin_rpc_connections_opened_total", UInt64(clamping: statistics.connectionsTotal),
                "Connections that were taken in."),
            .gauge("myelin_rpc_subscriptions", statistics.subscriptionsOpen, "Subscriptions that are open."),
            .gauge(
                "myelin_rpc_subscriptions_limit", limits.subscriptionTotalMaximum, "Subscriptions that may be open."),
            .counter(
                "myelin_rpc_received_bytes_total", UInt64(clamping: statistics.bytesReceived),
                "Bytes of messages that came."),
            .counter(
                "myelin_rpc_sent_bytes_total", UInt64(clamping: statistics.bytesSent),
                "Bytes of answers and notifications that were sent."),
            .gauge(
                "myelin_rpc_held_bytes", statistics.bytesHeld,
                "Bytes held for clients beyond what every connection may hold."),
            .gauge("myelin_rpc_held_bytes_limit", limits.heldByteMaximum, "Bytes that may be held for clients."),
            .gauge("myelin_rpc_costly_waiting", statistics.costlyWaiting, "Costly requests that wait for their turn."),
            .group(
                .counter, "myelin_rpc_refusals_total", by: "reason",
                ServerStatistics.Refusal.allCases.map { ($0.rawValue, statistics.refused($0)) },
                "Requests and connections that met a limit."),
        ]
    }
}
