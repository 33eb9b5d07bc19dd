import Cryptography
import FixedPoint
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SystemPallets
import Testing

@testable import SubtensorPallets

/// New subnets where there are as many as allowed.
@Suite struct NetworkQueueTests {
    private static let newcomer = TestChain.charlie
    private static let hotkey = TestChain.key("Newcomer")

    /// A chain with as many subnets as it may have: `count` beside root.
    private static func full(_ count: Int) throws -> (TestChain, [NetUID]) {
        let chain = TestChain()
        chain.root(.adminUtils(.sudoSetNetworkRateLimit(rateLimit: 0)))
        chain.root(.adminUtils(.sudoSetNetworkImmunityPeriod(immunityPeriod: 0)))
        var netuids = Subtensor.netuids(in: chain.state).filter { !$0.isRoot }
        while netuids.count < count {
            netuids.append(try chain.addSubnet(hotkey: TestChain.key("Owner\(netuids.count)")))
            chain.advance()
        }
        chain.root(.adminUtils(.sudoSetSubnetLimit(maxSubnets: UInt16(count))))
        return (chain, netuids)
    }

    private static func register(_ hotkey: Keypair = hotkey) -> RuntimeCall {
        .subtensor(.registerNetwork(hotkey: hotkey.accountID))
    }

    @Test("the cheapest subnet makes room, of equal ones the oldest, and immune ones stay")
    func choice() throws {
        var network = StakingNetwork()
        let netuids = (0..<4).map { _ in network.addSubnet() }
        for (netuid, (price, block)) in zip(netuids, [(5, 10), (3, 12), (3, 11), (1, 500)]) {
            network.state.set(Subtensor.subnetMovingPrice, netuid, to: I96F32(UInt64(price)))
            network.state.set(Subtensor.networkRegisteredAt, netuid, to: UInt64(block))
        }
        network.state.set(Subtensor.networkImmunityPeriod, to: 100)
        func pruned(at block: BlockNumber) -> NetUID? {
            network.advance(to: block)
            return Subtensor.subnetToPrune(in: network.state)
        }
        #expect(pruned(at: 109) == nil)
        #expect(pruned(at: 110) == netuids[0])
        #expect(pruned(at: 111) == netuids[2])
        #expect(pruned(at: 112) == netuids[2])
        #expect(pruned(at: 599) == netuids[2])
        #expect(pruned(at: 600) == netuids[3])
        network.state.set(Subtensor.networkRegisteredAt, netuids[1], to: 11)
        #expect(pruned(at: 598) == netuids[1], "equal in both: the first in the chain's order")
        network.state.set(Subtensor.subnetMechanism, netuids[1], to: 0)
        #expect(pruned(at: 598) == netuids[1], "a stable subnet counts as 1")
        network.state.set(Subtensor.networkImmunityPeriod, to: .max)
        #expect(pruned(at: 598) == nil)
    }

    @Test("a registration at the limit dissolves the weakest subnet and takes its number when that is clean")
    func pruning() throws {
        let (chain, netuids) = try Self.full(3)
        for netuid in netuids { chain.state.set(Subtensor.subnetMovingPrice, netuid, to: I96F32(7)) }
        chain.state.set(Subtensor.subnetMovingPrice, netuids[1], to: I96F32(2))
        let cost = Subtensor.networkLockCost(in: chain.state)
        let before = chain.free(Self.newcomer)
        #expect(try chain.send(Self.register(), by: Self.newcomer) == nil)
        #expect(chain.has(.subtensor(.networkRemoved(netuids[1]))))
        let reserved = chain.state.get(System.account, Self.newcomer.accountID).data.reserved
        #expect(reserved == cost)
        #expect(chain.free(Self.newcomer) < before - cost + 1)
        let queued = chain.events.contains { event in
            if case .subtensor(.networkRegistrationQueued(let coldkey, _, 1, nil, cost, _, _)) = event {
                return coldkey == Self.newcomer.accountID
            }
            return false
        }
        #expect(queued)
        Runtime.endBlock(in: &chain.state)
        #expect(chain.has(.subtensor(.networkAdded(netuids[1], 1))))
        #expect(chain.state.get(Subtensor.subnetOwner, netuids[1]) == Self.newcomer.accountID)
        #expect(chain.state.get(Subtensor.subnetLocked, netuids[1]) == cost)
        #expect(chain.state.get(Subtensor.registeredSubnetCounter, netuids[1]) == 2)
        #expect(chain.state.get(System.account, Self.newcomer.accountID).data.reserved == .zero)
        #expect(chain.state.get(Subtensor.networkRegistrationQueue).isEmpty)
        #expect(chain.state.get(Subtensor.keys, netuids[1], 0) == Self.hotkey.accountID)
        try Runtime.checkInvariants(in: chain.state)
    }

