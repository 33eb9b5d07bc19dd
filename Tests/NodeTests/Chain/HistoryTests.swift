import Foundation
import JSON
import Primitives
import RPC
import StateStore
import Testbed
import Testing

/// Old states over RPC, against a memory of every block's state.
@Suite("History over RPC", .timeLimit(.minutes(2)))
struct HistoryTests {
    private func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-node-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    @Test(
        "every kept block is read as it was, and the one before the first kept is refused", arguments: [20_261, 20_262])
    func kept(seed: UInt64) async throws {
        try await withFolder { folder in
            let chain = try await RememberedChain(folder, history: .blocks(24), seed: seed)
            try await chain.makeBlocks(60)
            let blocks = chain.blocks
            let kept = blocks.suffix(24)
            #expect(try chain.oldestState == kept.first?.number)
            var random = SeededRandom(seed: seed + 1)
            let universe = Set(blocks.flatMap(\.sortedKeys)).sorted { $0.lexicographicallyPrecedes($1) }
            var reads = 0
            for block in kept {
                reads += try await expectAsRemembered(block, in: chain, universe, &random)
            }
            for block in blocks.dropLast(24) { try await expectDiscarded(block, in: chain) }
            print("history: seed \(seed), \(kept.count) kept blocks, \(universe.count) keys, \(reads) reads")
            await chain.stop()
        }
    }

    @Test("a longer history brings nothing back, and keeps more from then on; a shorter one drops the rest")
    func changed() async throws {
        try await withFolder { folder in
            var remembered: [RememberedChain.Block] = []
            var random = SeededRandom(seed: 7)
            // The length of the history of each run, and the blocks that it makes.
            let runs: [(history: History, blocks: Int, oldest: BlockNumber)] = [
                (.blocks(5), 12, 8), (.archive, 10, 8), (.blocks(100), 6, 8), (.blocks(3), 4, 30),
            ]
            for run in runs {
                let chain = try await restarted(folder, run.history)
                try await chain.makeBlocks(run.blocks)
                remembered += chain.blocks
                #expect(try chain.oldestState == run.oldest)
                for block in remembered {
                    if block.number < run.oldest {
                        try await expectDiscarded(block, in: chain)
                    } else {
                        _ = try await expectAsRemembered(block, in: chain, block.sortedKeys, &random)
                    }
                }
                await chain.stop()
            }
            #expect(remembered.count == 32)
        }
    }

    /// A node on a directory that another one has just let go of.
    private func restarted(_ folder: String, _ history: History) async throws -> RememberedChain {
        for _ in 0..<500 {
            // The event loop lets go of the listener, and with it of the store, a moment after it is closed.
            if let chain = try? await RememberedChain(folder, history: history, seed: 3) { return chain }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try await RememberedChain(folder, history: history, seed: 3)
    }

    /// Compares everything that clients read at a block.
    /// - Returns: how much was compared.
    private func expectAsRemembered(
        _ block: RememberedChain.Block, in chain: RememberedChain, _ universe: [[UInt8]], _ random: inout SeededRandom
    ) async throws -> Int {
        var probes = (0..<12).map { _ in universe[Int.random(in: 0..<universe.count, using: &random)] }
        probes += [random.bytes(20), [], Array(probes[0].dropLast()), probes[1] + [0]]
        let prefix = Array(probes[2].prefix([0, 1, 16, 32][Int.random(in: 0..<4, using: &random)]))
        let limit = [1, 3, 1_000][Int.random(in: 0..<3, using: &random)]
        let start = probes[3]
        let under = block.sortedKeys.filter { $0.starts(with: prefix) && start.lexicographicallyPrecedes($0) }
        let at = "\"\(block.hash)\""
        try await chain.ask { client in
            for probe in probes {
                let value = try await client.result("state_getStorage", "[\(text(probe)),\(at)]")
                #expect(value == json(block.state[probe]), "block \(block.number)")
            }
            let list = probes.map(text).joined(separator: ",")
            let sets = try await client.result("state_queryStorageAt", "[[\(list)],\(at)]")
            let changes = probes.map { JSONValue.array([.string(Hexadecimal.encode($0)), json(block.state[$0])]) }
            let expected = JSONValue.object([
                JSONMember("block", .string(block.hash)), JSONMember("changes", .array(changes)),
            ])
            #expect(sets == .array([expected]), "block \(block.number)")
            let page = try await client.result(
                "state_getKeysPaged", "[\(text(prefix)),\(limit),\(text(start)),\(at)]")
            #expect(
                page == .array(under.prefix(limit).map { .string(Hexadecimal.encode($0)) }),
                "block \(block.number), prefix \(prefix), limit \(limit)")
            for (call, answer) in block.calls.sorted(by: { $0.key < $1.key }) {
                #expect(try await client.result("state_call", "[\(call),\(at)]") == answer, "\(call)")
            }
            try await expectBlock(block, &client)
        }
        return probes.count * 2 + 1 + block.calls.count
    }

    /// The block itself is kept for ever.
    private func expectBlock(_ block: RememberedChain.Block, _ client: inout RawClient) async throws {
        let at = "\"\(block.hash)\""
        #expect(try await client.result("chain_getHeader", "[\(at)]") == block.header)
        #expect(try await client.result("chain_getBlock", "[\(at)]") == block.body)
        #expect(try await client.result("chain_getBlockHash", "[\(block.number)]") == .string(block.hash))
        #expect(try await client.result("state_getRuntimeVersion", "[\(at)]")["specVersion"] != nil)
    }

    private func expectDiscarded(_ block: RememberedChain.Block, in chain: RememberedChain) async throws {
        let at = "\"\(block.hash)\""
        try await chain.ask { client in
            for (method, parameters) in [
                ("state_getStorage", "[\"0x01\",\(at)]"), ("state_queryStorageAt", "[[\"0x01\"],\(at)]"),
                ("state_getKeysPaged", "[\"0x\",1,null,\(at)]"), ("state_getReadProof", "[[\"0x01\"],\(at)]"),
                ("state_call", "[\"SubnetInfoRuntimeApi_get_metagraph\",\"0x0200\",\(at)]"),
            ] {
                let message = try await client.failure(method, parameters)
                #expect(message.hasSuffix("State already discarded for \(block.hash)"), "\(method): \(message)")
            }
            try await expectBlock(block, &client)
        }
    }

    private func text(_ bytes: [UInt8]) -> String { "\"\(Hexadecimal.encode(bytes))\"" }

    private func json(_ bytes: [UInt8]?) -> JSONValue { bytes.map { .string(Hexadecimal.encode($0)) } ?? .null }
}
