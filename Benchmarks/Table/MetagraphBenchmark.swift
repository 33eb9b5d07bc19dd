import Client
import Cryptography
import FixedPoint
import JSON
import Measuring
import Primitives
import RuntimeInterface
import SCALE

/// The metagraph of a full subnet over RPC.
enum MetagraphBenchmark: Benchmark {
    static let name = "metagraph"

    private static let neurons = 256

    static func rows(_ setting: BenchmarkSetting) async throws -> [Row] {
        let node = try NodeUnderTest(binary: setting.binary, arguments: ["--seal", "instant"])
        let client = try await ChainClient.connect(to: node.url)
        let netuid = try await fullSubnet(client)
        guard try await client.metagraph(netuid)?.count == neurons else {
            throw BenchmarkFailure("the subnet has fewer than \(neurons) neurons")
        }
        let runs = setting.runs(400)
        let parameters: [JSONValue] = [
            .string(SubnetInfoAPI.getMetagraph.name), .string(Hexadecimal.encode(netuid.encoded())),
        ]
        let before = node.figures?.processorSeconds ?? 0
        let served = try await Stopwatch.wallSeconds(runs: runs) {
            _ = try await client.connection.call("state_call", parameters)
        }
        let processor = ((node.figures?.processorSeconds ?? 0) - before) / Double(runs + 1)
        let decoded = try await Stopwatch.wallSeconds(runs: runs) { _ = try await client.metagraph(netuid) }
        client.close()
        return [
            Row(
                what: "metagraph of \(neurons) UIDs over RPC, as bytes", unit: "ms", sample: served.scaled(by: 1_000),
                budget: .atMost(5)),
            Row(
                what: "the same, the node's processor time (mean)", unit: "ms of processor",
                sample: Sample([processor * 1_000]), budget: .atMost(5)),
            Row(
                what: "the same, decoded by our client", unit: "ms", sample: decoded.scaled(by: 1_000)),
        ]
    }

    /// Creates a subnet and fills it with neurons.
    private static func fullSubnet(_ client: ChainClient) async throws -> NetUID {
        let alice = try Keypair(uri: "//Alice")
        func hotkey(_ number: Int) throws -> AccountID { try Keypair(uri: "//Alice//\(number)").accountID }
        let netuid = try await client.createSubnet(hotkey: try hotkey(0), by: alice).netuid
        let settings: [AdminUtils.Call] = [
            .sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: UInt16(neurons)),
            .sudoSetMaxRegistrationsPerBlock(netuid: netuid, maxRegistrationsPerBlock: 1_000),
            .sudoSetTargetRegistrationsPerInterval(netuid: netuid, targetRegistrationsPerInterval: 1_000),
            .sudoSetBurnIncreaseMult(netuid: netuid, burnIncreaseMult: .one),
        ]
        for call in settings { try await client.sudo(.adminUtils(call), by: alice) }
        try await client.startCall(netuid, by: alice)
        for first in stride(from: 1, to: neurons, by: 51) {
            let calls = try (first..<min(first + 51, neurons)).map { number in
                RuntimeCall.subtensor(.burnedRegister(netuid: netuid, hotkey: try hotkey(number)))
            }
            try await client.submit(.utility(.batchAll(calls: calls)), by: alice)
        }
        for number in 0..<8 {
            try await client.addStake(.tao(100), to: try hotkey(number), on: netuid, by: alice)
        }
        try await client.submit(.subtensor(.triggerEpoch(netuid: netuid)), by: alice)
        return netuid
    }
}
