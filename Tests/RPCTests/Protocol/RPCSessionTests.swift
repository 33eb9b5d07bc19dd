import Foundation
import RPC
import Synchronization
import Testing

/// A transport that remembers what it was told.
private final class RecordingTransport: RPCTransport {
    struct Log {
        var wakes = 0
        var reading: [Bool] = []
        var ends: [SessionEnd] = []
    }

    let log = Mutex(Log())

    let read = Mutex<[String]>([])
    let onWake = Mutex<(@Sendable () -> Void)?>(nil)

    func wakeWriter() {
        log.withLock { $0.wakes += 1 }
        onWake.withLock { $0 }?()
    }
    func setReading(_ isReading: Bool) { log.withLock { $0.reading.append(isReading) } }
    func close(_ reason: SessionEnd) { log.withLock { $0.ends.append(reason) } }
}

@Suite(.timeLimit(.minutes(1))) struct RPCSessionTests {
    private let transport = RecordingTransport()
    private let handler = ScriptedHandler()

    private func session(_ limits: RPCLimits = RPCLimits()) -> RPCSession {
        session(of: RPCService(handler: handler, limits: limits))
    }

    private func session(of service: RPCService) -> RPCSession {
        let context = ConnectionContext(id: 1, transport: .webSocket, peer: "test")
        return RPCSession(service: service, account: service.load.open(context), transport: transport)
    }

    private func send(_ text: String, to session: RPCSession) {
        session.receive(RequestQueue.Message(text: Array(text.utf8), isText: true))
    }

    private func request(_ id: Int, _ method: String, _ parameters: String = "[]") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(parameters)}"#
    }

    /// Waits until `count` texts came out.
    private func texts(_ count: Int, from session: RPCSession) async throws -> [String] {
        var texts: [String] = []
        while texts.count < count {
            texts += session.takeOutgoing(byteGoal: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
            try await Task.sleep(for: .milliseconds(1))
        }
        return texts
    }

    @Test("the id of a subscription comes before its first update, updates come in order, and none after the end")
    func subscription() async throws {
        let session = session()
        send(request(1, "chain_subscribeNewHeads"), to: session)
        let id = #""0x0000000100000001""#
        let note = #"{"jsonrpc":"2.0","method":"chain_newHead","params":{"subscription":\#(id),"result":"#
        #expect(
            try await texts(2, from: session) == [#"{"jsonrpc":"2.0","id":1,"result":\#(id)}"#, note + #""first"}}"#])
        for number in 0..<100 { handler.newHeads.publish(Array(String(number).utf8)) }
        #expect(try await texts(100, from: session) == (0..<100).map { note + "\($0)}}" })
        send(request(2, "chain_unsubscribeFinalizedHeads", "[\(id)]"), to: session)
        #expect(try await texts(1, from: session) == [#"{"jsonrpc":"2.0","id":2,"result":false}"#])
        send(request(3, "chain_unsubscribeNewHeads", "[\(id)]"), to: session)
        #expect(try await texts(1, from: session) == [#"{"jsonrpc":"2.0","id":3,"result":true}"#])
        #expect(handler.newHeads.count == 0)
        handler.newHeads.publish([0x31])
        #expect(session.takeOutgoing(byteGoal: 100).isEmpty)
    }

    @Test("the first value comes before those that are published while it is put together")
    func firstValue() async throws {
        let session = session()
        handler.first.withLock {
            $0 = { [handler] in
                handler.newHeads.publish([0x32])
                return [0x31]
            }
        }
        send(request(1, "chain_subscribeNewHeads"), to: session)
        let texts = try await texts(3, from: session)
        #expect(texts[1].hasSuffix("\"result\":1}}") && texts[2].hasSuffix("\"result\":2}}"))
        while handler.newHeads.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
        handler.newHeads.publish([0x33])
        #expect(try await self.texts(1, from: session)[0].hasSuffix("\"result\":3}}"))
    }

    @Test("in a batch, the batch's answer comes before every update")
    func batchedSubscription() async throws {
        let session = session()
        send("[\(request(1, "chain_subscribeNewHeads")),\(request(2, "system_name"))]", to: session)
        let texts = try await texts(2, from: session)
        #expect(texts[0].hasPrefix("[") && texts[0].contains("scripted") && texts[1].contains("first"))
    }

    @Test("a refused extrinsic leaves no subscription behind")
    func refused() async throws {
        var limits = RPCLimits()
        limits.subscriptionCountMaximum = 1
        let session = session(limits)
        for id in 1...3 {
            send(request(id, "author_submitAndWatchExtrinsic", "[\"0x00\"]"), to: session)
            let text = try await texts(1, from: session)[0]
            #expect(text.contains("Transaction is outdated"))
        }
        send(request(4, "author_submitAndWatchExtrinsic", "[\"0x02\"]"), to: session)
        #expect(try await texts(2, from: session).contains { $0.contains("ready") })
        send(request(5, "author_submitAndWatchExtrinsic", "[\"0x02\"]"), to: session)
        #expect(try await texts(1, from: session)[0].contains("-32006"))
        #expect(handler.calls.withLock { $0.count } == 4)
    }

    @Test("a source that finishes while it begins is stopped once")
    func finishAtOnce() async throws {
        let session = session()
        send(request(1, "author_submitAndWatchExtrinsic", "[\"0x01\"]"), to: session)
        _ = try await texts(2, from: session)
        while handler.stopped.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        session.end()
        #expect(handler.stopped.withLock { $0 } == 1)
    }

    @Test("the end of a connection stops every source, and a sink that is used later does nothing")
    func end() async throws {
        let session = session()
        for id in 1...5 { send(request(id, "author_submitAndWatchExtrinsic", "[\"0x02\"]"), to: session) }
        _ = try await texts(10, from: session)
        while handler.watched.withLock({ $0.count }) < 5 { try await Task.sleep(for: .milliseconds(1)) }
        session.end()
        // A source that was just beginning stops as soon as it has begun.
        while handler.stopped.withLock({ $0 }) < 5 { try await Task.sleep(for: .milliseconds(1)) }
        for sink in handler.watched.withLock({ $0 }) {
            sink.send([0x31])
            sink.finish()
        }
        #expect(handler.stopped.withLock { $0 } == 5)
        #expect(session.takeOutgoing(byteGoal: 100).isEmpty)
    }

    @Test("whoever has read the last update finds no subscription any more")
    func lastUpdate() async throws {
        let session = session()
        send(request(1, "author_submitAndWatchExtrinsic", "[\"0x02\"]"), to: session)
        let id = #""0x0000000100000001""#
        _ = try await texts(2, from: session)
        _ = session.takeOutgoing(byteGoal: 1)
        let unwatch = request(2, "author_unwatchExtrinsic", "[\(id)]")
        // A client that answers before the source has done another step.
        transport.onWake.withLock { onWake in
            onWake = { [transport] in
                transport.onWake.withLock { $0 = nil }
                session.receive(RequestQueue.Message(text: Array(unwatch.utf8), isText: true))
                while transport.read.withLock({ $0.count }) < 2 {
                    let texts = session.takeOutgoing(byteGoal: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
                    transport.read.withLock { $0 += texts }
                    usleep(1_000)
                }
            }
        }
        let sink = try #require(handler.watched.withLock { $0.first })
        Thread.detachNewThread { sink.finish(with: Array("\"finalized\"".utf8)) }
        while transport.read.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(transport.read.withLock { $0.first?.contains("finalized") } == true)
        #expect(transport.read.withLock { $0.last } == #"{"jsonrpc":"2.0","id":2,"result":false}"#)
        while handler.stopped.withLock({ $0 }) < 1 { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test("a client that does not read loses its connection once, and memory is let go")
    func slowConsumer() async throws {
        var limits = RPCLimits()
        limits.outgoingByteMaximum = 10_000
        let session = session(limits)
        send(request(1, "chain_subscribeNewHeads"), to: session)
        _ = try await texts(2, from: session)
        for _ in 0..<1_000 { handler.newHeads.publish([UInt8](repeating: 0x31, count: 100)) }
        #expect(transport.log.withLock { $0.ends } == [.slowConsumer])
        #expect(handler.newHeads.count == 0)
        #expect(session.takeOutgoing(byteGoal: 1 << 20).isEmpty)
    }

    @Test("answers that nobody reads stop the work and the reading, and reading them starts both again")
    func brake() async throws {
        var limits = RPCLimits()
        limits.outgoingByteMaximum = 100_000
        limits.requestsInFlightMaximum = 2
        let session = session(limits)
        let argument = String(repeating: "00", count: 2_000)
        for id in 1...200 { send(request(id, "state_call", "[\"a\",\"\(argument)\"]"), to: session) }
        while transport.log.withLock({ $0.reading.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
        #expect(transport.log.withLock { $0.reading.first } == false)
        #expect(try await texts(200, from: session).count == 200)
        while transport.log.withLock({ $0.reading.last }) == false { try await Task.sleep(for: .milliseconds(1)) }
        #expect(transport.log.withLock { $0.ends.isEmpty })
        #expect(handler.calls.withLock { $0.count } == 200)
    }

    @Test("text that is not UTF-8 ends the session, the same bytes as binary get a parse error")
    func invalidText() async throws {
        let session = session()
        session.receive(RequestQueue.Message(text: [0x22, 0xFF, 0x22], isText: false))
        #expect(try await texts(1, from: session)[0].contains("-32700"))
        #expect(transport.log.withLock { $0.ends.isEmpty })
        session.receive(RequestQueue.Message(text: [0x22, 0xFF, 0x22], isText: true))
        while transport.log.withLock({ $0.ends.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
        #expect(transport.log.withLock { $0.ends } == [.invalidText])
    }
}
