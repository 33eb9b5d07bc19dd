import Cryptography
import NIOCore
import NIOPosix
import Synchronization
import Testbed
import Testing

@testable import Neuron

/// Streamed answers over loopback sockets.
@Suite(.timeLimit(.minutes(2))) struct StreamingTests {
    private let hotkey = TestKey.make(1)
    private let sender = TestKey.make(2)

    /// What a handler did.
    private final class Record: Sendable {
        let sent = Mutex(0)
        let ends = Mutex(0)

        /// Chunks sent once their number has stopped growing.
        func settledCount() async throws -> Int {
            var last = -1
            var steady = 0
            while steady < 20 {
                let now = sent.withLock { $0 }
                steady = now == last ? steady + 1 : 0
                last = now
                try await Task.sleep(for: .milliseconds(10))
            }
            return last
        }

        func waitForEnd() async throws {
            while ends.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    private func withAxon(
        configuration: AxonConfiguration = AxonConfiguration(), route: AxonRoute? = nil, answerBytesMax: Int = 8 << 20,
        _ body: (AxonEndpoint, Dendrite) async throws -> Void
    ) async throws {
        let route = route ?? .streaming(Prompt.self, handler: Prompt.answer)
        let axon = try await Axon.start(
            hotkey: hotkey.address, verifier: Sr25519Verifier(), routes: [route], configuration: configuration)
        let dendrite = Dendrite(signer: sender, answerBytesMax: answerBytesMax)
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

    /// A route that sends large chunks until it cannot.
    private func endless(_ record: Record) -> AxonRoute {
        .streaming(Prompt.self) { prompt, _, stream in
            defer { record.ends.withLock { $0 += 1 } }
            let chunk = [UInt8](repeating: 0x2E, count: 1 << 16)
            for _ in 0..<100_000 {
                try await stream.send(chunk)
                record.sent.withLock { $0 += 1 }
            }
        }
    }

    private func collect(_ stream: DendriteStream<Prompt>) async -> (text: String, end: DendriteReply<Prompt>?) {
        var bytes: [UInt8] = []
        var end: DendriteReply<Prompt>?
        for await part in stream {
            #expect(end == nil, "nothing comes after the end")
            switch part {
            case .chunk(let chunk): bytes += chunk
            case .end(let reply): end = reply
            }
        }
        return (String(decoding: bytes, as: UTF8.self), end)
    }

    @Test("chunks arrive whole and in order, then the end with what the axon says about itself")
    func chunks() async throws {
        try await withAxon { endpoint, dendrite in
            for count in [0, 1, 3, 2_000] {
                let prompt = Prompt(text: "é\u{2028}", count: count)
                let (text, end) = await collect(dendrite.stream(endpoint, prompt))
                #expect(text == (0..<count).map { "é\u{2028} \($0);" }.joined())
                #expect(end?.status == 200 && end?.message == "Success" && end?.synapse == prompt)
                #expect(end?.axon.statusCode == 200 && end?.axon.hotkey == hotkey.address)
                #expect(end?.axon.processSeconds != nil)
            }
        }
    }

    @Test("a failure before the first chunk has its status; a later one is a broken body")
    func failures() async throws {
        try await withAxon { endpoint, dendrite in
            let early = await collect(dendrite.stream(endpoint, Prompt(text: "fails at once", count: 5)))
            #expect(early.text == "" && early.end?.status == 500 && early.end?.message == "Internal Server Error")
            #expect(early.end?.axon.statusCode == 500 && early.end?.synapse == nil)
            let late = await collect(dendrite.stream(endpoint, Prompt(text: "fails later", count: 5)))
            #expect("fails later 0;fails later 1;".hasPrefix(late.text))
            #expect(late.end?.status == 400 && late.end?.message == "Payload error")
            var wrong = endpoint
            wrong.hotkey = sender.address
            let stranger = await collect(dendrite.stream(wrong, Prompt(text: "x", count: 5)))
            #expect(stranger.text == "" && stranger.end?.status == 401)
            let unknown = await dendrite.query(endpoint, Echo(text: "x"))
            #expect(unknown.status == 404)
            wrong.port = 1
            #expect(await collect(dendrite.stream(wrong, Prompt(text: "x", count: 5))).end?.status == 503)
        }
    }

    @Test("a stream that takes too long ends with 408, and its handler is cancelled, whoever looks at the time")
    func timeout() async throws {
        let record = Record()
        let route = AxonRoute.streaming(Prompt.self) { prompt, _, stream in
            defer { record.ends.withLock { $0 += 1 } }
            try await stream.send("first")
            try await Task.sleep(for: .seconds(3_600))
        }
        try await withAxon(route: route) { endpoint, dendrite in
            let (text, end) = await collect(
                dendrite.stream(endpoint, Prompt(text: "x", count: 1), timeoutSeconds: 0.3))
            #expect(text == "first" && end?.status == 408)
            try await record.waitForEnd()
            // A body that stalls must not hold a caller either who wants it in one piece.
            let whole = await dendrite.query(endpoint, Prompt(text: "x", count: 1), timeoutSeconds: 0.3)
            #expect(whole.status == 408)
        }
        var configuration = AxonConfiguration()
        configuration.timeoutSecondsMax = 0.3
        try await withAxon(configuration: configuration, route: route) { endpoint, dendrite in
            let (text, end) = await collect(dendrite.stream(endpoint, Prompt(text: "x", count: 1)))
            #expect(text == "first" && end?.status == 400)
        }
        #expect(record.ends.withLock { $0 } == 3)
    }

    @Test("a caller that leaves the loop, or whose task is cancelled, ends the axon's work")
    func leaving() async throws {
        let record = Record()
        try await withAxon(route: endless(record)) { endpoint, dendrite in
            for await _ in dendrite.stream(endpoint, Prompt(text: "x", count: 1)) { break }
            try await record.waitForEnd()
            let reader = Task {
                var count = 0
                for await _ in dendrite.stream(endpoint, Prompt(text: "x", count: 1)) { count += 1 }
                return count
            }
            while record.sent.withLock({ $0 }) < 40 { try await Task.sleep(for: .milliseconds(5)) }
            reader.cancel()
            _ = await reader.value
            while record.ends.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test("a caller that leaves ends the work on a whole answer too")
    func leavingWhole() async throws {
        let record = Record()
        let route = AxonRoute.on(Echo.self) { echo, _ in
            record.sent.withLock { $0 += 1 }
            defer { record.ends.withLock { $0 += 1 } }
            try await Task.sleep(for: .seconds(3_600))
            return echo
        }
        try await withAxon(route: route) { endpoint, dendrite in
            let query = Task { await dendrite.query(endpoint, Echo(text: "x"), timeoutSeconds: 60) }
            while record.sent.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
            query.cancel()
            #expect(await query.value.status == 408)
            try await record.waitForEnd()
        }
    }

    @Test("who reads slowly holds the axon up, and who does not read at all is cut off")
    func backPressure() async throws {
        let record = Record()
        try await withAxon(route: endless(record), answerBytesMax: .max) { endpoint, dendrite in
            var parts = dendrite.stream(endpoint, Prompt(text: "x", count: 1), timeoutSeconds: 50).makeAsyncIterator()
            _ = await parts.next()
            let held = try await record.settledCount()
            for _ in 0..<500 { _ = await parts.next() }
            #expect(try await record.settledCount() > held, "it goes on when it is read")
            #expect(held < 1_000, "\(held) chunks of 64 KiB lie somewhere")
        }
        try await record.waitForEnd()

        let second = Record()
        var configuration = AxonConfiguration()
        configuration.bodySecondsMax = 1
        try await withAxon(configuration: configuration, route: endless(second), answerBytesMax: .max) {
            endpoint, dendrite in
            var parts = dendrite.stream(endpoint, Prompt(text: "x", count: 1), timeoutSeconds: 50).makeAsyncIterator()
            _ = await parts.next()
            try await second.waitForEnd()
        }
    }

    @Test("an answer larger than the dendrite takes is broken off")
    func bounded() async throws {
        let record = Record()
        try await withAxon(route: endless(record), answerBytesMax: 1_000_000) { endpoint, dendrite in
            let (text, end) = await collect(dendrite.stream(endpoint, Prompt(text: "x", count: 1)))
            #expect(text.utf8.count <= 1_000_000 && end?.status == 400)
            try await record.waitForEnd()
        }
    }

    @Test("fifty streams and fifty queries of one dendrite at the same time are all answered")
    func together() async throws {
        try await withAxon { endpoint, dendrite in
            let whole = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<50 {
                    group.addTask {
                        let prompt = Prompt(text: "n\(index)", count: 20, pause: 0.002)
                        let (text, end) = await self.collect(dendrite.stream(endpoint, prompt, timeoutSeconds: 60))
                        return end?.status == 200 && text == (0..<20).map { "n\(index) \($0);" }.joined()
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(whole == 50)
        }
        let echo = AxonRoute.on(Echo.self) { echo, _ in Echo(text: echo.text, answer: echo.text) }
        try await withAxon(route: echo) { endpoint, dendrite in
            let replies = await dendrite.queryAll(Array(repeating: endpoint, count: 200), Echo(text: "x"))
            #expect(replies.filter { $0.status == 200 }.count == 200, "\(Set(replies.map(\.message)))")
        }
    }

    @Test("times that are no times neither trap nor wait")
    func oddTimes() async throws {
        try await withAxon { endpoint, dendrite in
            for seconds in [0, -1, Double.nan, -Double.infinity] {
                let reply = await dendrite.query(endpoint, Echo(text: "x"), timeoutSeconds: seconds)
                #expect(reply.status == 408, "\(seconds): \(reply.message)")
            }
            for seconds in [1e300, Double.infinity] {
                let reply = await dendrite.query(endpoint, Echo(text: "x"), timeoutSeconds: seconds)
                #expect(reply.status == 404, "\(seconds): \(reply.message)")
            }
        }
    }
}
