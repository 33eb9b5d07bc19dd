import Node
import RPC
import Testing

@Suite(.timeLimit(.minutes(2))) struct HTTPServerTests {
    @Test("requests on one connection are answered in order, pipelined too")
    func keepAlive() async throws {
        try await withServer { server, _ in
            try await RawClient.connect(server.port) { client in
                let call = #"{"jsonrpc":"2.0","id":2,"method":"state_call","params":["a","0102"]}"#
                try await client.send(RawClient.post(nameRequest) + RawClient.post(call) + RawClient.post("{"))
                let first = try await client.response()
                #expect(first.head.hasPrefix("HTTP/1.1 200 ") && first.body == nameAnswer)
                #expect(try await client.response().body == #"{"jsonrpc":"2.0","id":2,"result":"0x0102"}"#)
                #expect(try await client.response().body.contains("-32700"))
                try await client.send(RawClient.post(#"{"jsonrpc":"2.0","method":"system_name"}"#))
                #expect(try await client.response().head.hasPrefix("HTTP/1.1 204 "))
            }
        }
    }

    @Test("the health of the node, wrong paths, methods, names and pages get their status")
    func statuses() async throws {
        try await withServer { server, _ in
            func status(_ request: String) async throws -> (String, String) {
                try await RawClient.connect(server.port) { client in
                    try await client.send(request)
                    let response = try await client.response()
                    return (String(response.head.dropFirst(9).prefix(3)), response.body)
                }
            }
            let health = try await status("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(health == ("200", #"{"isSyncing":false,"peers":0,"shouldHavePeers":false}"#))
            #expect(try await status("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").0 == "405")
            #expect(try await status("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n").0 == "404")
            #expect(try await status("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n").0 == "403")
            #expect(try await status("GET /health HTTP/1.1\r\n\r\n").0 == "400")
            #expect(try await status("NONSENSE\r\n\r\n").0 == "400")
            #expect(try await status(RawClient.handshake(path: "/x")).0 == "404")
            #expect(try await status(RawClient.handshake(host: "evil.example")).0 == "403")
            #expect(try await status(RawClient.handshake("Origin: https://evil.example\r\n")).0 == "403")
            #expect(try await status(RawClient.handshake("Origin: http://localhost:5173\r\n")).0 == "101")
            #expect(try await isUp(server))
        }
    }

    @Test("bodies that are too large are refused, and the answer arrives although the body is still coming")
    func tooLarge() async throws {
        try await withServer(.test { $0.limits.requestByteMaximum = 1_000 }) { server, _ in
            let response = try await RawClient.connect(server.port) { client in
                let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                try await client.send(head)
                for _ in 0..<10 { try? await client.send([UInt8](repeating: 0x20, count: 10_000)) }
                return try await client.response()
            }
            #expect(response.head.hasPrefix("HTTP/1.1 413 ") && response.body.contains("-32007"))
            let chunked = try await RawClient.connect(server.port) { client in
                try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<3 {
                    try? await client.send("190\r\n" + String(repeating: " ", count: 400) + "\r\n")
                }
                return try await client.rest()
            }
            #expect(chunked.hasPrefix("HTTP/1.1 413 "))
            #expect(try await isUp(server))
        }
    }

    @Test("a client that waits for 100 Continue gets it, then its answer")
    func expectContinue() async throws {
        try await withServer { server, _ in
            try await RawClient.connect(server.port) { client in
                let request = RawClient.post(nameRequest, "Expect: 100-continue\r\n")
                let split = request.utf8.count - nameRequest.utf8.count
                try await client.send(Array(request.utf8.prefix(split)))
                #expect(try await client.head().hasPrefix("HTTP/1.1 100 "))
                try await client.send(nameRequest)
                #expect(try await client.response().body == nameAnswer)
            }
        }
    }

    @Test("a head that does not come in time ends the connection, however it dribbles")
    func slowHead() async throws {
        try await withServer(.test { $0.headTimeout = .seconds(2) }) { server, _ in
            let rest = try await RawClient.connect(server.port) { client in
                // On a busy machine the time may be over before this is sent.
                try? await client.send("POST / HTTP/1.1\r\nHost: localhost\r\n")
                let sender = client.sender
                let dribble = Task {
                    for _ in 0..<100 {
                        try await sender.send(Array("X-Slow: 1\r\n".utf8))
                        try await Task.sleep(for: .milliseconds(50))
                    }
                }
                defer { dribble.cancel() }
                return try await client.rest()
            }
            #expect(rest == "")
            #expect(try await isUp(server))
        }
    }

    @Test("a body that does not come, and a connection without a next request, end too")
    func idle() async throws {
        try await withServer(.test { $0.idleTimeout = .seconds(2) }) { server, _ in
            let body = try await RawClient.connect(server.port) { client in
                try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
                return try await client.rest()
            }
            #expect(body == "")
            try await RawClient.connect(server.port) { client in
                try await client.send(RawClient.post(nameRequest))
                #expect(try await client.response().body == nameAnswer)
                #expect(try await client.rest() == "")
            }
        }
    }

    @Test("beyond the limit of connections the answer is 503, and room is made when one ends")
    func connectionLimit() async throws {
        try await withServer(.test { $0.connectionCountMaximum = 2 }) { server, _ in
            try await RawClient.webSocket(server.port) { _ in
                try await RawClient.webSocket(server.port) { _ in
                    let answer = try await RawClient.connect(server.port) { try await $0.rest() }
                    #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.hasSuffix("raise --rpc-max-connections\n"))
                }
            }
            while server.connectionCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await isUp(server))
        }
    }
}
