import Foundation
import Testing

@Suite("Starting and stopping a node", .serialized, .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct StartAndStopTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-start-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// A start that must fail, with one sentence.
    private func refusal(_ arguments: [String]) throws -> String {
        let (status, output) = try NodeProcess.run(["node", "--dev"] + arguments)
        #expect(status != 0, "\(arguments)")
        let lines = output.split(separator: "\n").filter { $0.hasPrefix("Error: ") }
        #expect(lines.count == 1, "\(output)")
        for word in ["(Chain.", "StoreError", "NodeError", "IOError", "nil"] {
            #expect(!output.contains(word), "\(output)")
        }
        return output
    }

    @Test("a file of somebody else's is left as it is, and said to be")
    func foreign() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let file = URL(filePath: folder).appending(path: "data.mdb")
            let content = Data(repeating: 0x5A, count: 20_000)
            try content.write(to: file)
            let text = try refusal(["--port", "0", "--data", folder])
            #expect(text.contains(folder) && text.contains("--data"))
            #expect(try Data(contentsOf: file) == content)
        }
    }

    @Test("a truncated store is refused and not touched")
    func truncated() async throws {
        try await withFolder { folder in
            let node = try await NodeProcess(["--data", folder, "--seal", "interval:20"])
            while try await node.client.head().number < 5 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await node.end(SIGTERM)?.status == 0)
            let file = URL(filePath: folder).appending(path: "data.mdb")
            // The file grows by large steps, so that its end may be empty: what is cut off here is not.
            try Data(contentsOf: file).prefix(65_536).write(to: file)
            let text = try refusal(["--port", "0", "--data", folder, "--seal", "interval:20"])
            #expect(text.contains("incomplete") && text.contains("--data"))
            try Data().write(to: file)
            #expect(try refusal(["--port", "0", "--data", folder, "--seal", "interval:20"]).contains("incomplete"))
        }
    }

    @Test("a chain that began otherwise, and a directory that cannot be, are refused with a remedy")
    func otherGenesis() async throws {
        try await withFolder { folder in
            let node = try await NodeProcess(["--data", folder])
            let second = try refusal(["--port", "0", "--data", folder])
            #expect(second.contains("in use by another node") && second.contains("--data"))
            let taken = try refusal(["--port", "\(node.port)"])
            #expect(taken.contains("\(node.port)") && taken.contains("--port"))
            #expect(await node.client.isUp(), "neither disturbed the node")
            #expect(try await node.end(SIGINT, within: .seconds(5))?.status == 0)
        }
        #expect(try refusal(["--port", "0", "--data", "/proc/nowhere"]).contains("--data"))
    }

    @Test("SIGTERM and SIGINT end a busy node cleanly within five seconds", arguments: [SIGTERM, SIGINT])
    func signals(_ signal: Int32) async throws {
        let node = try await NodeProcess(["--seal", "interval:20"])
        print("start to first answer: \(node.startTime)")
        let end = try await node.end(signal, within: .seconds(5))
        #expect(end?.status == 0 && end?.bySignal == false)
    }

    @Test("malformed, oversized and unknown requests get their errors, and the node stays up")
    func hostile() async throws {
        let node = try await NodeProcess([])
        let client = node.client
        for text in [
            "{", "", "[", "null", "[]", "\u{0}", "{\"jsonrpc\":\"2.0\"}", String(repeating: "[", count: 100_000),
        ] {
            let answer = try await client.post(Data(text.utf8))
            #expect(String(decoding: answer.body, as: UTF8.self).contains("\"error\"") || answer.status >= 400)
        }
        let large = try? await client.post(Data(repeating: 0x20, count: 20 << 20))
        #expect(large == nil || large?.status == 413)
        for (method, parameters, code) in [
            ("nope", [], -32601), ("author_submitExtrinsic", ["0x010203"], 1001), ("state_getStorage", [], -32602),
            ("state_call", ["Nope_nothing", "0x"], 4003), ("author_submitAndWatchExtrinsic", ["0x"], -32601),
        ] as [(String, [Any], Int)] {
            let error = try await client.response(method, parameters)["error"] as? [String: Any]
            #expect(error?["code"] as? Int == code, "\(method)")
        }
        #expect(await client.isUp() && node.isRunning)
        #expect(try await node.end(SIGTERM)?.status == 0)
    }
}
