import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Testing

@testable import SubtensorPallets

@Suite struct RootClaimTests {
    let owner = StakingNetwork.coldkeys[0]
    let staker = StakingNetwork.coldkeys[1]
    let netuid: NetUID = 1
    let hotkey = StakingNetwork.hotkey(of: StakingNetwork.coldkeys[0], 1)

    /// A subnet where 1,000 alpha of dividends wait for a root staker with all of a hotkey's 10 TAO.
    private func makeNetwork() -> StakingNetwork {
        var network = StakingNetwork()
        #expect(network.addSubnet() == netuid)
        let (staker, netuid, hotkey) = (staker, netuid, hotkey)
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.signed(staker), hotkey, .root, .tao(10), in: &state)
            Subtensor.mintAlphaOut(5_000_000_000, on: netuid, in: &state)
            Subtensor.raiseRootClaimable(by: I96F32(1).dividedSafely(by: I96F32(2)), at: hotkey, on: netuid, in: &state)
        }
        #expect(failure == nil)
        return network
    }

    private func claim(_ network: inout StakingNetwork, _ netuids: [NetUID]) -> DispatchError? {
        let staker = staker
        return network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.claimRoot(.signed(staker), netuids, in: &state)
        }
    }

    private func choose(_ network: inout StakingNetwork, _ type: RootClaimType) -> DispatchError? {
        let staker = staker
        return network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.setRootClaimType(.signed(staker), type, in: &state)
        }
    }

    @Test("a claim sells the dividends and stakes the TAO on root")
    func swap() {
        var network = makeNetwork()
        let before = network.stake(staker, hotkey, .root)
        #expect(claim(&network, [netuid]) == nil)
        let staked = network.stake(staker, hotkey, .root) - before
        #expect(!staked.isZero)
        #expect(network.subtensorEvents.last == .rootClaimed(coldkey: staker, tao: Rao(staked.units)))
        #expect(network.stake(staker, hotkey, netuid).isZero)
        #expect(Subtensor.rootDividendsOwed(to: staker, at: hotkey, on: netuid, in: network.state).flooredUInt64 == 0)
    }

    @Test("who keeps gets the alpha itself, everywhere or on the subnets named")
    func keep() {
        for type in [RootClaimType.keep, .keepSubnets(subnets: [7, 1])] {
            var network = makeNetwork()
            #expect(choose(&network, type) == nil)
            let stored = type == .keep ? type : .keepSubnets(subnets: [1, 7])
            #expect(
                network.subtensorEvents.last == .rootClaimTypeSet(coldkey: staker, rootClaimType: stored))
            #expect(claim(&network, [netuid]) == nil)
            #expect(network.stake(staker, hotkey, netuid) == 5_000_000_000)
        }
        var network = makeNetwork()
        #expect(choose(&network, .keepSubnets(subnets: [7])) == nil)
        #expect(claim(&network, [netuid]) == nil)
        #expect(network.stake(staker, hotkey, netuid).isZero)
    }

    @Test("claims name one to five subnets, and thresholds stay within their bound")
    func bounds() {
        var network = makeNetwork()
        #expect(claim(&network, []) == .subtensor(.invalidSubnetNumber))
        #expect(claim(&network, [1, 2, 3, 4, 5, 6]) == .subtensor(.invalidSubnetNumber))
        #expect(choose(&network, .keepSubnets(subnets: [])) == .subtensor(.invalidSubnetNumber))
        let owner = owner
        func threshold(_ network: inout StakingNetwork, _ value: UInt64) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.sudoSetRootClaimThreshold(.signed(owner), netuid, value, in: &state)
            }
        }
        #expect(threshold(&network, 10_000_001) == .subtensor(.invalidRootClaimThreshold))
        #expect(threshold(&network, 10_000_000) == nil)
        network.state.set(Subtensor.rootClaimed, netuid, hotkey, staker, to: 4_995_000_000)
        #expect(claim(&network, [netuid]) == nil)
        #expect(
            network.stake(staker, hotkey, .root) == Alpha(Rao.tao(10).units), "5,000,000 rao are below the threshold")
    }
}
