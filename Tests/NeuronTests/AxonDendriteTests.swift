import Cryptography
import NIOCore
import NIOPosix
import Testbed
import Testing

@testable import Neuron

/// Both ends over loopback sockets.
@Suite struct AxonDendriteTests {
    private let hotkey = TestKey.make(1)
    private let sender = TestKey.make(2)

    private func withAxon(
        configuration: AxonConfiguration = AxonConfiguration(),
        blacklist: @escaping @Sendable (AxonCaller) -> String? = { _ in nil },
        handler: @escaping @Sendable (Echo, AxonCaller) async throws -> Echo = { echo, _ in
            var echo = echo
            echo.answer = echo.text + "!"
            return echo
        },
        _ body: (AxonEndpoint, Dendrite) async throws -> Void
    ) async throws {
        let axon = try await Axon.start(
            hotkey: hotkey.address, verifier: Sr25519Verifier(), routes: [.on(Echo.self, handler: handler)],
            configuration: configuration, blacklist: blacklist)
        let dendrite = Dendrite(signer: sender)
        let endpoint = AxonEndpoint(ip: "127.0.0.1", port: UInt16(axon.port), hotkey: hotkey.address)
        do {
            try await body(endpoint, dendrite)
        } catch {
            await dendrite.shutdown()
            await axon.stop()
            throw error
        }
        await dendrite.shutdown()
        await axon.stop()
    }

    private func connect(to endpoint: AxonEndpoint) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: endpoint.ip, port: Int(endpoint.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// Sends bytes on a plain connection and gives back all that comes until the axon closes it.
    private func exchange(_ text: String, with endpoint: AxonEndpoint) async throws -> String {
        let channel = try await connect(to: endpoint)
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var answer = ""
            do {
                for try await part in inbound { answer += String(buffer: part) }
            } catch {
                // A reset connection is closed as well.
            }
            return answer
        }
    }

    @Test("a query is answered, again and again on the same connection")
    func queries() async throws {
        try await withAxon { endpoint, dendrite in
            for number in 0..<20 {
                let reply = await dendrite.query(endpoint, Echo(text: "it's \"\(number)\" é", numbers: [number, -1]))
                #expect(reply.status == 200 && reply.synapse?.answer == "it's \"\(number)\" é!", "\(reply.message)")
                #expect(reply.axon.statusCode == 200 && reply.axon.hotkey == hotkey.address)
            }
        }
    }

    @Test("many queries at a time keep their order, and dead axons do not hold up the others")
    func concurrent() async throws {
        let second = try await Axon.start(
            hotkey: hotkey.address, verifier: Sr25519Verifier(),
            routes: [.on(Echo.self) { echo, _ in Echo(text: echo.text, numbers: echo.numbers, answer: "second") }])
        try await withAxon { endpoint, dendrite in
            var other = endpoint
            other.port = UInt16(second.port)
            var dead = endpoint
            dead.port = 1
            let axons = (0..<150).map { [endpoint, other, dead][$0 % 3] }
            let replies = await dendrite.queryAll(axons, Echo(text: "x"))
            #expect(replies.count == 150)
            for start in stride(from: 0, to: replies.count, by: 3) {
                #expect(replies[start..<start + 3].map(\.synapse?.answer) == ["x!", "second", nil])
                #expect(replies[start..<start + 3].map(\.status) == [200, 200, 503])
            }
        }
        await second.stop()
    }

    @Test("refusals reach the caller with status and message")
    func refusals() async throws {
        let refuse: @Sendable (AxonCaller) -> String? = { $0.synapseName == "Echo" ? "not you" : nil }
        try await withAxon(blacklist: refuse) { endpoint, dendrite in
            let reply = await dendrite.query(endpoint, Echo(text: "x"))
            #expect(reply.status == 403 && reply.message == "Forbidden. Key is blacklisted: not you.")
        }
        try await withAxon { endpoint, dendrite in
            var wrong = endpoint
            wrong.hotkey = sender.address
            let reply = await dendrite.query(wrong, Echo(text: "x"))
            #expect(reply.status == 401 && reply.message.hasPrefix("Not Verified with error:"))
        }
    }

