import Cryptography
import Foundation
import Primitives
import RuntimeInterface
import SCALE
import Synchronization
import Testbed
import Testing

/// What was true of the finalised chain at a moment before the node was killed.
private struct Finalized: Sendable {
    var number: UInt32 = 0
    /// Hash of each finalised block that was seen.
    var hashes: [UInt32: String] = [:]
    /// Free balance of each recipient at the last finalised block that was asked.
    var balances: [String: UInt64] = [:]
}

/// What the load noted, for the check after the restart.
private final class Notes: Sendable {
    private let content = Mutex(Finalized())

    var finalized: Finalized { content.withLock { $0 } }

    func note(_ head: (number: UInt32, hash: String), _ balances: [String: UInt64]) {
        content.withLock {
            $0.number = head.number
            $0.hashes[head.number] = head.hash
            $0.balances.merge(balances) { _, new in new }
        }
    }
}

@Suite("A node under kill -9", .serialized, .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct KillTests {
    private static let alice = try? Keypair(uri: "//Alice")

    private func recipient(_ number: Int) -> AccountID {
        AccountID([UInt8](repeating: 0xEE, count: 28) + UInt32(number).encoded()) ?? .zero
    }

    /// A signed transfer of 1 TAO, in hexadecimal.
    private func transfer(to account: AccountID, nonce: UInt32, genesis: Hash, version: UInt32) throws -> String {
        let alice = try #require(Self.alice)
        let call = RuntimeCall.balances(.transferKeepAlive(dest: .id(account), value: .tao(1))).encoded()
        let extra = ExtrinsicExtra(era: .immortal, nonce: nonce)
        let payload = extra.signingPayload(
            callBytes: call, specVersion: version, transactionVersion: 1, genesisHash: genesis, birthHash: genesis)
        return "0x"
            + Extrinsic.signed(
                callBytes: call, signer: alice.accountID, signature: alice.multiSignature(payload), extra: extra
            ).hex
    }

    private func balance(_ account: AccountID, at hash: String, _ client: NodeClient) async throws -> UInt64 {
        let key = "0x" + System.account.path(account).hex
        guard let text = try await client.call("state_getStorage", [key, hash]) as? String,
            let bytes = [UInt8](hex: text), bytes.count >= 24
        else { return 0 }
        // Behind nonce and reference counts, 4 bytes each, stands the free balance.
        return try UInt64(scale: Array(bytes[16..<24]))
    }

    /// Sends transfers until the node is gone, noting what was final.
    private func load(_ client: NodeClient, _ notes: Notes, round: Int) async throws {
        let alice = try #require(Self.alice)
        let genesis = try #require(Hash([UInt8](hex: try await client.text("chain_getBlockHash", [0])) ?? []))
        let version = try await client.call("state_getRuntimeVersion") as? [String: Any]
        let spec = UInt32((version?["specVersion"] as? Int) ?? 0)
        guard var nonce = try await client.call("account_nextIndex", [alice.ss58]) as? Int else { return }
        var sent = 0
        while true {
            let to = recipient(round * 8 + sent % 8)
            let bytes = try transfer(to: to, nonce: UInt32(nonce), genesis: genesis, version: spec)
            try await client.call("author_submitExtrinsic", [bytes])
            nonce += 1
            sent += 1
            guard sent.isMultiple(of: 5) else { continue }
            let head = try await client.head()
            var balances: [String: UInt64] = [:]
            for number in round * 8..<round * 8 + 8 {
                let account = recipient(number)
                balances[account.bytes.hex] = try await balance(account, at: head.hash, client)
            }
            notes.note(head, balances)
        }
    }

    @Test("nothing that was final is lost, at 20 seeded moments", .timeLimit(.minutes(5)))
    func killed() async throws {
        let seed: UInt64 = 0xDEAD
        var random = SeededRandom(seed: seed)
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-kill-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let notes = Notes()
        let arguments = ["--data", folder, "--seal", "interval:50"]
        for round in 0..<20 {
            let node = try await NodeProcess(arguments)
            if round == 0 { print("start to first answer: \(node.startTime)") }
            try await expectKept(notes.finalized, node.client, "seed \(seed), round \(round)")
            let before = notes.finalized.number
            let pause = Duration.milliseconds(Int.random(in: 150...700, using: &random))
            await withTaskGroup(of: Void.self) { group in
                // Ends with the error of a request that is not answered.
                group.addTask { try? await load(node.client, notes, round: round) }
                group.addTask {
                    try? await Task.sleep(for: pause)
                    let end = try? await node.end(SIGKILL)
                    #expect(end?.bySignal == true)
                }
            }
            #expect(notes.finalized.number >= before)
        }
        let node = try await NodeProcess(arguments)
        let last = notes.finalized
        try await expectKept(last, node.client, "seed \(seed), at the end")
        let start = try await node.client.head().number
        while try await node.client.head().number < start + 3 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await node.end(SIGTERM)?.status == 0)
        let paid = last.balances.values.reduce(0, +) / 1_000_000_000
        #expect(last.hashes.count > 20 && paid > 20)
        print("kill -9: 20 moments, \(last.hashes.count) finalised heads and \(paid) transfers seen and kept")
    }

    private func expectKept(_ noted: Finalized, _ client: NodeClient, _ moment: String) async throws {
        let head = try await client.head()
        #expect(head.number >= noted.number, "\(moment): the last finalised block is there")
        for (number, hash) in noted.hashes {
            #expect(try await client.text("chain_getBlockHash", [Int(number)]) == hash, "\(moment), block \(number)")
        }
        if let hash = noted.hashes[noted.number] {
            #expect(try await client.call("chain_getBlock", [hash]) as? [String: Any] != nil, "\(moment)")
        }
        for (account, amount) in noted.balances {
            let id = AccountID([UInt8](hex: account) ?? []) ?? .zero
            let kept = try await balance(id, at: head.hash, client)
            #expect(kept >= amount, "\(moment): what \(account) got is there")
        }
    }
}
