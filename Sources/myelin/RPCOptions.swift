import ArgumentParser
import Node
import RPC

/// Bounds on what clients can make the node hold and do. Names are those of Substrate nodes where those have one.
struct RPCOptions: ParsableArguments {
    @Option(help: "Connections at once; one more is answered 503.")
    var rpcMaxConnections = 1_000

    @Option(help: "Connections at once of one address of another machine; 0 for as many as there may be.")
    var rpcMaxConnectionsPerIp = 250

    @Option(help: "Length of a request in MiB.")
    var rpcMaxRequestSize = 15

    @Option(help: "Length of an answer in MiB.")
    var rpcMaxResponseSize = 32

    @Option(help: "Requests in one batch; 0 takes no batches.")
    var rpcMaxBatchRequestLen = 1_000

    @Option(help: "Subscriptions of one connection.")
    var rpcMaxSubscriptionsPerConnection = 1_024

    @Option(help: "Subscriptions of all connections.")
    var rpcMaxSubscriptions = 16_384

    @Option(help: "Requests that one connection may make in a minute; without it any number.")
    var rpcRateLimit: Int?

    @Option(help: "Answers and notifications that wait for one client.")
    var rpcMessageBufferCapacityPerConnection = 65_536

    @Option(help: "MiB held for all clients: requests under way, answers not read, subscriptions.")
    var rpcMaxBufferSize = 256

    @Option(help: "Costly requests (calls into the runtime, lists of keys) worked on at once.")
    var rpcMaxCostlyRequests = 2

    @Option(
        help: ArgumentHelp(
            """
            Web origin whose pages may use the node, for example https://polkadot.js.org, or all; can be given more \
            than once. Pages of this machine always may.
            """, valueName: "origin"))
    var rpcCors: [String] = []

    func validate() throws {
        for origin in rpcCors where origin != "all" {
            guard origin.hasPrefix("http://") || origin.hasPrefix("https://"), !origin.hasSuffix("/") else {
                throw ValidationError(
                    "'\(origin)' is no web origin: write it as browsers do, https://example.org without a path, or all")
            }
        }
        let positive = [
            ("--rpc-max-connections", rpcMaxConnections), ("--rpc-max-request-size", rpcMaxRequestSize),
            ("--rpc-max-response-size", rpcMaxResponseSize), ("--rpc-max-buffer-size", rpcMaxBufferSize),
            ("--rpc-message-buffer-capacity-per-connection", rpcMessageBufferCapacityPerConnection),
            ("--rpc-max-costly-requests", rpcMaxCostlyRequests), ("--rpc-rate-limit", rpcRateLimit ?? 1),
        ]
        for (name, value) in positive where value < 1 || value > 1_000_000 {
            throw ValidationError("\(name) is a number from 1 to 1,000,000, not \(value)")
        }
        let numbers = [
            ("--rpc-max-connections-per-ip", rpcMaxConnectionsPerIp),
            ("--rpc-max-batch-request-len", rpcMaxBatchRequestLen),
            ("--rpc-max-subscriptions-per-connection", rpcMaxSubscriptionsPerConnection),
            ("--rpc-max-subscriptions", rpcMaxSubscriptions),
        ]
        for (name, value) in numbers where value < 0 || value > 1_000_000 {
            throw ValidationError("\(name) is a number from 0 to 1,000,000, not \(value)")
        }
    }

    /// Puts these bounds into a server's configuration.
    func apply(to server: inout ServerConfiguration) {
        let mebibyte = 1 << 20
        if rpcCors.contains("all") {
            server.origins = .any
        } else if !rpcCors.isEmpty {
            server.origins = .listed(rpcCors.map { $0.lowercased() })
        }
        server.connectionCountMaximum = rpcMaxConnections
        server.connectionsPerAddressMaximum = rpcMaxConnectionsPerIp == 0 ? nil : rpcMaxConnectionsPerIp
        server.limits.requestByteMaximum = rpcMaxRequestSize * mebibyte
        server.limits.responseByteMaximum = rpcMaxResponseSize * mebibyte
        // The largest answer must fit twice: one that is written, and one that waits.
        server.limits.outgoingByteMaximum = max(64, 2 * rpcMaxResponseSize) * mebibyte
        server.limits.batchCountMaximum = rpcMaxBatchRequestLen
        server.limits.subscriptionCountMaximum = rpcMaxSubscriptionsPerConnection
        server.limits.subscriptionTotalMaximum = rpcMaxSubscriptions
        server.limits.requestsPerMinuteMaximum = rpcRateLimit
        server.limits.outgoingCountMaximum = rpcMessageBufferCapacityPerConnection
        server.limits.heldByteMaximum = rpcMaxBufferSize * mebibyte
        server.limits.costlyRequestsMaximum = rpcMaxCostlyRequests
    }
}
