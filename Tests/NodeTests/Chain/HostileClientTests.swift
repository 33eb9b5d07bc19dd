import Chain
import JSON
import Logging
import Node
import Primitives
import RPC
import StateStore
import Testing

/// What clients do to a whole node, with a chain behind the server.
@Suite("A node and hostile clients", .serialized, .timeLimit(.minutes(2)))
struct HostileClientTests {
    private func withNode(
        _ change: (inout ServerConfiguration) -> Void = { _ in }, _ body: (Node) async throws -> Void
    ) async throws {
        let configuration = NodeConfiguration(seal: .manual, server: .test(change))
        let node = try await Node.start(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let run = Task { await node.run() }
        defer { run.cancel() }
        try await body(node)
        run.cancel()
        await run.value
    }

    private func ask(_ node: Node, _ method: String, _ parameters: String = "[]") async throws -> String {
        try await RawClient.connect(node.port) { client in
            try await client.send(RawClient.post(request(1, method, parameters)))
            return try await client.response().body
        }
    }

    @Test("keys longer than the store's are absent like any other that is not there")
    func longKeys() async throws {
        try await withNode { node in
            for number in 1...3 { try node.chain.makeBlock(at: UInt64(number) * 1_000) }
            let genesis = Hexadecimal.encode(node.chain.genesisHash.bytes)
            for count in [0, 1, 507, 508, 511, 512, 513, 70_000] {
                let key = "0x" + String(repeating: "ab", count: count)
                for block in ["null", "\"\(genesis)\""] {
                    let value = try await ask(node, "state_getStorage", "[\"\(key)\",\(block)]")
                    #expect(value.hasSuffix(#""result":null}"#), "\(count) bytes")
                    let values = try await ask(node, "state_queryStorageAt", "[[\"\(key)\"],\(block)]")
                    #expect(values.hasSuffix(#",null]]}]}"#), "\(count) bytes")
                    let next = try await ask(node, "state_getKeysPaged", "[\"0x\",2,\"\(key)\",\(block)]")
                    #expect(next.contains("\"result\":["), "\(count) bytes")
                    let proof = try await ask(node, "state_getReadProof", "[[\"\(key)\"],\(block)]")
                    #expect(proof.contains("\"proof\":["), "\(count) bytes")
                    guard count > 0 else { continue }
                    let page = try await ask(node, "state_getKeysPaged", "[\"\(key)\",10,null,\(block)]")
                    #expect(page.hasSuffix("\"result\":[]}"), "\(count) bytes")
                }
            }
        }
    }

    @Test("answers stop growing at their limit, however little was asked")
    func longAnswers() async throws {
        try await withNode({ $0.limits.responseByteMaximum = 4 << 10 }) { node in
            let keys = try await ask(node, "state_getKeys", "[\"0x\"]")
            #expect(keys.contains("-32008") && keys.contains("--rpc-max-response-size"))
            let key = "\"0x" + String(repeating: "ab", count: 40) + "\""
            let list = "[[" + Array(repeating: key, count: 60_000).joined(separator: ",") + "]]"
            #expect(try await ask(node, "state_queryStorageAt", list).contains("-32008"))
            #expect(try await ask(node, "state_getMetadata").contains("-32008"))
            #expect(try await ask(node, "system_name").contains("myelin"))
        }
    }

    @Test("100 greedy subscribers lose their connections; blocks go on, and one who reads hears of every block")
    func greedySubscribers() async throws {
        let blockCount = 300
        try await withNode({ $0.limits.heldByteMaximum = 4 << 20 }) { node in
            let port = node.port
            let gate = AsyncStream<Never>.makeStream()
            // Twenty of each kind, a hundred times, for somebody who never looks.
            let greed = Array(
                (0..<20).map { id in
                    RawClient.frame(0x1, Array(request(id, "chain_subscribeNewHeads").utf8))
                        + RawClient.frame(0x1, Array(request(id, "chain_subscribeFinalizedHeads").utf8))
                }.joined())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await RawClient.webSocket(port) { client in
                            try await client.send(greed)
                            for await _ in gate.stream {}
                        }
                    }
                }
                defer { gate.continuation.finish() }
                let statistics = node.statistics
                try await eventually { statistics.subscriptionsOpen == 4_000 }
                async let heard = Self.heads(port, count: blockCount)
                try await eventually { statistics.subscriptionsOpen == 4_001 }
                for number in 1...blockCount {
                    try node.chain.makeBlock(at: UInt64(number) * 1_000)
                    #expect(statistics.bytesHeld <= 4 << 20)
                }
                #expect(try await heard == blockCount)
                #expect(statistics.refused(.memory) > 0)
                gate.continuation.finish()
                try await group.waitForAll()
                try await eventually { statistics.subscriptionsOpen == 0 && statistics.bytesHeld == 0 }
            }
            #expect(try await ask(node, "system_name").contains("myelin"))
        }
    }

    // How many heads of blocks a subscriber hears of who reads, `count` at most.
    private static func heads(_ port: Int, count: Int) async throws -> Int {
        try await RawClient.webSocket(port) { client in
            try await client.sendText(request(1, "chain_subscribeNewHeads"))
            var heads = 0
            while heads < count, let frame = try await client.frame(), frame.opcode == 1 {
                if frame.text.contains("chain_newHead") { heads += 1 }
            }
            return heads
        }
    }

    @Test("watching 60,000 keys costs blocks nothing, and its end leaves nothing")
    func widestWatch() async throws {
        try await withNode { node in
            let timestamp = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"
            let others = (0..<60_000).map { #""0x\#(String($0 + (1 << 20), radix: 16))""# }.joined(separator: ",")
            try await RawClient.webSocket(node.port) { client in
                try await client.sendText(request(1, "state_subscribeStorage", "[[\"\(timestamp)\",\(others)]]"))
                #expect(try await client.frame()?.text.contains("result") == true)
                #expect(try await client.frame()?.text.contains("state_storage") == true)
                #expect(node.statistics.bytesHeld > 60_000 * 100)
                try node.chain.makeBlock(at: 1_000)
                let update = try await client.frame()?.text ?? ""
                #expect(update.contains(timestamp) && update.utf8.count < 1_000)
            }
            try await eventually { node.statistics.bytesHeld == 0 }
        }
    }
}
