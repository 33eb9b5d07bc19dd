import Client
import Cryptography
import Foundation
import Primitives
import RuntimeInterface
import Testing

/// New subnets on a running node that has as many as it may have.
@Suite(
    "A subnet that waits for a number", .serialized, .timeLimit(.minutes(2)),
    .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct QueuedSubnetTests {
    @Test("a registration at the limit ends the weakest subnet, and the client waits for the number")
    func queue() async throws {
        let node = try await NodeProcess(["--seal", "interval:250"])
        let client = try await ChainClient.connect(to: "ws://127.0.0.1:\(node.port)")
        let (alice, bob) = (try Keypair(uri: "//Alice"), try Keypair(uri: "//Bob"))
        let first = try await client.createSubnet(hotkey: try Keypair(uri: "//Bob//hot").accountID, by: bob).netuid
        let count = try await client.storage(Subtensor.totalNetworks) - 1
        for call in [
            AdminUtils.Call.sudoSetSubnetLimit(maxSubnets: count), .sudoSetNetworkImmunityPeriod(immunityPeriod: 0),
            .sudoSetNetworkRateLimit(rateLimit: 0),
        ] {
            try await client.submit(.sudo(.sudo(call: .adminUtils(call))), by: alice)
        }
        let weakest = try #require(try await client.call(SubnetInfoAPI.getSubnetToPrune))
        let charlie = try Keypair(uri: "//Charlie")
        let created = try await client.createSubnet(hotkey: try Keypair(uri: "//Charlie//hot").accountID, by: charlie)
        #expect(created.netuid == weakest)
        #expect(created.inclusion.typedEvents.contains(.subtensor(.networkRemoved(weakest))))
        #expect(try await client.storage(Subtensor.subnetOwner, weakest) == charlie.accountID)
        #expect(try await client.storage(Subtensor.totalNetworks) - 1 == count)
        #expect(try await client.storage(Subtensor.dissolveCleanupQueue).isEmpty)
        let account = try await client.storage(System.account, charlie.accountID)
        #expect(account.data.reserved == .zero)

        try await client.submit(.sudo(.sudo(call: .subtensor(.rootDissolveNetwork(netuid: first)))), by: alice)
        #expect(try await client.storage(Subtensor.networksAdded, first) == false)
        #expect(try await node.end(SIGINT) != nil)
    }
}
