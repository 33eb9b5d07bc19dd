import Client
import Cryptography
import Foundation
import Primitives
import RuntimeInterface
import Testing

/// Registration by proof of work on a running node: by our command, and by the official SDK.
@Suite(
    "Registration by proof of work", .serialized, .timeLimit(.minutes(3)),
    .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct WorkRegistrationTests {
    private static let difficulty: UInt64 = 20_000

    /// A node with a subnet of Bob's that registers by proof of work.
    private func network() async throws -> (node: NodeProcess, client: ChainClient, netuid: NetUID) {
        let node = try await NodeProcess(["--seal", "interval:250"])
        let client = try await ChainClient.connect(to: "ws://127.0.0.1:\(node.port)")
        let (alice, bob) = (try Keypair(uri: "//Alice"), try Keypair(uri: "//Bob"))
        let hotkey = try Keypair(uri: "//Bob//hot").accountID
        let netuid = try await client.createSubnet(hotkey: hotkey, by: bob).netuid
        for call in [
            AdminUtils.Call.sudoSetMinDifficulty(netuid: netuid, minDifficulty: Self.difficulty),
            .sudoSetDifficulty(netuid: netuid, difficulty: Self.difficulty),
            .sudoSetNetworkPowRegistrationAllowed(netuid: netuid, registrationAllowed: true),
        ] {
            try await client.submit(.sudo(.sudo(call: .adminUtils(call))), by: alice)
        }
        return (node, client, netuid)
    }

    /// The coldkey never had a rao, and the hotkey is registered as its own.
    private func check(
        _ client: ChainClient, _ netuid: NetUID, coldkey: AccountID, hotkey: AccountID
    ) async throws -> UID? {
        let (account, uid, owner) = try await client.storage(
            all: StorageQuery(System.account, coldkey), StorageQuery(Subtensor.uids, netuid, hotkey),
            StorageQuery(Subtensor.owner, hotkey))
        #expect(account.data.free == .zero && owner == coldkey)
        return uid
    }

    @Test("`myelin register --pow` registers for nothing but work, on several threads, and once only")
    func command() async throws {
        let (node, client, netuid) = try await network()
        let arguments = [
            "register", "--url", "ws://127.0.0.1:\(node.port)", "--netuid", "\(netuid.number)", "--coldkey", "//Poor",
            "--hotkey", "//Poor//hot", "--pow", "--threads", "2", "--timeout", "60",
        ]
        let result = try await Task.detached { try NodeProcess.run(arguments) }.value
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("registered with UID 1 in block"), "\(result.output)")
        let (coldkey, hotkey) = (try Keypair(uri: "//Poor").accountID, try Keypair(uri: "//Poor//hot").accountID)
        #expect(try await check(client, netuid, coldkey: coldkey, hotkey: hotkey) == 1)
        #expect(try await client.storage(Subtensor.difficulty, netuid) > Self.difficulty)
        let again = try await Task.detached { try NodeProcess.run(arguments) }.value
        #expect(again.status == 0 && again.output.contains("was registered before, with UID 1"), "\(again.output)")

        let alice = try Keypair(uri: "//Alice")
        let close = AdminUtils.Call.sudoSetNetworkPowRegistrationAllowed(netuid: netuid, registrationAllowed: false)
        try await client.submit(.sudo(.sudo(call: .adminUtils(close))), by: alice)
        var other = arguments
        other[8] = "//Other"
        let refused = try await Task.detached { [other] in try NodeProcess.run(other) }.value
        #expect(refused.status != 0 && refused.output.contains("takes no registration by proof of work"))
        #expect(try await node.end(SIGINT) != nil)
    }

    @Test("the official SDK mines a proof that the node takes")
    func sdk() async throws {
        guard let folder = ProcessInfo.processInfo.environment["MYELIN_VENV_11"], !folder.isEmpty else {
            print("proof of work with the SDK: skipped, MYELIN_VENV_11 names no environment")
            return
        }
        let (node, client, netuid) = try await network()
        let cache = FileManager.default.temporaryDirectory.appending(path: "pow-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: cache) }
        let arguments = ["-c", Self.script, "ws://127.0.0.1:\(node.port)", "\(netuid.number)", cache]
        let result = try await Task.detached {
            try NodeProcess.run(arguments, program: folder + "/bin/python")
        }.value
        #expect(result.status == 0 && result.output.contains("registered"), "\(result.output)")
        let coldkey = try Keypair(uri: "//Penniless").accountID
        let hotkey = try Keypair(uri: "//Penniless//hot").accountID
        #expect(try await check(client, netuid, coldkey: coldkey, hotkey: hotkey) == 1)
        #expect(try await node.end(SIGINT) != nil)
    }

    private static let script = """
        import asyncio, os, sys
        os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = sys.argv[3] + "/runtime"
        os.environ["BTCLI_CONFIG"] = sys.argv[3] + "/cli.json"
        os.environ["BTCLI_TOKEN_SYMBOLS_CACHE"] = sys.argv[3] + "/symbols.json"
        import bittensor as bt
        from bittensor.sp_core import Keypair

        class Wallet:
            name = "penniless"
            coldkey = coldkeypub = Keypair.create_from_uri("//Penniless")
            hotkey = Keypair.create_from_uri("//Penniless//hot")

        async def main():
            async with bt.Client(sys.argv[1], fallback_endpoints=[], archive_endpoints=[]) as client:
                for attempt in range(10):
                    intent = await client.mine_pow_registration(
                        int(sys.argv[2]), Wallet.hotkey.ss58_address, Wallet.coldkey.ss58_address, workers=2,
                        max_seconds=60, backend="cpu")
                    result = await client.execute(intent, Wallet())
                    if result.success:
                        last = await client.query(
                            bt.storage.SubtensorModule.LastPowRegistrationBlock, [Wallet.hotkey.ss58_address])
                        assert int(last) == intent.work_block, (last, intent.work_block)
                        print("registered", result.fee)
                        return
                    # Blocks come every quarter of a second here, and a proof holds for five of them.
                    print("again:", result.message)
                sys.exit("no proof was taken")

        asyncio.run(main())
        """
}
