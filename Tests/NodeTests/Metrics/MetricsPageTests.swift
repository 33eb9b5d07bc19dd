import Chain
import Foundation
import Logging
import Node
import Primitives
import RPC
import Testing

/// What a running node tells of itself over HTTP.
@Suite(.timeLimit(.minutes(1))) struct MetricsPageTests {
    /// A node that makes blocks when it is told to.
    static func withNode<R>(
        _ configuration: NodeConfiguration = NodeConfiguration(seal: .manual, server: ServerConfiguration(port: 0)),
        _ body: (Node) async throws -> R
    ) async throws -> R {
        let node = try await Node.start(
            configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let run = Task { await node.run() }
        let result: Result<R, any Error>
        do { result = .success(try await body(node)) } catch { result = .failure(error) }
        run.cancel()
        await run.value
        return try result.get()
    }

    static func get(_ path: String, _ port: Int, _ extra: String = "") async throws -> (head: String, body: String) {
        try await RawClient.connect(port) { client in
            try await client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(extra)\r\n")
            return try await client.response()
        }
    }

    static func page(_ port: Int) async throws -> Exposition { try Exposition(try await get("/metrics", port).body) }

    private func ask(_ port: Int, _ requests: [String]) async throws {
        try await RawClient.connect(port) { client in
            for request in requests {
                try await client.send(RawClient.post(request))
                _ = try await client.response()
            }
        }
    }

    private func call(_ method: String, _ parameters: String = "") -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":[\#(parameters)]}"#
    }

    @Test("the page is well-formed and says what happened, to the number")
    func numbers() async throws {
        try await Self.withNode { node in
            for number in 1...3 { try node.chain.makeBlock(at: UInt64(number) * 1_000) }
            try await ask(
                node.port,
                [
                    call("system_name"), call("system_name"), call("chain_getHead"), call("no_such_method"),
                    call("chain_getBlock", "7"), "{", "[]", call("author_submitExtrinsic", #""0x0102""#),
                    "[" + repeatElement("1", count: 1_001).joined(separator: ",") + "]",
                ])
            let page = try await Self.page(node.port)
            #expect(page.value("myelin_block_height", ["status": "best"]) == 3)
            #expect(page.value("myelin_block_height", ["status": "finalized"]) == 3)
            #expect(page.value("myelin_block_timestamp_seconds") == 3)
            #expect(page.value("myelin_block_execution_seconds_count") == 3)
            #expect(page.value("myelin_block_interval_seconds_count") == 2)
            #expect(page.value("myelin_extrinsics_total", ["outcome": "inherent"]) == 6)
            #expect(page.value("myelin_pool_submissions_total", ["outcome": "undecodable"]) == 1)
            #expect(requests(page, "system_name", "success") == 2)
            // An alias counts for its method.
            #expect(requests(page, "chain_getBlockHash", "success") == 1)
            #expect(requests(page, "unknown", "client_error") == 1)
            #expect(requests(page, "chain_getBlock", "client_error") == 1)
            #expect(requests(page, "author_submitExtrinsic", "client_error") == 1)
            #expect(page.value("myelin_rpc_request_seconds_count", ["method": "system_name"]) == 2)
            #expect(page.value("myelin_rpc_invalid_messages_total") == 3)
            #expect(page.value("myelin_rpc_refusals_total", ["reason": "batch_length"]) == 1)
            #expect(page.value("myelin_rpc_refusals_total", ["reason": "rate"]) == 0)
            #expect(page.value("myelin_rpc_connections_opened_total") == 2)
            #expect((page.value("myelin_rpc_received_bytes_total") ?? 0) > 2_000)
            #expect((page.value("myelin_rpc_sent_bytes_total") ?? 0) > 500)
            #expect(page.value("myelin_ready") == 1)
            #expect(page.value("myelin_subnets") == 2)
            #expect(page.value("myelin_subnet_neurons", ["netuid": "1"]) == 1)
            #expect((page.value("myelin_store_used_bytes") ?? 0) > 100_000)
            #expect((page.value("myelin_store_file_bytes") ?? 0) >= (page.value("myelin_store_used_bytes") ?? 0))
        }
    }

    private func requests(_ page: Exposition, _ method: String, _ outcome: String) -> Double? {
        page.value("myelin_rpc_requests_total", ["method": method, "outcome": outcome])
    }

    @Test("what only grows never shrinks from one reading to the next")
    func monotone() async throws {
        try await Self.withNode { node in
            var last: [String: Double] = [:]
            for number in 1...4 {
                try node.chain.makeBlock(at: UInt64(number) * 1_000)
                try await ask(node.port, [call("system_name"), call("system_health")])
                let page = try await Self.page(node.port)
                for family in page.families where family.kind != "gauge" {
                    for sample in family.samples {
                        let key = sample.name + sample.labels.sorted { $0.key < $1.key }.description
                        #expect(sample.value >= last[key] ?? 0, "\(key)")
                        last[key] = sample.value
                    }
                }
            }
            #expect(last.count > 50)
        }
    }

    #if os(Linux)
        @Test("the process is told of in the units of its families")
        func process() async throws {
            try await Self.withNode { node in
                let page = try await Self.page(node.port)
                let start = try #require(page.value("process_start_time_seconds"))
                let now = Date().timeIntervalSince1970
                #expect(start < now + 2 && start > now - 86_400)
                #expect((page.value("process_resident_memory_bytes") ?? 0) > 1_048_576)
                #expect((page.value("process_open_fds") ?? 0) > 3)
                #expect((page.value("process_max_fds") ?? 0) > (page.value("process_open_fds") ?? 0))
                #expect((page.value("process_cpu_seconds_total") ?? 0) > 0)
                #expect((page.value("process_threads") ?? 0) > 1)
            }
        }
    #endif

    @Test("metrics and readiness are for the same names and pages as everything else")
    func access() async throws {
        try await Self.withNode { node in
            for path in ["/metrics", "/health/readiness"] {
                #expect(try await Self.get(path, node.port).head.hasPrefix("HTTP/1.1 200 "))
                let foreign = try await Self.get(path, node.port, "Origin: https://evil.example\r\n")
                #expect(foreign.head.hasPrefix("HTTP/1.1 403 "))
                let rebound = try await RawClient.connect(node.port) { client in
                    try await client.send("GET \(path) HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                    return try await client.response()
                }
                #expect(rebound.head.hasPrefix("HTTP/1.1 403 ") && !rebound.body.contains("myelin_"))
            }
            let head = try await Self.get("/metrics", node.port).head.lowercased()
            #expect(head.contains("content-type: text/plain; version=0.0.4; charset=utf-8"))
        }
    }

    @Test("a port for metrics alone has them to itself, and counts what the other port answers")
    func ownPort() async throws {
        var configuration = NodeConfiguration(seal: .manual, server: ServerConfiguration(port: 0), prometheusPort: 0)
        configuration.server.idleTimeout = .seconds(5)
        try await Self.withNode(configuration) { node in
            #expect(node.port != node.prometheusPort)
            try await ask(node.port, [call("system_name")])
            #expect(requests(try await Self.page(node.prometheusPort), "system_name", "success") == 1)
            #expect(try await Self.get("/metrics", node.port).head.hasPrefix("HTTP/1.1 404 "))
            for port in [node.port, node.prometheusPort] {
                #expect(try await Self.get("/health/readiness", port).head.hasPrefix("HTTP/1.1 200 "))
            }
            let refused = try await RawClient.connect(node.prometheusPort) { client in
                try await client.send(RawClient.post(call("system_name")))
                return try await client.response()
            }
            #expect(refused.head.hasPrefix("HTTP/1.1 404 "))
            let upgrade = try await RawClient.connect(node.prometheusPort) { client in
                try await client.send(RawClient.handshake())
                return try await client.response()
            }
            #expect(upgrade.head.hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test("a node that is not ready says so with 503 and the reason")
    func notReady() async throws {
        struct Sick: StatusReporter {
            func readiness() -> StatusReport { StatusReport(json: Array(#"{"ready":false}"#.utf8), isWell: false) }
            func metrics(of service: RPCService) -> StatusReport { StatusReport("text/plain", []) }
        }
        let server = try await RPCServer.start(
            .test(), handler: EchoHandler(), status: Sick(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let answer = try await Self.get("/health/readiness", server.port)
        #expect(answer.head.hasPrefix("HTTP/1.1 503 ") && answer.body == #"{"ready":false}"#)
        // It still lives.
        #expect(try await Self.get("/health", server.port).head.hasPrefix("HTTP/1.1 200 "))
        await server.stop()
    }
}
