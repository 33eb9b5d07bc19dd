import Node
import RPC
import Synchronization
import Testing

/// Figures, not verdicts: what the server does per second with an empty chain behind it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ThroughputTests {
    private func measure(
        _ name: String, clients: Int, window: Int, count: Int, body: @Sendable @escaping (Int) -> [UInt8]
    )
        async throws
    {
        try await withServer { server, _ in
            let port = server.port
            let clock = ContinuousClock()
            let start = clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<clients {
                    group.addTask {
                        try await RawClient.webSocket(port) { client in
                            var sent = 0
                            for _ in 0..<count / window {
                                var bytes: [UInt8] = []
                                for _ in 0..<window {
                                    bytes += RawClient.frame(0x1, body(sent))
                                    sent += 1
                                }
                                try await client.send(bytes)
                                for _ in 0..<window { _ = try await client.frame() }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let elapsed = start.duration(to: clock.now)
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
            print("\(name): \(Int(Double(clients * count) / seconds)) requests per second, client included")
        }
    }

    @Test("small reads, pipelined by 500")
    func reads() async throws {
        try await measure("system_name x 2 clients", clients: 2, window: 500, count: 20_000) { id in
            Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"system_name","params":[]}"#.utf8)
        }
    }

    @Test("extrinsics of 150 bytes, pipelined by 500")
    func submits() async throws {
        let hex = String(repeating: "ab", count: 150)
        try await measure("author_submitExtrinsic x 2 clients", clients: 2, window: 500, count: 20_000) { id in
            Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"author_submitExtrinsic","params":["0x\#(hex)"]}"#.utf8)
        }
    }
}
