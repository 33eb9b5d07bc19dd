import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma

@testable import SubtensorPallets

@Suite("Who gets an epoch's alpha")
struct DistributionTests {
    private static let validatorHotkey = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
    private static let minerHotkeys = EmissionNetwork.miners.map { EmissionNetwork.hotkey(of: $0) }

    @Test("miners share by weight, the validator takes its part and nominators the rest")
    func minersAndNominators() {
        var emission = EmissionNetwork(subnets: 1, tempo: 10)
        emission.run(9)
        let before = Holdings(emission)
        let pending = Subtensor.pending(of: 1, in: emission.network.state)
        emission.runBlock()
        let after = Holdings(emission)
        let perBlock = AlphaOutSplit(
            alphaOut: U96F32(1_000_000_000), ownerCut: 11_796,
            rootProportion: emission.network.state.get(Subtensor.rootProp, 1))
        let server = pending.server + perBlock.server
        let gains = zip(after.miners, before.miners).map { $0.units - $1.units }
        // The weights 21,845 and 65,535 stand 1 to 3. Shares are cut at 32 bits.
        // Miners get half of what is divided; without the root stakers' part that is less than what waited for them.
        let miners = gains[0] + gains[1]
        let half = (server.units + pending.validator.units + perBlock.validator.units) / 2
        // The root proportion falls a little with every block, which moves the sum by some thousand rao.
        #expect(miners < half + 20_000 && half < miners + 20_000)
        #expect(gains[0] * 3 <= gains[1] + 1_000 && gains[1] <= gains[0] * 3 + 1_000)

        let validator = after.validator.units - before.validator.units
        let nominator = after.nominator.units - before.nominator.units
        let all = validator + nominator
        let waited = pending.validator.units * 10 / 9
        #expect(waited - 1_000_000 < all && all <= waited + 1_000_000)
        // The validator takes 18 % and then has its part of the rest.
        let own = Double(before.validator.units) / Double(before.validator.units + before.nominator.units)
        let expected = (0.18 + 0.82 * own) * Double(all)
        #expect(abs(Double(validator) - expected) < expected / 1_000)
        #expect(Subtensor.pending(of: 1, in: emission.network.state) == AlphaPending())
        let record = emission.network.state.get(Subtensor.alphaDividendsPerSubnet, 1, Self.validatorHotkey)
        #expect(record.units > all / 100 * 81 && record.units < all / 100 * 83)
        #expect(
            emission.network.state.get(Subtensor.totalHotkeyAlphaLastEpoch, Self.validatorHotkey, 1)
                == Subtensor.stake(at: Self.validatorHotkey, on: 1, in: emission.network.state))
    }

    @Test("the owner gets its cut, unless it is switched off")
    func ownerCut() {
        for isEnabled in [true, false] {
            var emission = EmissionNetwork(subnets: 1, tempo: 10)
            emission.network.state.set(Subtensor.ownerCutEnabled, 1, to: isEnabled)
            emission.commit()
            let hotkey = emission.network.state.get(Subtensor.subnetOwnerHotkey, 1)
            emission.run(10)
            let stake = emission.network.stake(EmissionNetwork.owner, hotkey, 1).units
            #expect(stake == (isEnabled ? 10 * (UInt64(1_000_000_000) * 11_796 / 65_535) : 0))
        }
    }

    @Test("the owner's own miners get nothing, and the burned part lowers the subnet's TAO")
    func withheld() {
        for choice in [RecycleOrBurn.burn, .recycle] {
            var emission = EmissionNetwork(subnets: 1, tempo: 10)
            emission.network.state.set(Subtensor.subnetOwner, 1, to: EmissionNetwork.miners[1])
            emission.network.state.set(Subtensor.recycleOrBurn, 1, to: choice)
            emission.commit()
            emission.run(10)
            #expect(emission.network.stake(EmissionNetwork.miners[1], Self.minerHotkeys[1], 1).isZero)
            let burned = emission.network.state.get(AlphaAssets.alphaBurned, 1)
            #expect(burned.isZero == (choice == .recycle))
            let share = emission.network.state.get(Subtensor.minerBurned, 1)
            #expect(share > U96F32(partOf65535: 49_000) && share < U96F32(partOf65535: 49_300))
        }
    }

    @Test("incentives go to the hotkey that the miner chose")
    func autoStake() {
        var emission = EmissionNetwork(subnets: 1, tempo: 10)
        let miner = EmissionNetwork.miners[0]
        emission.network.state.set(Subtensor.autoStakeDestination, miner, 1, to: Self.validatorHotkey)
        emission.commit()
        emission.run(9)
        let events = emission.runBlock()
        #expect(emission.network.stake(miner, Self.minerHotkeys[0], 1).isZero)
        #expect(!emission.network.stake(miner, Self.validatorHotkey, 1).isZero)
        let announced = events.contains {
            guard case .autoStakeAdded(1, Self.validatorHotkey, let hotkey, miner, _) = $0 else { return false }
            return hotkey == Self.minerHotkeys[0]
        }
        #expect(announced)
    }

    @Test("a child pays its parents and keeps its take")
    func parents() {
        var emission = EmissionNetwork(subnets: 1, tempo: 10)
        // Miner 0 validates with the validator's whole stake.
        let child = Self.minerHotkeys[0]
        emission.network.state.set(Subtensor.childKeys, Self.validatorHotkey, 1, to: [Pair(.max, child)])
        emission.network.state.set(Subtensor.parentKeys, child, 1, to: [Pair(.max, Self.validatorHotkey)])
        emission.network.state.set(Subtensor.childkeyTake, child, 1, to: PerU16(6_554))
        emission.network.state.set(Subtensor.validatorPermit, 1, to: [true, false, true, false])
        emission.network.state.remove(Subtensor.weights, Subtensor.storageIndex(1), 1)
        emission.network.state.set(Subtensor.weights, Subtensor.storageIndex(1), 2, to: [Pair(3, 65_535)])
        emission.commit()
        emission.run(9)
        let before = Holdings(emission)
        emission.runBlock()
        let after = Holdings(emission)
        let parents = after.validator.units + after.nominator.units - before.validator.units - before.nominator.units
        let child0 = after.miners[0].units - before.miners[0].units
        #expect(parents > 0 && child0 > 0)
        // A tenth stays with the child. All of it is alpha, while most of the parents' part falls to their root stake.
        let weight = Double(emission.network.state.get(Subtensor.taoWeight)) / Double(UInt64.max)
        let root = Subtensor.stake(at: Self.validatorHotkey, on: .root, in: emission.network.state)
        let alpha = Double(before.validator.units + before.nominator.units)
        let alphaPart = 0.9 * alpha / (alpha + Double(root.units) * weight)
        #expect(abs(Double(child0) / Double(parents) - 0.1 / alphaPart) < 0.01 * 0.1 / alphaPart)
    }

    @Test("root stakers are paid in TAO in turn, out of the subnets' pools")
    func rootDividends() {
        var emission = EmissionNetwork(subnets: 2, tempo: 5)
        for netuid in emission.netuids { emission.network.state.set(Subtensor.subnetMovingPrice, netuid, to: .one) }
        emission.network.state.set(Subtensor.emaPriceHalvingBlocks, 1, to: .max)
        emission.network.state.set(Subtensor.emaPriceHalvingBlocks, 2, to: .max)
        emission.commit()
        emission.run(10)
        let claimable = emission.network.state.get(Subtensor.rootClaimable, Self.validatorHotkey)
        #expect(claimable.map(\.first) == [1, 2])
        let owed = Subtensor.rootDividendsOwed(
            to: EmissionNetwork.nominator, at: Self.validatorHotkey, on: 1, in: emission.network.state)
        #expect(owed > .zero)
        let before = emission.network.stake(EmissionNetwork.nominator, Self.validatorHotkey, .root)

        emission.network.state.set(Subtensor.numRootClaim, to: 5)
        emission.commit()
        emission.run(20)
        let after = emission.network.stake(EmissionNetwork.nominator, Self.validatorHotkey, .root)
        #expect(after > before)
        let rest = Subtensor.rootDividendsOwed(
            to: EmissionNetwork.nominator, at: Self.validatorHotkey, on: 1, in: emission.network.state)
        #expect(rest < owed.addingSaturated(owed).addingSaturated(owed))
    }

    @Test("who keeps its root dividends gets alpha")
    func keptRootDividends() {
        var emission = EmissionNetwork(subnets: 2, tempo: 5)
        for netuid in emission.netuids { emission.network.state.set(Subtensor.subnetMovingPrice, netuid, to: .one) }
        emission.network.state.set(Subtensor.numRootClaim, to: 5)
        emission.network.state.set(Subtensor.rootClaimType, EmissionNetwork.nominator, to: .keepSubnets(subnets: [2]))
        emission.commit()
        emission.run(30)
        let claimed = [NetUID(1), 2].map {
            emission.network.state.get(Subtensor.rootClaimed, $0, Self.validatorHotkey, EmissionNetwork.nominator)
        }
        #expect(claimed.allSatisfy { $0 > 0 })
    }

    /// What the parties hold on subnet 1.
    private struct Holdings {
        var miners: [Alpha]
        var validator: Alpha
        var nominator: Alpha

        init(_ emission: borrowing EmissionNetwork) {
            var miners: [Alpha] = []
            for miner in EmissionNetwork.miners {
                miners.append(emission.network.stake(miner, EmissionNetwork.hotkey(of: miner), 1))
            }
            self.miners = miners
            let hotkey = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
            validator = emission.network.stake(EmissionNetwork.validator, hotkey, 1)
            nominator = emission.network.stake(EmissionNetwork.nominator, hotkey, 1)
        }
    }
}