    @Test("registrations wait in line while subnets are cleared, and each dissolves one of its own at most")
    func line() throws {
        let (chain, netuids) = try Self.full(3)
        chain.root(.subtensor(.rootDissolveNetwork(netuid: netuids[0])))
        // One number is on its way and nobody waits for it, so nothing else has to go.
        #expect(try chain.send(Self.register(), by: Self.newcomer) == nil)
        #expect(chain.state.get(Subtensor.dissolveCleanupQueue) == [netuids[0]])
        #expect(try chain.send(Self.register(TestChain.key("Second")), by: TestChain.alice) == nil)
        #expect(chain.state.get(Subtensor.dissolveCleanupQueue).count == 2)
        #expect(chain.state.get(Subtensor.networkRegistrationQueue).map(\.lockID) == [0, 1])
        chain.advance()
        #expect(chain.state.get(Subtensor.networkRegistrationQueue).count == 1, "one subnet a block")
        chain.advance()
        #expect(chain.state.get(Subtensor.networkRegistrationQueue).isEmpty)
        #expect(Subtensor.netuids(in: chain.state).count == 4)
        let owners = Subtensor.netuids(in: chain.state).map { chain.state.get(Subtensor.subnetOwner, $0) }
        #expect(owners.contains(Self.newcomer.accountID) && owners.contains(TestChain.alice.accountID))
        chain.advance(5)
    }

    @Test("nobody can take the hotkey of a registration that waits")
    func hotkey() throws {
        let (chain, _) = try Self.full(2)
        #expect(try chain.send(Self.register(), by: Self.newcomer) == nil)
        let claim = RuntimeCall.subtensor(.tryAssociateHotkey(hotkey: Self.hotkey.accountID))
        #expect(try chain.send(claim, by: TestChain.alice) == nil)
        chain.advance()
        #expect(chain.state.get(Subtensor.networkRegistrationQueue).isEmpty)
        #expect(chain.state.get(System.account, Self.newcomer.accountID).data.reserved == .zero)
        let owners = Subtensor.netuids(in: chain.state).map { chain.state.get(Subtensor.subnetOwner, $0) }
        #expect(owners.contains(Self.newcomer.accountID) && !owners.contains(TestChain.alice.accountID))
        chain.advance(2)
    }

    @Test("a registration that waits doubles the price of the next one, and holds it up, like one that does not")
    func successors() throws {
        let (chain, _) = try Self.full(2)
        chain.root(.adminUtils(.sudoSetNetworkRateLimit(rateLimit: 3)))
        chain.advance(3)
        let price = Subtensor.networkLockCost(in: chain.state)
        #expect(try chain.send(Self.register(), by: Self.newcomer) == nil)
        #expect(chain.state.get(Subtensor.networkRegistrationQueue).map(\.lockAmount) == [price])
        #expect(Subtensor.networkLockCost(in: chain.state) == price + price)
        let next = Self.register(TestChain.key("Next"))
        let origin = Origin.signed(TestChain.alice.accountID)
        #expect(
            try chain.refusal(of: next, by: TestChain.alice)
                == .custom(TransactionErrorCode.rateLimitExceeded.rawValue))
        chain.advance(2)
        // Its creation in the meantime changed nothing of that.
        #expect(chain.state.get(Subtensor.networkRegistrationQueue).isEmpty)
        #expect(chain.dispatch(next, from: origin) == .subtensor(.networkTxRateLimitExceeded))
        #expect(Subtensor.networkLockCost(in: chain.state) > price + price - .tao(1))
        chain.advance()
        #expect(chain.dispatch(next, from: origin) == nil)
        chain.advance(2)
    }

    @Test("where every subnet is immune nobody gives way, and nothing is reserved")
    func refusals() throws {
        let (chain, _) = try Self.full(2)
        chain.root(.adminUtils(.sudoSetNetworkImmunityPeriod(immunityPeriod: 1_000_000)))
        #expect(try chain.send(Self.register(), by: Self.newcomer) == .subtensor(.subnetLimitReached))
        chain.root(.adminUtils(.sudoSetNetworkImmunityPeriod(immunityPeriod: 0)))
        chain.state.set(Subtensor.networkRegistrationLockId, to: .max)
        #expect(try chain.send(Self.register(), by: Self.newcomer) == .subtensor(.lockIdOverFlow))
        chain.advance()
    }
}
