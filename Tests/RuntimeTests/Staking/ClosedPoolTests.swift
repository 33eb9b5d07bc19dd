import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Testbed
import Testing

@testable import SubtensorPallets

/// Share pools that are emptied and filled again.
@Suite struct ClosedPoolTests {
    private let netuid: NetUID = 1
    private let hotkey = StakingNetwork.hotkey(of: StakingNetwork.coldkeys[0], 1)
    private let coldkeys = Array(StakingNetwork.coldkeys.prefix(3))

    private func makeNetwork() -> StakingNetwork {
        var network = StakingNetwork()
        #expect(network.addSubnet() == netuid)
        return network
    }

    private func stake(_ coldkey: AccountID, _ state: borrowing State) -> Alpha {
        Subtensor.stake(of: coldkey, at: hotkey, on: netuid, in: state)
    }

    @Test("what is left of a share when its pool closes is worth nothing in the next pool, however that grows")
    func leftovers() {
        var network = makeNetwork()
        Subtensor.increaseStake(1_000_000, of: coldkeys[0], at: hotkey, on: netuid, in: &network.state)
        // Rounding leaves far less than this; the rule must not depend on how much it is.
        let ghost = SafeFloat(5_000)
        network.state.set(Subtensor.alphaV2, hotkey, coldkeys[1], netuid, to: ghost)
        Subtensor.decreaseStake(1_000_000, of: coldkeys[0], at: hotkey, on: netuid, in: &network.state)
        #expect(network.state.get(Subtensor.alphaSharePoolEpoch, hotkey, netuid) == 1)
        #expect(network.state.contains(Subtensor.totalHotkeySharesV2, hotkey, netuid) == false)

        Subtensor.increaseStake(10_000, of: coldkeys[2], at: hotkey, on: netuid, in: &network.state)
        Subtensor.increaseStake(90_000, at: hotkey, on: netuid, in: &network.state)
        #expect(stake(coldkeys[1], network.state).isZero)
        #expect(stake(coldkeys[2], network.state) == 100_000)
        #expect(Subtensor.netuidsStaked(by: coldkeys[1], at: hotkey, in: network.state) == [])
        #expect(network.state.get(Subtensor.alphaShareEpoch, hotkey, coldkeys[2], netuid) == 1)

        // Whoever has such a leftover stakes anew without it, and hands nothing of it on.
        Subtensor.increaseStake(100_000, of: coldkeys[1], at: hotkey, on: netuid, in: &network.state)
        #expect(stake(coldkeys[1], network.state) == 100_000)
        #expect(stake(coldkeys[2], network.state) == 100_000)
    }

    @Test("a leftover is not handed on to another coldkey or hotkey")
    func leftoversThatMove() {
        var network = makeNetwork()
        Subtensor.increaseStake(1_000_000, of: coldkeys[0], at: hotkey, on: netuid, in: &network.state)
        network.state.set(Subtensor.alphaV2, hotkey, coldkeys[1], netuid, to: SafeFloat(5_000))
        Subtensor.decreaseStake(1_000_000, of: coldkeys[0], at: hotkey, on: netuid, in: &network.state)
        Subtensor.increaseStake(10_000, of: coldkeys[2], at: hotkey, on: netuid, in: &network.state)
        Subtensor.moveShare(
            KeySwap(old: coldkeys[1], new: coldkeys[0]), at: hotkey, on: netuid, in: &network.state)
        #expect(network.state.get(Subtensor.alphaV2, hotkey, coldkeys[0], netuid).isZero)
        #expect(network.state.contains(Subtensor.alphaV2, hotkey, coldkeys[1], netuid) == false)
        let other = StakingNetwork.hotkey(of: StakingNetwork.coldkeys[0], 2)
        Subtensor.moveStakePool(
            KeySwap(old: hotkey, new: other), on: netuid, of: coldkeys, others: [], in: &network.state)
        #expect(Subtensor.stake(of: coldkeys[2], at: other, on: netuid, in: network.state) == 10_000)
        #expect(network.state.contains(Subtensor.alphaSharePoolEpoch, hotkey, netuid) == false)
        #expect(network.state.contains(Subtensor.alphaShareEpoch, hotkey, coldkeys[2], netuid) == false)
    }

    @Test("shares are never worth more than their pool, however often it is emptied and filled")
    func conservation() {
        var random = SeededRandom(seed: 461)
        var closings: UInt64 = 0
        for _ in 0..<40 {
            var network = makeNetwork()
            for _ in 0..<60 {
                let coldkey = coldkeys[Int.random(in: 0..<3, using: &random)]
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    let amount = Alpha(UInt64.random(in: 500_000...1_000_000_000_000_000, using: &random))
                    if Subtensor.canIncreaseStake(amount, at: hotkey, on: netuid, in: network.state) {
                        Subtensor.increaseStake(amount, of: coldkey, at: hotkey, on: netuid, in: &network.state)
                    }
                case 1:
                    let total = Subtensor.stake(at: hotkey, on: netuid, in: network.state)
                    let reward = Alpha(UInt64.random(in: 0...total.units / 8, using: &random))
                    Subtensor.increaseStake(reward, at: hotkey, on: netuid, in: &network.state)
                default:
                    let all = stake(coldkey, network.state)
                    Subtensor.decreaseStake(all, of: coldkey, at: hotkey, on: netuid, in: &network.state)
                }
                let sum = coldkeys.reduce(UInt64(0)) { $0 + stake($1, network.state).units }
                #expect(sum <= Subtensor.stake(at: hotkey, on: netuid, in: network.state).units, "seed 461")
            }
            closings += network.state.get(Subtensor.alphaSharePoolEpoch, hotkey, netuid)
        }
        #expect(closings > 20)
        print("closed pools: \(closings), seed 461")
    }
}
