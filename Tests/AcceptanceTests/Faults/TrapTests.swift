import Chain
import Foundation
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import StateTrie
import Testing

/// A node whose state machine traps. The trap is a real one: bytes that are no value stand in the state, put there by
/// the test, and the runtime ends the process where it meets them.
@Suite("A node that traps", .serialized, .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct TrapTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-trap-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// Begins a developer's chain whose first block puts rubbish under a key and does nothing else of what blocks do.
    private func begin(in folder: String, rubbishAt key: [UInt8]) throws {
        let store = try StateStore(directory: folder)
        let chain = try Chain(store: store, genesis: .development(slotMilliseconds: 250))
        // Signatures are for this chain, whose name the first block's hooks would have noted.
        let prepared = try store.prepare([
            StateChange(key: key, value: [1, 2, 3]),
            StateChange(key: System.blockHash.path(0), value: chain.genesisHash.bytes),
        ])
        let header = BlockHeader(
            parentHash: chain.genesisHash, number: 1, stateRoot: prepared.stateRoot,
            extrinsicsRoot: TrieRoot.ordered([]), digest: Digest(logs: []))
        try store.commit(BlockCommit(state: prepared, hash: header.hash, header: header.encoded(), body: []))
    }

    private func start(_ folder: String) async throws -> NodeProcess {
        try await NodeProcess(
            ["--data", folder, "--seal", "manual"], environment: ["SWIFT_BACKTRACE": "enable=no"])
    }

    /// Asks for a block and waits for the end of the node.
    private func expectEnd(_ node: NodeProcess) async throws {
        _ = try? await node.client.call("dev_mine", [1])
        while node.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    @Test("after a trap in an extrinsic it refuses that one, says so, and makes blocks", .timeLimit(.minutes(2)))
    func extrinsic() async throws {
        try await withFolder { folder in
            let victim = FaultLoad.account(0xA0, 1)
            try begin(in: folder, rubbishAt: System.account.path(victim))
            var node = try await start(folder)
            var signer = try await FaultLoad.Signer(node.client)
            let innocent = signer.transfer(to: FaultLoad.account(0xA1, 1))
            let guilty = signer.transfer(to: victim)
            try await node.client.call("author_submitExtrinsic", [innocent])
            let name = try await node.client.text("author_submitExtrinsic", [guilty])
            try await expectEnd(node)

            node = try await start(folder)
            #expect(node.output.contains("ended in a trap while it ran extrinsic \(name) in block 2"), "\(node.output)")
            let error = try await node.client.response("author_submitExtrinsic", [guilty])["error"] as? [String: Any]
            #expect(error?["code"] as? Int == 1012 && "\(error ?? [:])".contains("does not run it again"))
            try await node.client.call("author_submitExtrinsic", [innocent])
            try await node.client.call("dev_mine", [2])
            let head = try await node.client.head()
            #expect(head.number == 3)
            let paid = try await FaultLoad.balance(FaultLoad.account(0xA1, 1), at: head.hash, node.client)
            #expect(paid == 1_000_000_000)
            #expect(try await node.end(SIGTERM)?.status == 0)

            node = try await start(folder)
            #expect(!node.output.contains("trap"), "it is said once")
            let again = try await node.client.response("author_submitExtrinsic", [guilty])["error"] as? [String: Any]
            #expect(again?["code"] as? Int == 1012, "it is remembered")
            #expect(try await node.end(SIGTERM)?.status == 0)
        }
    }

    @Test("a trap in the hooks of a block blames no extrinsic, and is said", .timeLimit(.minutes(2)))
    func hooks() async throws {
        try await withFolder { folder in
            try begin(in: folder, rubbishAt: Subtensor.totalIssuance.path)
            var node = try await start(folder)
            var signer = try await FaultLoad.Signer(node.client)
            let innocent = signer.transfer(to: FaultLoad.account(0xA1, 1))
            try await node.client.call("author_submitExtrinsic", [innocent])
            try await expectEnd(node)
            node = try await start(folder)
            #expect(node.output.contains("ended in a trap in the hooks of block 2"), "\(node.output)")
            try await node.client.call("author_submitExtrinsic", [innocent])
            #expect(try await node.end(SIGTERM)?.status == 0)
        }
    }

    @Test("signals that somebody sends blame nothing", .timeLimit(.minutes(2)), arguments: [SIGSEGV, SIGILL, SIGABRT])
    func sent(_ signal: Int32) async throws {
        try await withFolder { folder in
            let arguments = ["--data", folder, "--seal", "interval:10"]
            let node = try await NodeProcess(arguments, environment: ["SWIFT_BACKTRACE": "enable=no"])
            let load = FaultLoad()
            let client = node.client
            let sending = Task { try? await load.run(client, round: 0) }
            while load.finalized.transferCount < 20 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await node.end(signal)?.bySignal == true)
            _ = await sending.value
            let next = try await NodeProcess(arguments)
            #expect(!next.output.contains("trap"), "\(next.output)")
            try await load.expectKept(next.client, depth: .max, "after signal \(signal)")
            #expect(try await next.end(SIGTERM)?.status == 0)
        }
    }
}
