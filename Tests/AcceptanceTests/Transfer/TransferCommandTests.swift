import Chain
import Cryptography
import Foundation
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import SystemPallets
import Testbed
import Testing

/// `myelin export` and `myelin import` as processes, on chains that were kept.
@Suite(
    "Export and import", .serialized, .timeLimit(.minutes(2)),
    .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct TransferCommandTests {
    private func withFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "transfer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    /// Keeps a chain of transfers in a directory.
    /// - Returns: the hash of its last block.
    private func keepChain(of count: UInt64, in directory: String) throws -> String {
        let store = try StateStore(directory: directory, durability: .temporary)
        let chain = try Chain(store: store, genesis: .development(slotMilliseconds: 250))
        let alice = try Keypair(uri: "//Alice")
        for number in 0..<count {
            for _ in 0..<number % 4 {
                let extra = ExtrinsicExtra(era: .immortal, nonce: try chain.nextNonce(of: alice.accountID))
                let recipient = try Keypair(uri: "//R\(number)").accountID
                let call = RuntimeCall.balances(.transferKeepAlive(dest: .id(recipient), value: .tao(1))).encoded()
                let payload = extra.signingPayload(
                    callBytes: call, specVersion: RuntimeVersion.current.specVersion,
                    transactionVersion: RuntimeVersion.current.transactionVersion, genesisHash: chain.genesisHash,
                    birthHash: chain.genesisHash)
                try chain.submit(
                    Extrinsic.signed(
                        callBytes: call, signer: alice.accountID, signature: alice.multiSignature(payload),
                        extra: extra))
            }
            try chain.makeBlock(at: 1_700_000_000_000 + number * 250)
        }
        return try store.record(of: .latest).hash.text
    }

    private func shell(_ command: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test("blocks and states go from directory to directory, also through a pipe, and a node goes on with them")
    func roundTrip() async throws {
        try await withFolder { folder in
            func path(_ name: String) -> String { folder.appending(path: name).path }
            let binary = try #require(NodeProcess.binary)
            let last = try keepChain(of: 40, in: path("first"))
            #expect(try NodeProcess.run(["export", "--data", path("first"), "blocks", path("blocks")]).status == 0)
            #expect(
                try NodeProcess.run(["export", "--data", path("first"), "state", path("state"), "--at", "25"]).status
                    == 0)
            let imported = try NodeProcess.run(["import", "--data", path("second"), path("blocks")])
            #expect(imported.status == 0 && imported.output.contains("40 blocks imported"))
            #expect(imported.output.contains(last))
            #expect(
                try shell(
                    "\(binary) export --data \(path("second")) blocks - --to 15 "
                        + "| \(binary) import --archive --data \(path("third")) -") == 0)
            let more = try NodeProcess.run(["import", "--data", path("third"), path("blocks")])
            #expect(more.output.contains("25 blocks imported (15 were there already)"))
            let state = try NodeProcess.run(["import", "--data", path("fourth"), path("state")])
            #expect(state.status == 0, "\(state.output)")
            let rest = try NodeProcess.run(["import", "--data", path("fourth"), path("blocks")])
            #expect(rest.output.contains("15 blocks imported (25 were there already)"))
            for name in ["second", "third", "fourth"] {
                #expect(try NodeProcess.run(["check", "--data", path(name)]).status == 0)
                let copy = path("blocks of \(name)")
                #expect(
                    try NodeProcess.run(["export", "--data", path(name), "blocks", copy, "--from", "30"]).status == 0)
                #expect(
                    try Data(contentsOf: URL(filePath: copy))
                        == Data(contentsOf: URL(filePath: path("blocks of second"))))
            }
            try await expectServed(path("fourth"), last: last)
        }
    }

    /// A node on a chain that was begun with the state of block 25: what it knows and what it does not.
    private func expectServed(_ directory: String, last: String) async throws {
        let node = try await NodeProcess(["--seal", "manual", "--data", directory])
        let client = node.client
        #expect(try await client.head() == (40, last))
        let genesis = try await client.text("chain_getBlockHash", [0])
        #expect(try await client.response("chain_getBlockHash", [24])["result"] is NSNull)
        #expect(try await client.call("chain_getBlock", [genesis]) is [String: Any])
        let oldest = try await client.text("chain_getBlockHash", [25])
        #expect(try await client.text("state_getStorage", ["0x" + System.number.path.hex, oldest]) == "0x19000000")
        let refusal = try await client.response("state_getStorage", ["0x01", genesis])["error"] as? [String: Any]
        #expect((refusal?["message"] as? String)?.hasSuffix("State already discarded for \(genesis)") == true)
        _ = try await client.call("dev_mine", [3])
        #expect(try await client.head().number == 43)
        #expect(try await node.end(SIGTERM)?.status == 0)
    }

    @Test("damaged and foreign files are refused with exit status 1 and a sentence, and leave nothing half-done")
    func refusals() async throws {
        try await withFolder { folder in
            func path(_ name: String) -> String { folder.appending(path: name).path }
            _ = try keepChain(of: 8, in: path("first"))
            for kind in ["blocks", "state"] {
                #expect(try NodeProcess.run(["export", "--data", path("first"), kind, path(kind)]).status == 0)
                let again = try NodeProcess.run(["export", "--data", path("first"), kind, path(kind)])
                #expect(again.status == 1 && again.output.contains("is there already: add --force"))
                let forced = try NodeProcess.run(["export", "--data", path("first"), kind, path(kind), "--force"])
                #expect(forced.status == 0)
                let whole = try Data(contentsOf: URL(filePath: path(kind)))
                var flipped = whole
                flipped[whole.count - 3_000] ^= 4
                let damaged: [(content: Data, sentence: String)] = [
                    (Data(), "is no file of"), (Data("hello, world".utf8), "is no file of"),
                    (whole.prefix(whole.count - 1), "ends early"), (whole + [0], "goes on after its end"),
                    (flipped, path("damaged")),
                ]
                for (index, (content, sentence)) in damaged.enumerated() {
                    try content.write(to: URL(filePath: path("damaged")))
                    let directory = path("\(kind) \(index)")
                    let refused = try NodeProcess.run(["import", "--data", directory, path("damaged")])
                    #expect(refused.status == 1 && refused.output.contains(sentence), "\(refused.output)")
                    #expect(!FileManager.default.fileExists(atPath: directory + ".partial"))
                    // A state leaves nothing, blocks a part of their chain.
                    if kind == "state" { #expect(!FileManager.default.fileExists(atPath: directory)) }
                    let repaired = try NodeProcess.run(["import", "--data", directory, path(kind)])
                    #expect(repaired.status == 0, "\(repaired.output)")
                }
            }
            let node = try await NodeProcess(["--seal", "interval:1000", "--data", path("other")])
            #expect(try await node.end(SIGTERM)?.status == 0)
            let foreign = try NodeProcess.run(["import", "--data", path("other"), path("blocks")])
            #expect(foreign.status == 1 && foreign.output.contains("is of another chain"))
            let kept = try NodeProcess.run(["import", "--data", path("first"), path("state")])
            #expect(kept.status == 1 && kept.output.contains("keeps a chain already"))
            // What only looks like a leftover of an import is somebody's.
            try Data("mine".utf8).write(to: URL(filePath: path("mine")))
            try FileManager.default.createDirectory(atPath: path("new.partial"), withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: path("mine"), toPath: path("new.partial") + "/mine")
            let blocked = try NodeProcess.run(["import", "--data", path("new"), path("state")])
            #expect(blocked.status == 1 && blocked.output.contains("is in the way"))
            #expect(FileManager.default.fileExists(atPath: path("new.partial") + "/mine"))
            let nowhere = try NodeProcess.run(["export", "--data", path("nothing"), "blocks", path("x")])
            #expect(nowhere.status == 1 && nowhere.output.contains("keeps no chain"))
            let late = try NodeProcess.run(["export", "--data", path("first"), "state", path("x"), "--at", "99"])
            #expect(late.status == 1 && late.output.contains("those of blocks 1 to 8 are"))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!left.contains { $0.hasPrefix("x") || $0.hasSuffix(".partial") && $0 != "new.partial" }, "\(left)")
            let usage = try NodeProcess.run(["export", "--data", path("first"), "state", path("x"), "--from", "1"])
            #expect(usage.status == 64)
        }
    }

    @Test("an import that is killed leaves a part of the chain, and the next one goes on")
    func killed() async throws {
        try await withFolder { folder in
            func path(_ name: String) -> String { folder.appending(path: name).path }
            let last = try keepChain(of: 300, in: path("first"))
            for kind in ["blocks", "state"] {
                #expect(try NodeProcess.run(["export", "--data", path("first"), kind, path(kind)]).status == 0)
            }
            for (kind, delays) in [("blocks", [30, 60, 90, 200]), ("state", [10, 20, 30])] {
                for delay in delays {
                    let process = Process()
                    process.executableURL = URL(filePath: try #require(NodeProcess.binary))
                    process.arguments = ["import", "--data", path("\(kind) copy"), path(kind)]
                    process.standardOutput = FileHandle.nullDevice
                    process.standardError = FileHandle.nullDevice
                    try process.run()
                    try await Task.sleep(for: .milliseconds(delay))
                    kill(process.processIdentifier, SIGKILL)
                    process.waitUntilExit()
                }
                _ = try NodeProcess.run(["import", "--data", path("\(kind) copy"), path(kind)])
                let store = try StateStore(directory: path("\(kind) copy"))
                #expect(try store.record(of: .latest).hash.text == last)
            }
        }
    }
}
