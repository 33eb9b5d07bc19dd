import Cryptography
import Foundation
import Synchronization
import Testbed
import Testing

@testable import Neuron

/// The class `Bag` of the Python script, field by field as Python writes them.
private struct Bag: Synapse {
    static let name = "Bag"
    static let hashedFields = ["ratio", "tiny", "count", "maybe", "inner", "matrix", "table", "data"]
    static let requiredFields = ["ratio", "tiny", "count", "matrix", "table"]

    var fields: [PythonValue.Member]

    init(ratio: Double) {
        fields = [
            .init("ratio", .float(ratio)), .init("tiny", .float(2.5e-7)), .init("count", .integer(3)),
            .init("maybe", .none),
            .init("inner", .dictionary([.init("label", .text("\"")), .init("weights", .list([.float(1)]))])),
            .init("matrix", .list([.list([.float(0.5)])])), .init("table", .dictionary([.init("a", .none)])),
            .init("data", .text("AP8=")), .init("answer", .none),
        ]
    }

    init(fields: PythonValue) throws(SynapseError) {
        self.fields = (Self.hashedFields + ["answer"]).map { .init($0, fields[$0] ?? .none) }
    }

    /// What the Python script's handler answers.
    func answered() -> Bag {
        let values = PythonValue.dictionary(fields)
        let label = values["inner"]?["label"]?.str ?? ""
        let answer = "\(label) \(values["ratio"]?.str ?? "") \(values["matrix"]?.list?.count ?? 0)"
        var bag = self
        bag.fields[bag.fields.count - 1].value = .text(answer)
        return bag
    }
}

/// Its field is a list of tuples in Python.
private struct Pairs: Synapse, Codable {
    static let name = "Pairs"
    static let hashedFields = ["pairs", "one"]
    static let requiredFields = ["pairs"]

    var pairs: [[Int]]
    var one = [1]

    static func hashedValue(of name: String, in fields: PythonValue) -> PythonValue {
        let elements = fields[name]?.list ?? []
        return name == "one" ? .tuple(elements) : .list(elements.map { .tuple($0.list ?? []) })
    }
}

private struct Slow: Synapse, Codable {
    static let name = "Slow"
    static let requiredFields = ["seconds"]

    var seconds: Double

    // JSON does not tell a whole number from a fractional one; the field is one of the latter.
    static let hashedFields = ["seconds"]
    var fields: [PythonValue.Member] { [.init("seconds", .float(seconds))] }
}

private struct Failing: Synapse, Codable {
    static let name = "Failing"
    var text = ""
}

private struct Forbidden: Synapse, Codable {
    static let name = "Forbidden"
    var text = ""
}

private struct Binary: Synapse, Codable {
    static let name = "Binary"
    var data = ""
}

private struct Ping: Synapse, Codable {
    static let name = "Synapse"
}

private struct Ledger: Synapse, Codable {
    static let name = "Ledger"
    var cut: Int?
    var sent: Int?
}

/// Every case is run by a dendrite of `bittensor` 10.5.0 with the axon under test and with one of its own, and by the
/// dendrite under test with both; what differs is listed here, with the reason.
@Suite(
    .enabled(if: PythonPeer.isAvailable, PythonPeer.remedy), .timeLimit(.minutes(5)))
struct PeerTests {
    private let hotkey = TestKey.make(1)