    @Test("the dendrite's own failures have the reference implementation's status codes")
    func dendriteFailures() async throws {
        let slow: @Sendable (Echo, AxonCaller) async throws -> Echo = { echo, _ in
            try await Task.sleep(for: .seconds(2))
            return echo
        }
        try await withAxon(handler: slow) { endpoint, dendrite in
            let reply = await dendrite.query(endpoint, Echo(text: "x"), timeoutSeconds: 0.2)
            #expect(reply.status == 408)
            var nowhere = endpoint
            nowhere.port = 1
            #expect(await dendrite.query(nowhere, Echo(text: "x")).status == 503)
            nowhere.ip = "not a host name"
            #expect(await dendrite.query(nowhere, Echo(text: "x")).status == 500)
        }
    }

    @Test("bodies beyond the limit are refused, announced or not")
    func largeBodies() async throws {
        var configuration = AxonConfiguration()
        configuration.bodyBytesMax = 4_000
        try await withAxon(configuration: configuration) { endpoint, dendrite in
            // Large enough that the refusal comes while the body is still on its way; it must arrive all the same.
            let reply = await dendrite.query(endpoint, Echo(text: String(repeating: "x", count: 5_000_000)))
            #expect(reply.status == 413, "\(reply.status) \(reply.message)")
            let announced = try await exchange(
                "POST /Echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n", with: endpoint)
            #expect(announced.hasPrefix("HTTP/1.1 413"))
            let chunk = "fa0\r\n" + String(repeating: "y", count: 4_000) + "\r\n"
            let chunked = try await exchange(
                "POST /Echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk, with: endpoint)
            #expect(chunked.hasPrefix("HTTP/1.1 401"))
            #expect(await dendrite.query(endpoint, Echo(text: "x")).status == 200)
        }
    }

    @Test("garbage, wrong methods and unknown paths are answered shortly, and the axon stays up")
    func garbage() async throws {
        try await withAxon { endpoint, dendrite in
            let nonsense = try await exchange("\u{16}\u{3}\u{1} nonsense\r\n\r\n", with: endpoint)
            #expect(nonsense.hasPrefix("HTTP/1.1 400"))
            let get = try await exchange("GET /Echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", with: endpoint)
            #expect(get.hasPrefix("HTTP/1.1 405"))
            let unknown = try await exchange(
                "POST /\(String(repeating: "q", count: 5_000)) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                with: endpoint)
            #expect(unknown.hasPrefix("HTTP/1.1 404") && unknown.utf8.count < 1_500)
            #expect(await dendrite.query(endpoint, Echo(text: "x")).status == 200)
        }
    }

    @Test("connections that send too slowly are closed")
    func slowSenders() async throws {
        var configuration = AxonConfiguration()
        configuration.headSecondsMax = 1
        configuration.bodySecondsMax = 1
        try await withAxon(configuration: configuration) { endpoint, dendrite in
            let half = try await exchange("POST /Ec", with: endpoint)
            #expect(half == "")
            let body = "POST /Echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
            let stuck = try await exchange(body, with: endpoint)
            #expect(stuck == "")
            #expect(await dendrite.query(endpoint, Echo(text: "x")).status == 200)
        }
    }

    @Test("connections beyond the limit are closed at once, and their places come free again")
    func connectionLimit() async throws {
        var configuration = AxonConfiguration()
        configuration.connectionsMax = 1
        try await withAxon(configuration: configuration) { endpoint, dendrite in
            let holder = try await connect(to: endpoint)
            try await holder.executeThenClose { inbound, outbound in
                // Its answer proves that the holder has the only place.
                try await outbound.write(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
                var parts = inbound.makeAsyncIterator()
                _ = try await parts.next()
                let reply = await dendrite.query(endpoint, Echo(text: "x"))
                #expect(reply.status == 503)
            }
            var answered = false
            for _ in 0..<200 where !answered {
                answered = await dendrite.query(endpoint, Echo(text: "x")).status == 200
            }
            #expect(answered)
        }
    }

    @Test("a port that is taken is a typed error")
    func takenPort() async throws {
        try await withAxon { endpoint, _ in
            let configuration = AxonConfiguration(host: "127.0.0.1", port: Int(endpoint.port))
            await #expect(throws: Axon.StartError.self) {
                _ = try await Axon.start(
                    hotkey: hotkey.address, verifier: Sr25519Verifier(), routes: [], configuration: configuration)
            }
        }
    }
}
