import Cryptography
import Foundation
import Subnets
import Testbed
import Testing

@testable import Neuron

/// The class `Rich` of the Python script: one field of every kind, all of them hashed.
private struct Rich: Synapse {
    static let name = "Rich"
    static let hashedFields = ["text", "count", "ratio", "flag", "nested", "table", "maybe"]
    static let requiredFields = ["text", "count", "ratio", "flag", "nested", "table"]

    var fields: [PythonValue.Member]

    /// The values that the script sends, with another text.
    init(text: String) {
        fields = [
            .init("text", .text(text)), .init("count", .integer(-7)), .init("ratio", .float(1)),
            .init("flag", .bool(true)),
            .init(
                "nested",
                .list([
                    .list([.text("it's"), .text("say \"hi\"")]), .list([]), .list([.text("é\u{A0}\n")]),
                    .list([.integer(1), .float(2.5e-7), .none]),
                ])),
            .init(
                "table",
                .dictionary([
                    .init("zeta", .integer(1)),
                    .init("alpha", .list([.bool(false), .dictionary([.init("x", .float(1e16))])])),
                ])),
            .init("maybe", .none), .init("answer", .none),
        ]
    }

    init(fields: PythonValue) throws(SynapseError) {
        self.fields = (Self.hashedFields + ["answer"]).map { .init($0, fields[$0] ?? .none) }
    }

    func value(_ name: String) -> PythonValue { PythonValue.dictionary(fields)[name] ?? .none }
}

@Suite(
    .enabled(
        if: PythonPeer.isAvailable,
        PythonPeer.remedy
    ))
struct InteroperabilityTests {
    private func names(_ value: PythonValue?) -> Set<String> { Set((value?.list ?? []).compactMap(\.text)) }

    @Test("the reference implementation and this one ask and answer each other, header by header")
    func bothWays() async throws {
        let hotkey = TestKey.make(1)
        var random = SeededRandom(seed: 1)
        let text = (0..<4_000).map { _ in "w\(Int.random(in: 0..<90, using: &random))x" }
        let documents = (0..<40).map { LanguageDocument(name: "\($0)", tokens: Array(text[$0 * 100..<$0 * 100 + 100])) }
        let miner = LanguageMiner(.bigram, corpus: LanguageCorpus(documents: documents))
        let rich = AxonRoute.on(Rich.self) { request, _ in
            var answer = request
            answer.fields.removeAll { $0.name == "answer" }
            answer.fields.append(.init("answer", .text(request.value("text").str.uppercased())))
            return answer
        }
        let axon = try await Axon.start(
            hotkey: hotkey.address, verifier: Sr25519Verifier(), routes: [rich, miner.route])
        let script = try PythonPeer(
            script: "interoperate.py",
            arguments: ["\(axon.port)", hotkey.address, "0x" + String(repeating: "03", count: 32)])
        var lines = script.lines.makeAsyncIterator()

        var replies: [String: PythonValue] = [:]
        var reference: PythonValue?
        var endpoint: AxonEndpoint?
        while endpoint == nil, let line = await lines.next() {
            switch line["event"]?.text {
            case "reply": replies[line["case"]?.text ?? ""] = line
            case "request": reference = reference ?? line
            case "serving":
                endpoint = AxonEndpoint(
                    ip: "127.0.0.1", port: UInt16(line["port"]?.integer ?? 0), hotkey: line["hotkey"]?.text ?? "")
            default: break
            }
        }
        checkReplies(replies, axonHotkey: hotkey.address)

        let dendrite = Dendrite(signer: TestKey.make(4))
        let target = try #require(endpoint)
        let reply = await dendrite.query(target, Rich(text: "from swift"))
        #expect(reply.status == 200 && reply.synapse?.value("answer") == .text("FROM SWIFT"), "\(reply.message)")
        let request = try #require(await lines.next())
        #expect(names(request["headers"]) == names(reference?["headers"]))
        #expect(names(request["body"]) == names(reference?["body"]))
        #expect(names(request["terminal"]) == names(reference?["terminal"]))
        for name in names(request["headers"]) where name.hasPrefix("bt_header_input_obj") {
            #expect(request["values"]?[name] == reference?["values"]?[name], "\(name)")
        }
        for name in ["name", "timeout", "bt_header_dendrite_version", "bt_header_axon_ip"] {
            #expect(request["values"]?[name] == reference?["values"]?[name], "\(name)")
        }

        var wrong = target
        wrong.hotkey = hotkey.address
        let refused = await dendrite.query(wrong, Rich(text: "refused"))
        #expect(refused.status == 401 && refused.message.hasPrefix("Not Verified with error: Signature mismatch"))
        let unknown = await dendrite.query(target, Echo(text: "x"))
        #expect(unknown.status == 404 && unknown.message.hasPrefix("Synapse name 'Echo' not found."))

        await dendrite.shutdown()
        script.stop()
        await axon.stop()
        print("interoperability with bittensor 10.5.0: \(replies.count) requests from it, 3 to it")
    }

    /// What the reference implementation's dendrite got from the axon under test.
    private func checkReplies(_ replies: [String: PythonValue], axonHotkey: String) {
        func status(_ name: String) -> Int64? { replies[name]?["status"]?.integer }
        func message(_ name: String) -> String? { replies[name]?["message"]?.text }
        func response(_ name: String) -> PythonValue? { replies[name]?["response"] }

        #expect(replies["reference"]?["answer"] == .text("REFERENCE"))
        #expect(status("answer") == 200 && message("answer") == "Success")
        #expect(replies["answer"]?["answer"] == .text("SWIFT"))
        #expect(replies["answer"]?["axon_hotkey"] == .text(axonHotkey))
        #expect(replies["second answer"]?["answer"] == .text("AGAIN"))
        #expect(names(response("answer")?["headers"]) == names(response("reference")?["headers"]))
        #expect(names(response("answer")?["body"]) == names(response("reference")?["body"]))

        #expect(status("wrong receiver") == 401)
        #expect(message("wrong receiver") == "Not Verified with error: Signature mismatch")
        // Refusals are shorter than the reference's, but say nothing that those do not say.
        let refusalNames = names(response("wrong receiver")?["headers"])
        let referenceNames = names(response("reference refusal")?["headers"])
        #expect(!refusalNames.isEmpty && refusalNames.isSubset(of: referenceNames))
        #expect(names(response("wrong receiver")?["body"]) == names(response("reference refusal")?["body"]))
        #expect(status("unknown synapse") == 404)
        #expect(
            message("unknown synapse")
                == "Synapse name 'Unserved' not found. Available synapses ['Synapse', 'Rich', 'NextToken']")
        #expect(status("forged body") == 500)

        #expect(status("language") == 200)
        let predictions = replies["language"]?["predictions"]?.list ?? []
        #expect(predictions.count == 2)
        #expect(predictions.allSatisfy { ($0["tokens"]?.list?.count ?? 0) > 10 })
    }
}