    private func startAxon() async throws -> Axon {
        let ledger = Counts()
        var configuration = AxonConfiguration()
        configuration.bodyBytesMax = 2_000_000
        return try await Axon.start(
            hotkey: hotkey.address, verifier: Sr25519Verifier(),
            routes: [
                .on(Bag.self) { bag, _ in bag.answered() },
                .on(Pairs.self) { pairs, _ in Pairs(pairs: pairs.pairs.reversed()) },
                .streaming(Prompt.self) { prompt, caller, stream in
                    var isWhole = false
                    defer { if !isWhole { ledger.cut() } }
                    if prompt.text == "fails at once" { throw Prompt.AsAsked() }
                    for index in 0..<prompt.count {
                        if prompt.text == "fails later", index == 2 { throw Prompt.AsAsked() }
                        if let pause = prompt.pause, pause > 0 { try await Task.sleep(for: .seconds(pause)) }
                        try await stream.send("\(prompt.text) \(index);")
                        ledger.sent()
                    }
                    isWhole = true
                },
                .on(Slow.self) { slow, _ in
                    try await Task.sleep(for: .seconds(slow.seconds))
                    return slow
                },
                .on(Failing.self) { _, _ in throw Prompt.AsAsked() },
                .on(Binary.self) { binary, _ in binary },
                .on(Ledger.self) { _, _ in ledger.read },
                .on(Forbidden.self) { forbidden, _ in forbidden },
            ],
            configuration: configuration, blacklist: { $0.synapseName == "Forbidden" ? "not you" : nil })
    }

    /// What the axon counts of its streams.
    private final class Counts: Sendable {
        private let counts = Mutex((cut: 0, sent: 0))

        func cut() { counts.withLock { $0.cut += 1 } }
        func sent() { counts.withLock { $0.sent += 1 } }
        var read: Ledger { counts.withLock { Ledger(cut: $0.cut, sent: $0.sent) } }
    }

    @Test("both implementations answer and ask alike, streams, errors and fields of every kind")
    func matrix() async throws {
        let axon = try await startAxon()
        let peer = try PythonPeer(
            script: "peers.py",
            arguments: ["\(axon.port)", hotkey.address, "0x" + String(repeating: "03", count: 32)])
        var cases: [String: [String: PythonValue]] = [:]
        var reference: AxonEndpoint?
        for await line in peer.lines {
            if line["event"]?.text == "case" {
                cases[line["case"]?.text ?? "", default: [:]][line["peer"]?.text ?? ""] = line
            } else if line["event"]?.text == "serving" {
                reference = AxonEndpoint(
                    ip: "127.0.0.1", port: UInt16(line["port"]?.integer ?? 0), hotkey: line["hotkey"]?.text ?? "")
                break
            }
        }
        let target = try #require(reference, "the script ended early")
        checkAnswers(cases)
        let own = AxonEndpoint(ip: "127.0.0.1", port: UInt16(axon.port), hotkey: hotkey.address)
        try await checkQueries(own: own, reference: target)
        peer.stop()
        await axon.stop()
        print("peers: \(cases.count) cases of a Python dendrite with two axons, 15 of this one with both")
    }

    /// Statuses that differ, as (axon under test, reference); all others have to be equal.
    private static let differences: [String: (ours: Int64, reference: Int64, reason: String)] = [
        "too large": (413, 200, "the reference takes bodies of any size"),
        "stream that fails at once": (500, 422, "the reference breaks the connection instead of answering"),
        "stream that fails later": (400, 200, "the reference ends a failed stream as if it were whole"),
    ]

    private func checkAnswers(_ cases: [String: [String: PythonValue]]) {
        #expect(cases.count == 27)
        for (name, lines) in cases.sorted(by: { $0.key < $1.key }) {
            guard let ours = lines["ours"], let reference = lines["reference"] else {
                Issue.record("\(name): only \(lines.keys.sorted())")
                continue
            }
            if let difference = Self.differences[name] {
                #expect(ours["status"]?.integer == difference.ours, "\(name)")
                // How its broken connection looks to the client depends on the moment.
                #expect(reference["status"]?.integer != difference.ours, "\(name): \(difference.reason) no longer")
                continue
            }
            for field in [
                "status", "text", "axon", "hotkey", "timed", "answer", "inner", "count", "pairs", "statuses", "size",
            ] {
                #expect(ours[field] == reference[field], "\(name): \(field)")
            }
            if name != "forged", let message = ours["message"]?.text, let other = reference["message"]?.text {
                // Refusals of ours are shorter: no identifiers, signed messages or durations. Only of a body that is
                // not the one signed the reference says nothing.
                #expect(other.hasPrefix(message), "\(name): '\(message)' against '\(other)'")
            }
        }
        for name in ["fifty at once", "fifty streams at once"] {
            #expect(cases[name]?["ours"]?["answered"]?.integer == 50, "\(name)")
        }
        // The reference goes on with a stream that nobody reads any more.
        #expect(cases["cancelled"]?["ours"]?["cut"]?.integer == 1)
        #expect(cases["slow reader"]?["ours"]?["held"] == .bool(true))
    }

