import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed
import Testing

@testable import SubtensorPallets

/// The end of a subnet: who is paid, and what is left.
@Suite struct DissolveTests {
    /// A chain with two subnets of Bob's, each with stakers; the epochs of both have run.
    private static func chain() throws -> (TestChain, NetUID, NetUID) {
        let chain = TestChain()
        chain.root(.adminUtils(.sudoSetNetworkRateLimit(rateLimit: 0)))
        let doomed = try chain.addSubnet(hotkey: TestChain.key("Doomed"))
        chain.advance()
        let other = try chain.addSubnet(hotkey: TestChain.key("Other"))
        for netuid in [doomed, other] {
            let validator = TestChain.key(netuid == doomed ? "Doomed" : "Other")
            try chain.register([TestChain.key("Miner\(netuid.number)")], on: netuid)
            try chain.stake(.tao(300), of: TestChain.charlie, to: validator, on: netuid)
            try chain.stake(.tao(70), of: TestChain.dave, to: validator, on: netuid)
            try chain.stake(.tao(11), of: TestChain.dave, to: TestChain.key("Miner\(netuid.number)"), on: netuid)
            chain.advance()
        }
        chain.advance(120)
        return (chain, doomed, other)
    }

    private static func dissolve(_ netuid: NetUID) -> RuntimeCall { .subtensor(.rootDissolveNetwork(netuid: netuid)) }

