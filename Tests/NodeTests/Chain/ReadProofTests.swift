import Foundation
import JSON
import Primitives
import RPC
import StateStore
import Testbed
import Testing

/// `state_getReadProof`, checked by a program that shares no code with the node.
@Suite("Read proofs over RPC", .timeLimit(.minutes(2)))
struct ReadProofTests {
    private static let python = "/usr/bin/python3"

    @Test("proofs of kept blocks show every value and every absence, and none that was tampered with is taken")
    func proofs() async throws {
        guard FileManager.default.isExecutableFile(atPath: Self.python) else {
            print("read proofs: skipped, there is no \(Self.python)")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-node-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let seed: UInt64 = 20_263
        let chain = try await RememberedChain(folder, history: .blocks(20), seed: seed)
        try await chain.makeBlocks(30)
        var random = SeededRandom(seed: seed + 1)
        var cases: [String] = []
        for block in chain.blocks.suffix(20) {
            for count in [1, 2, 20] {
                cases.append(try await proofCase(block, chain, keys(count, of: block, &random)))
            }
        }
        let last = try #require(chain.blocks.last)
        cases.append(try await proofCase(last, chain, []))
        cases.append(try await proofCase(last, chain, Array(last.sortedKeys.prefix(1_000))))
        await chain.stop()
        let input = cases.joined(separator: "\n") + "\n"
        let (status, output) = try await Task.detached { try Self.check(input) }.value
        #expect(status == 0, "seed \(seed)")
        print("read proofs: \(output)", terminator: "")
        let counts = try JSONReader.read(Array(output.utf8))
        #expect(counts["proofs"] == .integer(Int128(cases.count)))
    }

    @Test("as many keys as documented are proved, one more is refused, and proofs of child tries are not served")
    func limits() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-node-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let chain = try await RememberedChain(folder, history: .standard, seed: 1)
        try await chain.makeBlocks(1)
        let keys = (0...1_000).map { "\"0x\(String(0x10000 + $0, radix: 16).dropFirst())\"" }
        try await chain.ask { client in
            let most = keys.dropLast().joined(separator: ",")
            #expect(try await client.result("state_getReadProof", "[[\(most)]]")["at"] == .string(chain.blocks[0].hash))
            let refusal = try await client.failure("state_getReadProof", "[[\(keys.joined(separator: ","))]]")
            #expect(refusal.contains("at most 1000 storage keys"))
            let child = try await client.failure("state_getChildReadProof", "[\"0x01\",[\"0x01\"]]")
            #expect(child.hasPrefix("Method not found"))
        }
        await chain.stop()
    }

    /// Keys of a state and keys that are not in it: far away, just before, inside and behind the present ones.
    private func keys(
        _ count: Int, of block: RememberedChain.Block, _ random: inout SeededRandom
    ) -> [[UInt8]] {
        (0..<count).map { _ in
            let key = block.sortedKeys[Int.random(in: 0..<block.sortedKeys.count, using: &random)]
            switch Int.random(in: 0..<8, using: &random) {
            case 0: return random.bytes(Int.random(in: 0..<40, using: &random))
            case 1: return Array(key.dropLast())
            case 2: return key + random.bytes(1)
            case 3: return key.dropLast() + [(key.last ?? 0) ^ 1 << UInt8.random(in: 0..<8, using: &random)]
            default: return key
            }
        }
    }

    /// What the checker is to check: the proof as served, and what the state held when the block was the latest.
    private func proofCase(
        _ block: RememberedChain.Block, _ chain: RememberedChain, _ keys: [[UInt8]]
    ) async throws -> String {
        func text(_ bytes: [UInt8]) -> String { "\"\(Hexadecimal.encode(bytes))\"" }
        let answer = try await chain.ask { client in
            try await client.result(
                "state_getReadProof", "[[\(keys.map(text).joined(separator: ","))],\"\(block.hash)\"]")
        }
        #expect(answer["at"] == .string(block.hash))
        guard case .array(let proof)? = answer["proof"] else { throw CocoaError(.formatting) }
        let nodes = proof.compactMap { node -> String? in
            guard case .string(let text) = node else { return nil }
            return "\"\(text)\""
        }
        let expected = Set(keys).map { "\(text($0)):\(block.state[$0].map(text) ?? "null")" }.joined(separator: ",")
        return #"{"root":"\#(block.stateRoot)","proof":[\#(nodes.joined(separator: ","))],"expected":{\#(expected)}}"#
    }

    private static func check(_ input: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: python)
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        process.arguments = [script.appending(path: "python/read_proof.py").path]
        let file = FileManager.default.temporaryDirectory.appending(path: "proofs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(input.utf8).write(to: file)
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