    private func checkQueries(own: AxonEndpoint, reference: AxonEndpoint) async throws {
        let dendrite = Dendrite(signer: TestKey.make(4))
        for (name, endpoint) in [("own", own), ("reference", reference)] {
            func expect(_ status: Int, _ reply: (status: Int, message: String), _ what: String) {
                #expect(reply.status == status, "\(name), \(what): \(reply.message)")
            }
            func plain(_ synapse: some Synapse, timeout: Double = 12) async -> (status: Int, message: String) {
                let reply = await dendrite.query(endpoint, synapse, timeoutSeconds: timeout)
                return (reply.status, reply.message)
            }
            expect(200, await plain(Ping()), "ping")
            expect(404, await plain(Echo(text: "x")), "unknown")
            expect(403, await plain(Forbidden()), "blacklisted")
            expect(500, await plain(Failing()), "failing")
            expect(408, await plain(Slow(seconds: 30), timeout: 0.4), "slow")
            let bag = await dendrite.query(endpoint, Bag(ratio: 1e22))
            let answer = bag.synapse.flatMap { PythonValue.dictionary($0.fields)["answer"]?.text }
            #expect(answer == "\" 1e+22 1", "\(name): \(bag.message)")

            let pairs = await dendrite.query(endpoint, Pairs(pairs: [[1, 2], [], [3]]))
            #expect(pairs.synapse?.pairs == [[3], [], [1, 2]], "\(name): \(pairs.message)")

            let whole = await stream(dendrite, endpoint, Prompt(text: "é", count: 5, pause: 0.01))
            expect(200, whole.end, "stream")
            #expect(whole.text == "é 0;é 1;é 2;é 3;é 4;", "\(name)")
            let word = String(repeating: "x", count: 2_000)
            let long = await stream(dendrite, endpoint, Prompt(text: word, count: 500))
            expect(200, long.end, "long stream")
            let expected = (0..<500).map { "\(word) \($0);" }.joined()
            #expect(long.text == expected, "\(name)")
            let late = await stream(
                dendrite, endpoint, Prompt(text: "s", count: 10_000, pause: 0.05), timeout: 0.4)
            expect(408, late.end, "stream out of time")
            var wrong = endpoint
            wrong.hotkey = TestKey.make(9).address
            expect(401, await stream(dendrite, wrong, Prompt(text: "x", count: 1)).end, "stream of a stranger")

            let replies = await dendrite.queryAll(Array(repeating: endpoint, count: 50), Slow(seconds: 0.1))
            #expect(replies.filter { $0.status == 200 }.count == 50, "\(name): \(Set(replies.map(\.message)))")

            for await part in dendrite.stream(endpoint, Prompt(text: "left", count: 1_000_000, pause: 0.01)) {
                if case .chunk = part { break }
            }
            expect(200, await plain(Slow(seconds: 0)), "after a stream that was left")
        }
        await dendrite.shutdown()
    }

    private func stream(
        _ dendrite: Dendrite, _ endpoint: AxonEndpoint, _ prompt: Prompt, timeout: Double = 20
    ) async -> (text: String, end: (status: Int, message: String)) {
        var bytes: [UInt8] = []
        var end = (status: 0, message: "no end")
        for await part in dendrite.stream(endpoint, prompt, timeoutSeconds: timeout) {
            switch part {
            case .chunk(let chunk): bytes += chunk
            case .end(let reply): end = (reply.status, reply.message)
            }
        }
        return (String(decoding: bytes, as: UTF8.self), end)
    }
}
