import JSON
import Primitives
import Synchronization
import Testing

@testable import Client

@Suite("A connection over loopback")
struct ConnectionTests {
    @Test("a thousand requests of many tasks share one socket and are answered in any order")
    func pipelining() async throws {
        let held = Mutex<[JSONValue]>([])
        let node = try await ScriptedNode.start { request, peer in
            // Ten are held back and answered in reverse.
            let batch = held.withLock { held -> [JSONValue] in
                held.append(request)
                guard held.count == 10 else { return [] }
                defer { held = [] }
                return held.reversed()
            }
            for request in batch { peer.answer(request, request["params"] ?? .null) }
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let wrong = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<1_000 {
                group.addTask {
                    let expected = JSONValue.array([.integer(Int128(number))])
                    return await outcome { () async throws(ClientError) in
                        try await connection.call("echo", [.integer(Int128(number))])
                    } != .success(expected)
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wrong == 0)
        #expect(connection.generation == 1)
        await node.stop()
    }

    @Test("a batch comes back in its own order, errors in their places")
    func batch() async throws {
        let node = try await ScriptedNode.start { request, peer in
            guard case .array(let requests) = request else { return }
            let answers = requests.reversed().map { one -> String in
                if one["method"] == .string("bad") {
                    return ScriptedNode.text(
                        .object([
                            JSONMember("id", one["id"] ?? .null),
                            JSONMember(
                                "error",
                                .object([JSONMember("code", .integer(-1)), JSONMember("message", .string("no"))])),
                        ]))
                }
                return ScriptedNode.answer(one, one["params"] ?? .null)
            }
            peer.send("[" + answers.joined(separator: ",") + "]")
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let outcomes = try await connection.call(batch: [
            RPCRequest("a", [.integer(1)]), RPCRequest("bad"), RPCRequest("c", [.integer(3)]),
        ])
        #expect(
            outcomes == [
                .success(.array([.integer(1)])), .failure(.rpc(code: -1, message: "no", data: nil)),
                .success(.array([.integer(3)])),
            ])
        await node.stop()
    }

    @Test("a node that does not answer is given up at the deadline, and its late answer is dropped")
    func deadline() async throws {
        let held = Mutex<(JSONValue, ScriptedNode.Peer)?>(nil)
        let node = try await ScriptedNode.start { request, peer in
            if request["method"] == .string("slow") {
                held.withLock { $0 = (request, peer) }
            } else {
                if let (late, peer) = held.withLock({ $0 }) { peer.answer(late, .string("late")) }
                peer.answer(request, .string("in time"))
            }
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let error = await failure { () async throws(ClientError) in
            try await connection.call("slow", timeout: .milliseconds(100))
        }
        guard case .timedOut(let request, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(request == "slow")
        let answer = try await connection.call("fast")
        #expect(answer == .string("in time"))
        await node.stop()
    }

    @Test("a cancelled task stops waiting")
    func cancellation() async throws {
        let (asked, continuation) = AsyncStream.makeStream(of: Void.self)
        let node = try await ScriptedNode.start { _, _ in continuation.yield() }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let task = Task {
            await failure { () async throws(ClientError) in try await connection.call("never", timeout: .seconds(600)) }
        }
        for await _ in asked { break }
        task.cancel()
        #expect(await task.value == .cancelled)
        await node.stop()
    }

    @Test("reads survive a node that hangs up, on a new connection")
    func reconnection() async throws {
        let node = try await ScriptedNode.start { request, peer in
            if peer.number < 2 { peer.die() } else { peer.answer(request, .integer(Int128(peer.number))) }
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let answer = try await connection.call("read")
        #expect(answer == .integer(2))
        #expect(connection.generation == 3)
        await node.stop()
    }

    @Test("an extrinsic is sent once, even when the node hangs up on it")
    func neverTwice() async throws {
        let sent = ConnectionCounter()
        let node = try await ScriptedNode.start { _, peer in
            _ = sent.next()
            peer.die()
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let error = await failure { () async throws(ClientError) in
            try await connection.call("author_submitExtrinsic", [.string("0x00")])
        }
        guard case .closed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(sent.value == 1)
        await node.stop()
    }

    @Test("what is no JSON ends the connection with a reason")
    func malformed() async throws {
        let node = try await ScriptedNode.start { _, peer in peer.send("{\"id\":1,") }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let error = await failure { () async throws(ClientError) in
            try await connection.call("read", isRepeated: false)
        }
        guard case .closed(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("no JSON"))
        await node.stop()
    }

    @Test("updates arrive in order, a reader who leaves ends the subscription")
    func subscription() async throws {
        let (ended, continuation) = AsyncStream.makeStream(of: JSONValue.self)
        let node = try await ScriptedNode.start { request, peer in
            if request["method"] == .string("end") {
                continuation.yield(request["params"] ?? .null)
            } else {
                // The first update overtakes the answer.
                peer.push(.string("0x7"), .integer(0))
                peer.answer(request, .string("0x7"))
                for number in 1..<50 as Range<Int128> { peer.push(.string("0x7"), .integer(number)) }
            }
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        var seen: [JSONValue] = []
        for try await update in try await connection.subscribe("begin", unsubscribe: "end") {
            seen.append(update)
            if seen.count == 50 { break }
        }
        #expect(seen == (0..<50).map { .integer($0) })
        for await parameters in ended {
            #expect(parameters == .array([.string("0x7")]))
            break
        }
        await node.stop()
    }

    @Test("a reader who does not keep up loses the subscription, not the connection")
    func backlog() async throws {
        let node = try await ScriptedNode.start { request, peer in
            peer.answer(request, .string("0x7"))
            if request["method"] == .string("begin") {
                for number in 0..<100 as Range<Int128> { peer.push(.string("0x7"), .integer(number)) }
            }
        }
        let connection = try await ChainConnection.open(
            to: node.endpoint, configuration: .test { $0.updateBacklogMaximum = 10 })
        let updates = try await connection.subscribe("begin", unsubscribe: "end")
        // The answer to this comes after all hundred updates.
        _ = try await connection.call("barrier")
        var seen = 0
        let error = await failure { () async throws(ClientError) in
            var iterator = updates.makeAsyncIterator()
            while try await iterator.next() != nil { seen += 1 }
        }
        #expect(error == .backlog(limit: 10))
        #expect(seen == 10)
        #expect(connection.generation == 1)
        await node.stop()
    }

    @Test("a subscription hears when the node dies")
    func subscriptionOfTheDead() async throws {
        let node = try await ScriptedNode.start { request, peer in
            peer.answer(request, .integer(1))
            peer.push(.integer(1), .bool(true))
            peer.die()
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        let error = await failure { () async throws(ClientError) in
            let updates = try await connection.subscribe("begin", unsubscribe: "end")
            var iterator = updates.makeAsyncIterator()
            while try await iterator.next() != nil {}
        }
        guard case .closed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await node.stop()
    }

    @Test("nobody there is said at once, and patience finds a node that starts late")
    func unreachable() async throws {
        let gone = try await ScriptedNode.start { _, _ in }
        await gone.stop()
        let error = await failure { () async throws(ClientError) in
            try await ChainConnection.open(to: gone.endpoint, configuration: .test())
        }
        guard case .unreachable? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        async let patient = ChainConnection.open(
            to: gone.endpoint, configuration: .test { $0.patience = .seconds(20) })
        let node = try await ScriptedNode.start(port: gone.port) { request, peer in peer.answer(request, .bool(true)) }
        let answer = try await patient.call("read")
        #expect(answer == .bool(true))
        await node.stop()
    }

    @Test("a connection that comes back to another chain is refused")
    func otherChain() async throws {
        let node = try await ScriptedNode.start { request, peer in
            guard request["method"] == .string("chain_getBlockHash") else { return peer.die() }
            peer.answer(request, .string("0x" + String(repeating: "2", count: 64)))
        }
        let connection = try await ChainConnection.open(to: node.endpoint, configuration: .test())
        connection.pin(.zero)
        let error = await failure { () async throws(ClientError) in try await connection.call("read") }
        guard case .otherChain(let expected, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(expected == .zero)
        await node.stop()
    }
}
