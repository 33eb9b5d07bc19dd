@testable import Node
import NIOCore
import NIOPosix
import RPC
import Synchronization
import Testing

/// Every limit that no siege runs into: it holds, it is counted, and its error says which option raises it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LimitTests {
    private func answer(_ text: String, _ server: RPCServer) async throws -> String {
        try await RawClient.connect(server.port) { client in
            try await client.send(RawClient.post(text))
            return try await client.response().body
        }
    }

    @Test("batches of 10,000 are refused before anything of them is done")
    func batches() async throws {
        try await withServer { server, handler in
            let batch = "[" + (0..<10_000).map { request($0, "system_name") }.joined(separator: ",") + "]"
            let text = try await answer(batch, server)
            #expect(text.contains("-32010") && text.contains("--rpc-max-batch-request-len"))
            #expect(handler.calls.load(ordering: .relaxed) == 0)
            #expect(server.statistics.refused(.batchLength) == 1)
            #expect(try await isUp(server))
        }
    }

    @Test("answers of a batch that are too long together stop it")
    func batchAnswers() async throws {
        try await withServer(.test { $0.limits.responseByteMaximum = 3 << 20 }) { server, handler in
            let batch = "[" + (0..<100).map { request($0, "state_getMetadata") }.joined(separator: ",") + "]"
            let text = try await answer(batch, server)
            #expect(text.contains("-32011") && text.contains("--rpc-max-response-size"))
            #expect(handler.calls.load(ordering: .relaxed) == 3)
            #expect(server.statistics.refused(.responseSize) == 97)
        }
        try await withServer(.test { $0.limits.responseByteMaximum = 1 << 10 }) { server, _ in
            let text = try await answer(request(1, "state_getMetadata"), server)
            #expect(text.contains("-32008") && text.contains("--rpc-max-response-size"))
        }
    }

    @Test(
        "texts made to be hard to read are refused or read, in time linear in their length",
        arguments: [
            String(repeating: "[", count: 2_000_000),
            String(repeating: #"{"a":"#, count: 1_000_000),
            #"{"jsonrpc":"2.0","method":"system_name","id":\#(String(repeating: "9", count: 2_000_000))}"#,
            #"{"jsonrpc":"2.0","method":"\#(String(repeating: #"\u0041"#, count: 500_000))","id":1}"#,
            "[" + String(repeating: "0,", count: 1_000_000) + "0]",
            "{" + String(repeating: #""a":0,"#, count: 200_000) + #""id":1}"#,
            request(1, "state_getStorage", #"["\#(String(repeating: "a", count: 4_000_001))"]"#),
        ])
    func hardTexts(text: String) async throws {
        try await withServer { server, _ in
            let found = try await answer(text, server)
            #expect(found.contains("\"error\""))
            #expect(try await isUp(server))
        }
    }

    @Test("subscriptions of one connection, and of all, have their limits, and both make room again")
    func subscriptions() async throws {
        try await withServer(
            .test {
                $0.limits.subscriptionCountMaximum = 2
                $0.limits.subscriptionTotalMaximum = 3
            }
        ) { server, _ in
            try await RawClient.webSocket(server.port) { first in
                var texts: [String] = []
                for id in 1...3 {
                    try await first.sendText(request(id, "chain_subscribeNewHeads"))
                    texts.append(try await first.frame()?.text ?? "")
                }
                #expect(texts[2].contains("-32006"))
                #expect(texts[2].contains("--rpc-max-subscriptions-per-connection"))
                try await RawClient.webSocket(server.port) { second in
                    try await second.sendText(request(1, "chain_subscribeNewHeads"))
                    #expect(try await second.frame()?.text.contains("result") == true)
                    try await second.sendText(request(2, "chain_subscribeNewHeads"))
                    let text = try await second.frame()?.text ?? ""
                    #expect(text.contains("-32006") && text.contains("--rpc-max-subscriptions."))
                    #expect(server.statistics.subscriptionsOpen == 3)
                    let id = try #require(texts[0].split(separator: "\"").last { $0.hasPrefix("0x") })
                    try await first.sendText(request(4, "chain_unsubscribeNewHeads", "[\"\(id)\"]"))
                    #expect(try await first.frame()?.text.contains("true") == true)
                    try await second.sendText(request(3, "chain_subscribeNewHeads"))
                    #expect(try await second.frame()?.text.contains("result") == true)
                }
            }
            try await eventually { server.statistics.subscriptionsOpen == 0 }
            #expect(server.statistics.refused(.subscriptionLimit) == 1)
            #expect(server.statistics.refused(.subscriptionTotal) == 1)
        }
    }

    @Test("a connection that asks too often is told so, and others are not concerned")
    func rate() async throws {
        try await withServer(.test { $0.limits.requestsPerMinuteMaximum = 5 }) { server, _ in
            try await RawClient.webSocket(server.port) { client in
                try await client.sendText(
                    "[" + (0..<50).map { request($0, "system_name") }.joined(separator: ",") + "]")
                let text = try await client.frame()?.text ?? ""
                #expect(text.contains("echo") && text.contains("-32999") && text.contains("--rpc-rate-limit"))
            }
            #expect(server.statistics.refused(.rate) > 0)
            #expect(try await isUp(server))
        }
    }

    @Test("costly requests wait for their turn, light ones do not, and too many are refused")
    func costly() async throws {
        try await withServer(
            .test {
                $0.limits.costlyRequestsMaximum = 1
                $0.limits.costlyWaitingMaximum = 1
            }
        ) { server, handler in
            let keys = request(7, "state_getKeysPaged", #"["0x",10]"#)
            try await RawClient.webSocket(server.port) { greedy in
                try await greedy.sendText(keys)
                try await eventually { handler.calls.load(ordering: .relaxed) == 1 }
                try await greedy.sendText(keys)
                try await eventually { server.statistics.costlyWaiting == 1 }
                try await greedy.sendText(keys)
                let text = try await greedy.frame()?.text ?? ""
                #expect(text.contains("-32009") && text.contains("--rpc-max-costly-requests"))
                #expect(server.statistics.refused(.busy) == 1)
                #expect(try await isUp(server))
                handler.held.continuation.finish()
                for _ in 0..<2 { #expect(try await greedy.frame()?.text.contains("[]") == true) }
            }
        }
    }

    @Test("who goes while a costly request waits leaves nothing behind")
    func goneWhileWaiting() async throws {
        try await withServer(.test { $0.limits.costlyRequestsMaximum = 1 }) { server, handler in
            let keys = request(7, "state_getKeysPaged", #"["0x",10]"#)
            try await RawClient.webSocket(server.port) { first in
                try await first.sendText(keys)
                try await eventually { handler.calls.load(ordering: .relaxed) == 1 }
                try await RawClient.webSocket(server.port) { second in
                    for _ in 0..<5 { try await second.sendText(keys) }
                    try await eventually { server.statistics.costlyWaiting == 5 }
                }
                try await eventually { server.statistics.costlyWaiting == 0 }
                handler.held.continuation.finish()
                #expect(try await first.frame()?.text.contains("[]") == true)
            }
            #expect(handler.calls.load(ordering: .relaxed) == 1)
        }
    }

    @Test("a message that begins and never ends closes its connection, whatever else the client sends")
    func endlessMessage() async throws {
        try await withServer(.test { $0.pingInterval = .milliseconds(200) }) { server, _ in
            try await RawClient.webSocket(server.port) { client in
                try await client.send(RawClient.frame(0x1, [0x20], isFinal: false))
                let sender = client.sender
                let empty = Task {
                    while true {
                        try await sender.send(RawClient.frame(0x0, [], isFinal: false))
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                while try await client.frame() != nil {}
                empty.cancel()
            }
            #expect(server.statistics.refused(.timeout) == 1)
            #expect(try await isUp(server))
        }
    }

    @Test("a WebSocket that does not take its answer is given up")
    func answerNotTaken() async throws {
        try await withServer(.test { $0.pingInterval = .milliseconds(200) }) { server, _ in
            let question = RawClient.frame(0x1, Array(request(1, "state_getMetadata").utf8))
            try await RawClient.webSocket(server.port) { client in
                // More than the buffers of both sockets hold.
                for _ in 0..<40 { try await client.send(question) }
                try await eventually { server.statistics.refused(.slowReader) == 1 }
            }
            #expect(try await isUp(server))
        }
    }

    @Test(
        "heads that are too large or ambiguous are refused",
        arguments: [
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Long: \(String(repeating: "x", count: 40_000))\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\n" + String(repeating: "X-Many: 1\r\n", count: 300) + "\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{}",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "POST /\(String(repeating: "a", count: 60_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ])
    func heads(text: String) async throws {
        try await withServer(.test { $0.idleTimeout = .seconds(5) }) { server, _ in
            let answer = try await RawClient.connect(server.port) { client in
                try? await client.send(text)
                return try await client.head()
            }
            #expect(answer.hasPrefix("HTTP/1.1 4") || answer == "", "\(answer.prefix(60))")
            #expect(try await isUp(server))
        }
    }

    @Test("one address of another machine has its own limit; this machine has none")
    func addresses() async throws {
        try await withServer { server, _ in
            let statistics = ServerStatistics()
            let registry = ConnectionRegistry(limit: 5, limitPerAddress: 2, statistics: statistics)
            var channels: [any Channel] = []
            for _ in 0..<6 {
                channels.append(
                    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                        .connect(host: "127.0.0.1", port: server.port).get())
            }
            #expect(registry.admit(channels[0], from: "203.0.113.7") == .admitted(1))
            #expect(registry.admit(channels[1], from: "203.0.113.7") == .admitted(2))
            #expect(registry.admit(channels[2], from: "203.0.113.7") == .refused(.addressLimit))
            for (index, channel) in channels[2...4].enumerated() {
                #expect(registry.admit(channel, from: "127.0.0.1") == .admitted(UInt64(3 + index)))
            }
            #expect(registry.admit(channels[5], from: "203.0.113.8") == .refused(.connectionLimit))
            try await channels[0].close()
            try await eventually { registry.count == 4 }
            #expect(registry.admit(channels[5], from: "203.0.113.7") == .admitted(6))
            #expect(statistics.connectionsOpen == 5 && statistics.connectionsTotal == 6)
            for channel in channels[1...] { try await channel.close() }
        }
    }
}
