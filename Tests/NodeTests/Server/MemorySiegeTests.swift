import Node
import RPC
import Synchronization
import Testing

/// Clients that make the server hold as much as they can.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MemorySiegeTests {
    private static let budget = 8 << 20

    private func configuration(_ change: (inout ServerConfiguration) -> Void = { _ in }) -> ServerConfiguration {
        .test {
            $0.limits.heldByteMaximum = Self.budget
            change(&$0)
        }
    }

    @Test("messages that never end are held up to the budget; beyond it those that hold most are closed with 1013")
    func halfSentMessages() async throws {
        try await withServer(configuration()) { server, _ in
            let closed = Mutex(0)
            let part = [UInt8](repeating: 0x20, count: 1 << 20)
            try await besiege(server, clients: 60) { client in
                // The head announces 15 MiB, of which one comes.
                try await client.send([0x81, 0xFF, 0, 0, 0, 0, 0, 0xF0, 0, 0, 1, 2, 3, 4])
                try await client.send(part)
            } judge: {
                // 60 MiB were sent, of which the budget and the allowances of 64 KiB hold 12.
                try await eventually { server.statistics.refused(.memory) >= 48 }
                #expect(server.statistics.bytesHeld <= Self.budget)
            } aftermath: { client in
                guard let frame = try await client.frame(), frame.opcode == 8 else { return }
                #expect(frame.code == 1013 && frame.text.contains("--rpc-max-buffer-size"))
                closed.withLock { $0 += 1 }
            }
            #expect(closed.withLock { $0 } >= 48)
        }
    }

    @Test("the same over HTTP is answered 503, with cause and remedy")
    func halfSentBodies() async throws {
        try await withServer(configuration()) { server, _ in
            let refused = Mutex(0)
            let part = [UInt8](repeating: 0x20, count: 1 << 20)
            try await besiege(server, clients: 60, overWebSocket: false) { client in
                try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097152\r\n\r\n")
                try await client.send(part)
            } judge: {
                try await eventually { server.statistics.refused(.memory) >= 48 }
                #expect(server.statistics.bytesHeld <= Self.budget)
            } aftermath: { client in
                // Whoever was not refused ends its body now.
                try? await client.send(part)
                let response = try await client.response()
                if response.head.hasPrefix("HTTP/1.1 503 ") {
                    #expect(response.body.contains("-32009") && response.body.contains("--rpc-max-buffer-size"))
                    refused.withLock { $0 += 1 }
                }
            }
            #expect(refused.withLock { $0 } >= 30)
        }
    }

    @Test("answers that nobody reads are held up to the budget")
    func unreadAnswers() async throws {
        try await withServer(configuration()) { server, _ in
            let question = RawClient.frame(0x1, Array(request(1, "state_getMetadata").utf8))
            try await besiege(server, clients: 40) { client in
                for _ in 0..<40 { try await client.send(question) }
            } judge: {
                // 1.6 GiB were asked for.
                try await eventually { server.statistics.refused(.memory) >= 10 }
                #expect(server.statistics.bytesHeld <= Self.budget)
            }
        }
    }

    @Test("pings whose answers nobody reads cost one answer, not one each")
    func pings() async throws {
        try await withServer { server, _ in
            let ping = RawClient.frame(0x9, [UInt8](repeating: 0x78, count: 125))
            let pings = Array(repeatElement(ping, count: 1_000).joined())
            try await RawClient.webSocket(server.port) { client in
                for _ in 0..<300 { try await client.send(pings) }
                let sender = client.sender
                let last = Task { try await sender.send(RawClient.frame(0x9, [42])) }
                var pongs = 0
                while let frame = try await client.frame(), frame.payload != [42] { pongs += 1 }
                try await last.value
                print("pongs: \(pongs) to 300,000 pings")
                #expect(pongs < 300_000)
            }
            #expect(try await isUp(server))
        }
    }

    @Test("1,000 idle connections cost little, and one more client is served")
    func idle() async throws {
        try await withServer(.test { $0.connectionCountMaximum = 2_500 }) { server, _ in
            try await besiege(server, clients: 1_000) { _ in
            } judge: {
                try await eventually { server.connectionCount >= 1_000 }
            } aftermath: { client in
                try await client.sendText(nameRequest)
                #expect(try await client.frame()?.text == nameAnswer)
            }
        }
    }
}
