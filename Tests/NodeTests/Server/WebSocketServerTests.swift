import Node
import RPC
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(3))) struct WebSocketServerTests {
    @Test("text, binary and fragmented messages are answered")
    func messages() async throws {
        try await withServer { server, _ in
            try await RawClient.webSocket(server.port) { client in
                try await client.sendText(nameRequest)
                #expect(try await client.frame() == RawClient.Frame(opcode: 1, payload: Array(nameAnswer.utf8)))
                let bytes = Array(nameRequest.utf8)
                try await client.send(RawClient.frame(0x2, bytes))
                #expect(try await client.frame()?.text == nameAnswer)
                // One byte per fragment, with a ping in the middle, sent byte by byte.
                for (index, byte) in bytes.enumerated() {
                    let opcode: UInt8 = index == 0 ? 0x1 : 0x0
                    let frame = RawClient.frame(opcode, [byte], isFinal: index == bytes.count - 1)
                    if index % 10 == 0 {
                        for byte in frame { try await client.send([byte]) }
                    } else {
                        try await client.send(frame)
                    }
                    if index == 5 { try await client.send(RawClient.frame(0x9, [42])) }
                }
                #expect(try await client.frame() == RawClient.Frame(opcode: 0xA, payload: [42]))
                #expect(try await client.frame()?.text == nameAnswer)
                try await client.sendText("[\(nameRequest),\(nameRequest)]")
                #expect(try await client.frame()?.text == "[\(nameAnswer),\(nameAnswer)]")
                try await client.sendText("{")
                #expect(try await client.frame()?.text.contains("-32700") == true)
            }
        }
    }

    @Test("answers of every length of frame arrive whole")
    func lengths() async throws {
        try await withServer { server, _ in
            try await RawClient.webSocket(server.port) { client in
                for count in [0, 40, 50, 1_000, 32_700, 40_000, 1_000_000] {
                    let data = String(repeating: "ab", count: count)
                    try await client.sendText(
                        #"{"jsonrpc":"2.0","id":1,"method":"state_call","params":["a","\#(data)"]}"#)
                    #expect(try await client.frame()?.text == #"{"jsonrpc":"2.0","id":1,"result":"0x\#(data)"}"#)
                }
            }
        }
    }

    @Test("500 requests in one go are all answered, each once")
    func pipelined() async throws {
        try await withServer { server, handler in
            try await RawClient.webSocket(server.port) { client in
                var bytes: [UInt8] = []
                for id in 0..<500 {
                    let call = #"{"jsonrpc":"2.0","id":\#(id),"method":"system_name","params":[]}"#
                    bytes += RawClient.frame(0x1, Array(call.utf8))
                }
                try await client.send(bytes)
                var answers = Set<String>()
                for _ in 0..<500 { answers.insert(try await client.frame()?.text ?? "") }
                #expect(answers == Set((0..<500).map { #"{"jsonrpc":"2.0","id":\#($0),"result":"echo"}"# }))
            }
            #expect(handler.calls.load(ordering: .relaxed) == 500)
        }
    }

    @Test(
        "hostile frames close with their code, and the server stays up",
        arguments: [
            (1002, RawClient.frame(0x1, [0x7B, 0x7D], isMasked: false)), (1002, RawClient.frame(0x3, [])),
            (1002, RawClient.frame(0x0, [])), (1002, RawClient.frame(0x1, [], reserved: 0x40)),
            (1002, RawClient.frame(0x9, [], isFinal: false)), (1007, RawClient.frame(0x1, [0x22, 0xFF, 0x22])),
            (1009, RawClient.frame(0x1, [UInt8](repeating: 0x20, count: 2_000))),
            (
                1009,
                RawClient.frame(0x1, [UInt8](repeating: 0x20, count: 600), isFinal: false)
                    + RawClient.frame(0x0, [UInt8](repeating: 0x20, count: 600))
            ),
            (1009, [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
            (1009, [0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ] as [(Int, [UInt8])])
    func hostile(code: Int, bytes: [UInt8]) async throws {
        try await withServer(.test { $0.limits.requestByteMaximum = 1_000 }) { server, _ in
            try await RawClient.webSocket(server.port) { client in
                try await client.send(bytes)
                var frame = try await client.frame()
                // Text that is no UTF-8 may still get its parse error first.
                if frame?.opcode == 1 { frame = try await client.frame() }
                #expect(frame?.opcode == 8 && frame?.code == code)
                try? await client.send(RawClient.frame(0x8, [0x03, 0xE8]))
                #expect(try await client.frame() == nil)
            }
            #expect(try await isUp(server))
        }
    }

    @Test("random bytes after the handshake never take the server down")
    func noise() async throws {
        try await withServer(.test { $0.closeTimeout = .milliseconds(50) }) { server, _ in
            var generator = SystemRandomNumberGenerator()
            for _ in 0..<50 {
                try await RawClient.webSocket(server.port) { client in
                    for _ in 0..<5 {
                        let count = Int.random(in: 1...300, using: &generator)
                        try? await client.send((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
                    }
                }
            }
            #expect(try await isUp(server))
        }
    }

    @Test("the close handshake answers with the client's code")
    func closeHandshake() async throws {
        try await withServer { server, _ in
            try await RawClient.webSocket(server.port) { client in
                try await client.send(RawClient.frame(0x8, [0x0F, 0xA1]))
                #expect(try await client.frame() == RawClient.Frame(opcode: 8, payload: [0x0F, 0xA1]))
                #expect(try await client.frame() == nil)
            }
        }
    }

    @Test("updates reach every subscriber, and stop with the connection")
    func subscriptions() async throws {
        try await withServer { server, handler in
            try await RawClient.webSocket(server.port) { client in
                try await client.sendText(#"{"jsonrpc":"2.0","id":"s","method":"chain_subscribeNewHeads","params":[]}"#)
                #expect(try await client.frame()?.text == #"{"jsonrpc":"2.0","id":"s","result":"0x0000000100000001"}"#)
                while handler.newHeads.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
                for number in 0..<200 { handler.newHeads.publish(Array(String(number).utf8)) }
                for number in 0..<200 {
                    let note = #""params":{"subscription":"0x0000000100000001","result":\#(number)}}"#
                    #expect(
                        try await client.frame()?.text == #"{"jsonrpc":"2.0","method":"chain_newHead","# + note)
                }
            }
            while handler.newHeads.count > 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test("a subscriber that does not read is closed with 1008; the others get everything")
    func slowConsumer() async throws {
        try await withServer(.test { $0.limits.outgoingByteMaximum = 1 << 20 }) { server, handler in
            let subscribe = #"{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}"#
            try await RawClient.webSocket(server.port) { slow in
                try await slow.sendText(subscribe)
                while handler.newHeads.count < 1 { try await Task.sleep(for: .milliseconds(1)) }
                let update = [UInt8](repeating: 0x31, count: 1 << 16)
                var published = 0
                while handler.newHeads.count == 1, published < 10_000 {
                    handler.newHeads.publish(update)
                    published += 1
                    if published % 16 == 0 { try await Task.sleep(for: .milliseconds(1)) }
                }
                #expect(handler.newHeads.count == 0)
                var last: RawClient.Frame?
                while let frame = try await slow.frame() {
                    last = frame
                    if frame.opcode == 8 { break }
                }
                #expect(last?.opcode == 8 && last?.code == 1008)
            }
            #expect(try await isUp(server))
        }
    }

    @Test("a client that sends without reading is braked and loses nothing once it reads")
    func brake() async throws {
        try await withServer(.test { $0.limits.outgoingByteMaximum = 4 << 20 }) { server, _ in
            let data = String(repeating: "ab", count: 20_000)
            let frame = RawClient.frame(
                0x1, Array(#"{"jsonrpc":"2.0","id":1,"method":"state_call","params":["a","\#(data)"]}"#.utf8))
            try await RawClient.webSocket(server.port) { client in
                let sender = client.sender
                let sending = Task { for _ in 0..<1_000 { try await sender.send(frame) } }
                try await Task.sleep(for: .milliseconds(300))
                var answers = 0
                while answers < 1_000, let frame = try await client.frame(), frame.opcode == 1 { answers += 1 }
                try await sending.value
                #expect(answers == 1_000)
            }
        }
    }

    @Test("a peer that is gone without a word is pinged and given up, one that answers stays")
    func halfOpen() async throws {
        try await withServer(.test { $0.pingInterval = .seconds(1) }) { server, _ in
            try await RawClient.webSocket(server.port) { silent in
                try await RawClient.webSocket(server.port) { lively in
                    for _ in 0..<3 {
                        #expect(try await lively.frame()?.opcode == 9)
                        try await lively.send(RawClient.frame(0xA, []))
                    }
                    #expect(try await silent.frame()?.opcode == 9)
                    #expect(try await silent.frame() == nil)
                }
            }
        }
    }

    @Test("a stopping server closes with 1001 and ends, also when a client does not answer")
    func stop() async throws {
        try await withServer(.test { $0.closeTimeout = .milliseconds(300) }) { server, _ in
            try await RawClient.webSocket(server.port) { polite in
                try await RawClient.webSocket(server.port) { _ in
                    try await RawClient.connect(server.port) { http in
                        try await http.send(RawClient.post(nameRequest))
                        _ = try await http.response()
                        async let stopped: Void = server.stop()
                        #expect(try await http.rest() == "")
                        #expect(try await polite.frame()?.code == 1001)
                        try? await polite.send(RawClient.frame(0x8, [0x03, 0xE9]))
                        await stopped
                        #expect(server.connectionCount == 0)
                    }
                }
            }
            await #expect(throws: (any Error).self) { try await RawClient.connect(server.port) { _ in } }
        }
    }
}
