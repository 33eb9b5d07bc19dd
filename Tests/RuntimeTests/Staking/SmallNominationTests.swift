import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

/// Nominations that a raised minimum makes too small.
@Suite struct SmallNominationTests {
    private let owner = StakingNetwork.coldkeys[0]
    private let netuid: NetUID = 1
    private let hotkey = StakingNetwork.hotkey(of: StakingNetwork.coldkeys[0], 1)

    /// A subnet whose owner and six others staked 1, 2, 3 … TAO to one hotkey, the owner least of all.
    private func makeNetwork() -> StakingNetwork {
        var network = StakingNetwork()
        #expect(network.addSubnet() == netuid)
        for (index, coldkey) in StakingNetwork.coldkeys.prefix(7).enumerated() {
            let failure = network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.addStake(.signed(coldkey), hotkey, netuid, .tao(UInt64(index) + 1), in: &state)
            }
            #expect(failure == nil)
        }
        return network
    }

    private func raiseMinimum(of network: inout StakingNetwork, to factor: UInt64) {
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try AdminUtils.setNominationMinimum(factor, .root, in: &state)
        }
        #expect(failure == nil)
    }

    private func stakes(_ network: borrowing StakingNetwork) -> [Bool] {
        StakingNetwork.coldkeys.prefix(7).map { coldkey in !network.stake(coldkey, hotkey, netuid).isZero }
    }

    private func walk(_ network: inout StakingNetwork, _ allowance: CleanupAllowance) {
        network.run { (state: inout State) throws(DispatchError) in
            Subtensor.clearSmallNominations(allowance, in: &state)
        }
    }

    /// As many millionths of the least stake as are `tao`.
    private func factor(_ tao: Rao) -> UInt64 { tao.units * 1_000_000 / Subtensor.stakeMinimum.units }

    @Test("those below the new minimum are sold, the owner's own stake and larger ones stay")
    func sold() {
        var network = makeNetwork()
        let before = StakingNetwork.coldkeys.map { network.free($0) }
        raiseMinimum(of: &network, to: factor(Rao(4_500_000_000)))
        #expect(stakes(network).allSatisfy { $0 }, "nothing is sold by the call itself")
        walk(&network, .block)
        #expect(stakes(network) == [true, false, false, false, true, true, true])
        for index in 1...3 { #expect(network.free(StakingNetwork.coldkeys[index]) > before[index]) }
        for index in [0, 4, 5, 6] { #expect(network.free(StakingNetwork.coldkeys[index]) == before[index]) }
        #expect(network.state.get(Subtensor.alphaV2MapLastKey) == nil)
    }

    @Test("a walk that a block's allowance ends goes on in the next one, where it was")
    func pages() {
        var network = makeNetwork()
        // More positions than a page has keys.
        let extra = 2 * CleanupAllowance.page
        for index in 0..<extra {
            let coldkey = AccountID(UInt64(index).encoded() + Array(repeating: 77, count: 24)) ?? .zero
            network.state.set(Subtensor.alphaV2, hotkey, coldkey, 9, to: .zero)
        }
        raiseMinimum(of: &network, to: factor(Rao(4_500_000_000)))
        var blocks = 0
        while network.state.get(Subtensor.alphaV2MapLastKey) != nil, blocks < 10 {
            walk(&network, CleanupAllowance(units: 900))
            blocks += 1
        }
        #expect(blocks == 3)
        #expect(stakes(network) == [true, false, false, false, true, true, true])
    }

    @Test("a minimum that is raised again starts the walk anew, and a lower one starts none")
    func again() {
        var network = makeNetwork()
        raiseMinimum(of: &network, to: factor(Rao(2_500_000_000)))
        raiseMinimum(of: &network, to: factor(Rao(4_500_000_000)))
        #expect(network.state.get(Subtensor.alphaV2MapLastKey) == [])
        walk(&network, .block)
        #expect(stakes(network) == [true, false, false, false, true, true, true])
        raiseMinimum(of: &network, to: factor(Rao(1_000_000_000)))
        #expect(network.state.get(Subtensor.alphaV2MapLastKey) == nil)
        walk(&network, .block)
        #expect(stakes(network) == [true, false, false, false, true, true, true])
    }

    @Test("positions on a subnet that is being dissolved are left to its end")
    func dissolved() {
        var network = makeNetwork()
        let netuid = netuid
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.dissolveNetwork(.root, netuid, in: &state)
        }
        raiseMinimum(of: &network, to: factor(Rao(4_500_000_000)))
        let before = StakingNetwork.coldkeys.map { network.free($0) }
        walk(&network, .block)
        #expect(StakingNetwork.coldkeys.map { network.free($0) } == before)
        #expect(stakes(network).allSatisfy { $0 })
    }
}