    @Test("stakers get the pool's TAO by their alpha, and nothing of the subnet is left in the state")
    func everything() throws {
        let (chain, netuid, other) = try Self.chain()
        let entries = try SubnetEntries()
        let (own, others) = (entries.all(of: netuid), entries.all(of: other))
        #expect(own.count > 130)
        for entry in own + others where chain.state.raw(entry.key) == nil {
            chain.state.setRaw(entry.key, to: entry.value)
        }
        let limits: [RateLimitKey] = [
            .setSNOwnerHotkey(netuid), .ownerHyperparamUpdate(netuid, .rho), .addStakeBurn(netuid),
        ]
        for key in limits { chain.state.set(Subtensor.lastRateLimitedBlock, key, to: 5) }
        chain.state.set(Subtensor.lastRateLimitedBlock, .ownerHyperparamUpdate(other, .rho), to: 5)
        let otherStake = chain.state.get(Subtensor.subnetTAO, other)
        let pot = chain.state.get(Subtensor.subnetTAO, netuid)
        let holders = [TestChain.charlie, TestChain.dave, TestChain.bob, TestChain.alice]
        let alpha = holders.map { holder in
            chain.state.allEntries(of: Subtensor.alphaV2)
                .filter { $0.key.1 == holder.accountID && $0.key.2 == netuid }
                .map { Subtensor.stake(of: $0.key.1, at: $0.key.0, on: netuid, in: chain.state).units }
                .reduce(UInt128(0)) { $0 + UInt128($1) }
        }
        let pool = chain.state.get(Subtensor.subnetAlphaIn, netuid).units
        let bought = chain.state.get(Subtensor.subnetProtocolAlpha, netuid).units
        let total = alpha.reduce(0, +) + UInt128(pool) + UInt128(bought)
        let before = holders.map { chain.free($0) }
        let issued = chain.state.get(Balances.totalIssuance)

        chain.root(Self.dissolve(netuid))
        #expect(chain.has(.subtensor(.networkRemoved(netuid))))
        let unpaid = holders.map { chain.free($0) }
        #expect(unpaid == before, "nobody is paid before the block ends")
        Runtime.endBlock(in: &chain.state)
        #expect(chain.has(.subtensor(.networkDissolveCleanupCompleted(netuid: netuid))))
        var paid = Rao.zero
        for (holder, amounts) in zip(holders, zip(alpha, before)) {
            let share = chain.free(holder) - amounts.1
            let exact = UInt128(pot.units) * amounts.0 / total
            #expect(UInt128(share.units) >= exact && UInt128(share.units) <= exact + 2, "\(share) for \(exact)")
            paid = paid.addingClamped(share)
        }
        #expect(!paid.isZero && paid <= pot)
        // What is not paid is recycled, but for what keeps the subnet's account alive.
        #expect(Balances.free(Subtensor.subnetAccount(netuid), in: chain.state) == Balances.existentialDeposit)
        #expect(chain.state.get(Balances.totalIssuance) < issued)
        #expect(chain.state.get(Subtensor.subnetTAO, other) == otherStake)
        let left = own.filter { chain.state.raw($0.key) != nil }.map(\.item)
        #expect(Set(left).subtracting(SubnetEntries.lasting).isEmpty, "left: name them in SubnetMaps")
        for key in limits { #expect(chain.state.contains(Subtensor.lastRateLimitedBlock, key) == false) }
        #expect(chain.state.get(Subtensor.lastRateLimitedBlock, .ownerHyperparamUpdate(other, .rho)) == 5)
        for entry in others { #expect(chain.state.raw(entry.key) != nil, "\(entry.item) of another subnet is gone") }
        let found = try leftovers(of: netuid, in: chain.state)
        #expect(found.isEmpty)
    }

    /// Keys of served maps that name the subnet, whoever else they name.
    private func leftovers(of netuid: NetUID, in state: borrowing State) throws -> [String] {
        var found: [String] = []
        found += state.allEntries(of: Subtensor.alphaV2).filter { $0.key.2 == netuid }.map { "\($0.key)" }
        found += state.allEntries(of: Subtensor.totalHotkeyAlpha).filter { $0.key.1 == netuid }.map { "\($0.key)" }
        found += state.allEntries(of: Subtensor.isNetworkMember).filter { $0.key.1 == netuid }.map { "\($0.key)" }
        found += state.entries(of: Subtensor.rootClaimable)
            .filter { entry in entry.value.contains { $0.first == netuid } }.map { "claimable \($0.key)" }
        for maps in [SubnetMaps.settings, SubnetMaps.entries, SubnetMaps.commitments, SubnetMaps.swap] {
            for map in maps where !state.rawKeys(under: map.prefix(of: netuid)).isEmpty { found.append(map.item.name) }
        }
        return found
    }

    @Test("the books balance in every block of a cleanup, which a small allowance spreads over many")
    func slowly() throws {
        let (chain, netuid, _) = try Self.chain()
        let supply = chain.state.get(Subtensor.totalIssuance)
        chain.root(Self.dissolve(netuid))
        var steps = 0
        while !chain.state.get(Subtensor.dissolveCleanupQueue).isEmpty, steps < 1_000 {
            Subtensor.cleanUpDissolvedSubnets(CleanupAllowance(units: 1), in: &chain.state)
            try Runtime.checkInvariants(in: chain.state)
            steps += 1
        }
        #expect(steps > 40, "\(steps) steps")
        let found = try leftovers(of: netuid, in: chain.state)
        #expect(found.isEmpty)
        #expect(chain.state.get(Subtensor.currentDissolveCleanupStatus) == nil)
        #expect(chain.state.get(Subtensor.totalIssuance) < supply)
        chain.advance(3)
    }

    @Test("one block looks at no more than its allowance, however many stakers there are")
    func bounded() throws {
        let (chain, netuid, _) = try Self.chain()
        let hotkey = TestChain.key("Doomed").accountID
        let count = 6_000
        for index in 0..<count {
            let coldkey = AccountID(UInt64(index).encoded() + Array(repeating: 3, count: 24)) ?? .zero
            Subtensor.increaseStake(Alpha(50_000_000), of: coldkey, at: hotkey, on: netuid, in: &chain.state)
        }
        // The alpha comes from nowhere here, so the supply has to follow for the books to hold.
        chain.state.update(Subtensor.subnetAlphaOut, netuid) { $0 = $0 + Alpha(UInt64(count) * 50_000_000) }
        chain.advance()
        let issued = chain.state.get(Balances.totalIssuance)
        chain.root(Self.dissolve(netuid))
        var blocks = 0
        while !chain.state.get(Subtensor.dissolveCleanupQueue).isEmpty, blocks < 100 {
            chain.advance()
            blocks += 1
        }
        #expect((3...20).contains(blocks), "\(blocks) blocks")
        let coldkey = AccountID(UInt64(17).encoded() + Array(repeating: 3, count: 24)) ?? .zero
        #expect(!Balances.free(coldkey, in: chain.state).isZero)
        #expect(chain.state.get(Balances.totalIssuance) <= issued.addingClamped(.tao(UInt64(blocks))))
        let found = try leftovers(of: netuid, in: chain.state)
        #expect(found.isEmpty)
    }

    @Test("a raised minimum of nominations sells none of a subnet that is being dissolved: its end pays them")
    func smallNominations() throws {
        let (chain, netuid, other) = try Self.chain()
        let nominator = TestChain.dave.accountID
        let hotkeys = ["Doomed", "Other"].map { TestChain.key($0).accountID }
        func stakes() -> [Alpha] {
            zip(hotkeys, [netuid, other]).map { Subtensor.stake(of: nominator, at: $0, on: $1, in: chain.state) }
        }
        let before = stakes()
        let balance = chain.free(TestChain.dave)
        chain.root(Self.dissolve(netuid))
        chain.root(.adminUtils(.sudoSetNominatorMinRequiredStake(minStake: 1_000_000_000_000)))
        Subtensor.clearSmallNominations(in: &chain.state)
        #expect(stakes() == [before[0], .zero], "the other subnet's nomination is too small now")
        let sold = chain.free(TestChain.dave)
        #expect(sold > balance)
        chain.advance(5)
        #expect(stakes() == [.zero, .zero])
        #expect(chain.free(TestChain.dave) > sold + .tao(30), "paid from the pool, about what was staked")
    }

    @Test("only root dissolves, and only a subnet that there is")
    func refusals() throws {
        let (chain, netuid, _) = try Self.chain()
        let byOwner = RuntimeCall.subtensor(.dissolveNetwork(coldkey: TestChain.bob.accountID, netuid: netuid))
        #expect(chain.dispatch(byOwner, from: .signed(TestChain.bob.accountID)) == .badOrigin)
        #expect(chain.dispatch(Self.dissolve(.root), from: .root) == .subtensor(.subnetNotExists))
        #expect(chain.dispatch(Self.dissolve(99), from: .root) == .subtensor(.subnetNotExists))
        chain.root(byOwner)
        #expect(chain.dispatch(Self.dissolve(netuid), from: .root) == .subtensor(.subnetNotExists))
        // Before the cleanup has begun nobody can act on the subnet any more.
        let miner = TestChain.key("Miner\(netuid.number)").accountID
        #expect(chain.state.get(Subtensor.uids, netuid, miner) == nil)
        let unstake = Subtensor.Call.removeStake(
            hotkey: TestChain.key("Doomed").accountID, netuid: netuid, amountUnstaked: Alpha(1_000_000_000))
        #expect(try chain.send(.subtensor(unstake), by: TestChain.dave) == .subtensor(.subnetNotExists))
        let identity = Subtensor.Call.setTempo(netuid: netuid, tempo: 400)
        #expect(chain.dispatch(.subtensor(identity), from: .signed(TestChain.bob.accountID)) == .badOrigin)
        chain.advance(2)
    }

    @Test(
        "an old subnet's owner gets its price back less the owner's earnings, of what neither stakers nor pool own",
        arguments: [
            // The owner's cut, the block that parts old from new subnets, TAO given to the account, the refund.
            (0, 1_000_000, 40, 40), (0, 1_000_000, 5_000, 1_000), (0, 10, 40, 0), (65_535, 1_000_000, 40, 0),
        ] as [(UInt16, UInt64, UInt64, UInt64)])
    func refund(cut: UInt16, startBlock: UInt64, gift: UInt64, refund: UInt64) throws {
        var network = StakingNetwork(.mainnet)
        let netuid = network.addSubnet()
        let (owner, staker) = (StakingNetwork.coldkeys[0], StakingNetwork.coldkeys[1])
        let alpha = Alpha(3_000_000_000)
        Subtensor.increaseStake(alpha, of: staker, at: StakingNetwork.account(77), on: netuid, in: &network.state)
        network.state.set(Subtensor.subnetProtocolAlpha, netuid, to: alpha)
        network.state.set(Subtensor.networkRegistrationStartBlock, to: startBlock)
        network.state.set(Subtensor.taoInRefundDeploymentBlock, to: 1_000_000)
        network.state.set(Subtensor.subnetOwnerCut, to: cut)
        Balances.deposit(.tao(gift), to: Subtensor.subnetAccount(netuid), in: &network.state)
        network.state.set(Subtensor.totalIssuance, to: network.state.get(Balances.totalIssuance))
        let before = [owner, staker].map { network.free($0) }
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.dissolve(netuid, in: &state)
        }
        #expect(failure == nil)
        Subtensor.cleanUpDissolvedSubnets(in: &network.state)
        // Half of the pool's 1,000 TAO belongs to the protocol, which nobody is paid for.
        #expect(network.free(staker) - before[1] == .tao(500))
        #expect(network.free(owner) - before[0] == .tao(refund))
        #expect(network.free(Subtensor.subnetAccount(netuid)) == Balances.existentialDeposit)
        network.check()
    }

    @Test("leftover rao go to the largest remainders, and no share is off by more than one")
    func rounding() throws {
        let seed: UInt64 = 20_261_121
        var random = SeededRandom(seed: seed)
        for _ in 0..<40 {
            var network = StakingNetwork()
            let netuid = network.addSubnet()
            let hotkey = StakingNetwork.account(77)
            for coldkey in StakingNetwork.coldkeys {
                let alpha = Alpha(UInt64.random(in: 1...5_000_000_000, using: &random))
                Subtensor.increaseStake(alpha, of: coldkey, at: hotkey, on: netuid, in: &network.state)
            }
            let pot = network.state.get(Subtensor.subnetTAO, netuid).units
            let pool = network.state.get(Subtensor.subnetAlphaIn, netuid).units
            let values = StakingNetwork.coldkeys.map { UInt128(network.stake($0, hotkey, netuid).units) }
            let total = values.reduce(0, +) + UInt128(pool)
            let before = StakingNetwork.coldkeys.map { network.free($0) }
            try network.state.transaction { (state: inout State) throws(DispatchError) in
                try Subtensor.dissolve(netuid, in: &state)
            }
            Subtensor.cleanUpDissolvedSubnets(in: &network.state)
            let shares = zip(StakingNetwork.coldkeys, before).map { UInt128((network.free($0) - $1).units) }
            let floors = values.map { UInt128(pot) * $0 / total }
            let remainders = values.map { UInt128(pot) * $0 % total }
            let leftover = Int(remainders.reduce(0, +) / total)
            #expect(shares.reduce(0, +) == floors.reduce(0, +) + UInt128(leftover), "seed \(seed)")
            let raised = shares.indices.filter { shares[$0] == floors[$0] + 1 }
            #expect(raised.count == leftover && shares.indices.allSatisfy { shares[$0] - floors[$0] <= 1 })
            let least = raised.map { remainders[$0] }.min() ?? .max
            let others = shares.indices.filter { !raised.contains($0) }.map { remainders[$0] }
            #expect(others.allSatisfy { $0 <= least }, "seed \(seed)")
            network.check()
        }
    }
}
