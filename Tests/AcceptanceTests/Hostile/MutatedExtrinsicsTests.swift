import Client
import Cryptography
import Foundation
import HostileInput
import JSON
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

/// A node that is sent ten thousand extrinsics which were valid once, or are valid but ask for the absurd.
@Suite(
    "A node under mutated extrinsics", .serialized, .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct MutatedExtrinsicsTests {
    private static let seed: UInt64 = 0x5eed_3000
    private static let byteMutations = 5_000
    private static let callMutations = 4_000
    private static let bentExtrinsics = 1_000

    /// Codes by which a submission may be refused.
    private static let codes: Set<Int> = [-32602, 1001, 1010, 1011, 1012, 1013, 1014, 1016]

    @Test(
        "every one is answered, blocks go on and hold only what was accepted, and the books balance",
        .timeLimit(.minutes(10)))
    func storm() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mutated-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let node = try await NodeProcess(["--data", folder, "--seal", "interval:50"])
        let client = try await ChainClient.connect(to: "ws://127.0.0.1:\(node.port)")
        let network = try await MutatedNetwork(client)
        let start = try await node.client.head().number

        let altered = try await network.submitByteMutations(Self.byteMutations, seed: Self.seed)
        #expect(
            altered.accepted.isEmpty, "seed \(Self.seed): altered bytes were taken: \(altered.accepted.first ?? "")")
        let calls = try await network.submitCallMutations(Self.callMutations, seed: Self.seed + 1)
        let bent = try await network.submitBent(Self.bentExtrinsics, seed: Self.seed + 2)
        #expect(bent.wronglyAccepted == [], "seed \(Self.seed + 2)")
        let all = altered + calls + bent.outcomes
        #expect(all.count == Self.byteMutations + Self.callMutations + Self.bentExtrinsics)
        #expect(Set(all.refusals.keys).isSubset(of: Self.codes), "\(all.refusals)")
        #expect(calls.accepted.count > Self.callMutations / 10 && all.refusals.count >= 2)

        // Whatever was taken has had its turn a few blocks later.
        let last = try await node.client.head().number
        while try await node.client.head().number < last + 5 { try await Task.sleep(for: .milliseconds(20)) }
        let end = try await node.client.head().number
        let included = try await expectOnly(all.accepted, inBlocks: start + 1...end, of: client)
        #expect(included > Self.callMutations / 10)
        client.close()
        #expect(try await node.end(SIGTERM)?.status == 0)
        let check = try NodeProcess.run(["check", "--data", folder])
        #expect(check.status == 0, "\(check.output)")
        print(
            """
            mutated extrinsics: \(all.count) sent, \(all.accepted.count) accepted, \(included) in blocks \
            \(start + 1) to \(end), refusals by code \(all.refusals.sorted { $0.key < $1.key })
            """)
    }

    /// Every signed extrinsic of these blocks is one of `accepted`, and the others are the author's own.
    /// - Returns: how many signed ones there are.
    private func expectOnly(
        _ accepted: Set<String>, inBlocks numbers: ClosedRange<UInt32>, of client: ChainClient
    ) async throws -> Int {
        var count = 0
        for number in numbers {
            let hash = try await client.connection.call("chain_getBlockHash", [.integer(Int128(number))])
            let answer = try await client.connection.call("chain_getBlock", [hash])
            guard case .array(let body)? = answer["block"]?["extrinsics"] else {
                Issue.record("block \(number) has no body")
                continue
            }
            for case .string(let text) in body {
                let extrinsic = try Extrinsic(try #require(Hexadecimal.decode(text)))
                guard extrinsic.signature != nil else {
                    #expect(["Timestamp", "MevShield"].contains(extrinsic.call.info.palletName), "block \(number)")
                    continue
                }
                count += 1
                #expect(accepted.contains(text), "block \(number) holds what nobody was told was accepted: \(text)")
            }
        }
        return count
    }
}
