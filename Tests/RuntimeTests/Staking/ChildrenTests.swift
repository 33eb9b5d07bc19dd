import Frame
import Primitives
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

@Suite struct ChildrenTests {
    let owner = StakingNetwork.coldkeys[0]
    let validator = StakingNetwork.coldkeys[1]
    let netuid: NetUID = 1
    let hotkeys = (0..<8).map { StakingNetwork.hotkey(of: StakingNetwork.coldkeys[1], $0) }

    /// A started subnet, and a validator's hotkeys, the first of them with stake.
    private func makeNetwork() -> StakingNetwork {
        var network = StakingNetwork()
        #expect(network.addSubnet() == netuid)
        let (validator, netuid, hotkeys) = (validator, netuid, hotkeys)
        let failure = network.run { (state: inout State) throws(DispatchError) in
            for hotkey in hotkeys { try Subtensor.tryAssociateHotkey(.signed(validator), hotkey, in: &state) }
            try Subtensor.addStake(.signed(validator), hotkeys[0], netuid, .tao(1000), in: &state)
        }
        #expect(failure == nil)
        return network
    }

    private func ask(
        _ network: inout StakingNetwork, _ parent: AccountID, _ netuid: NetUID, _ children: [Pair<UInt64, AccountID>]
    ) -> DispatchError? {
        let validator = validator
        return network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.setChildren(.signed(validator), parent, netuid, children, in: &state)
        }
    }

    @Test("children wait for their cool-down and then stand on both sides, by account")
    func schedule() {
        var network = makeNetwork()
        let children = [Pair(UInt64.max / 2, hotkeys[2]), Pair(UInt64.max / 4, hotkeys[1])]
        #expect(ask(&network, hotkeys[0], netuid, children) == nil)
        let due = 10 + network.state.get(Subtensor.pendingChildKeyCooldown)
        #expect(network.subtensorEvents.last == .setChildrenScheduled(hotkeys[0], netuid, due, children))
        network.advance(to: BlockNumber(due))
        Subtensor.applyPendingChildren(netuid, in: &network.state)
        #expect(network.state.get(Subtensor.childKeys, hotkeys[0], netuid).isEmpty)
        network.advance(to: BlockNumber(due) + 1)
        Subtensor.applyPendingChildren(netuid, in: &network.state)
        #expect(network.state.get(Subtensor.childKeys, hotkeys[0], netuid) == [children[1], children[0]])
        #expect(network.state.get(Subtensor.parentKeys, hotkeys[1], netuid) == [Pair(UInt64.max / 4, hotkeys[0])])
        #expect(network.state.contains(Subtensor.pendingChildKeys, netuid, hotkeys[0]) == false)
    }

    @Test("children that are replaced lose their parent, those that stay keep their place")
    func replace() {
        var network = makeNetwork()
        Subtensor.applyChildren(
            [Pair(1, hotkeys[1]), Pair(2, hotkeys[2])], of: hotkeys[0], on: netuid, in: &network.state)
        Subtensor.applyChildren([Pair(9, hotkeys[2])], of: hotkeys[3], on: netuid, in: &network.state)
        Subtensor.applyChildren([Pair(3, hotkeys[2])], of: hotkeys[0], on: netuid, in: &network.state)
        #expect(network.state.contains(Subtensor.parentKeys, hotkeys[1], netuid) == false)
        #expect(
            network.state.get(Subtensor.parentKeys, hotkeys[2], netuid) == [Pair(3, hotkeys[0]), Pair(9, hotkeys[3])])
        Subtensor.applyChildren([], of: hotkeys[0], on: netuid, in: &network.state)
        #expect(network.state.contains(Subtensor.childKeys, hotkeys[0], netuid) == false)
    }

    @Test("every senseless request for children is refused with its own error")
    func refusals() {
        var network = makeNetwork()
        let whole = UInt64.max
        let parent = hotkeys[0]
        #expect(ask(&network, parent, .root, []) == .subtensor(.registrationNotPermittedOnRootSubnet))
        #expect(ask(&network, parent, 9, []) == .subtensor(.subnetNotExists))
        let foreign = StakingNetwork.hotkey(of: owner, 1)
        #expect(ask(&network, foreign, netuid, []) == .subtensor(.nonAssociatedColdKey))
        let twice = [Pair(1, hotkeys[1]), Pair(UInt64(2), hotkeys[1])]
        #expect(ask(&network, parent, netuid, twice) == .subtensor(.duplicateChild))
        #expect(ask(&network, parent, netuid, [Pair(1, parent)]) == .subtensor(.invalidChild))
        let six = (1...6).map { Pair(UInt64(1), hotkeys[$0]) }
        #expect(ask(&network, parent, netuid, six) == .subtensor(.tooManyChildren))
        let much = [Pair(whole, hotkeys[1]), Pair(UInt64(1), hotkeys[2])]
        #expect(ask(&network, parent, netuid, much) == .subtensor(.proportionOverflow))
        Subtensor.applyChildren([Pair(1, parent)], of: hotkeys[7], on: netuid, in: &network.state)
        let circle = [Pair(UInt64(1), hotkeys[7])]
        #expect(ask(&network, parent, netuid, circle) == .subtensor(.childParentInconsistency))
        network.state.set(Subtensor.stakeThreshold, to: Rao.tao(10_000).units)
        #expect(ask(&network, parent, netuid, [Pair(1, hotkeys[1])]) == .subtensor(.notEnoughStakeToSetChildkeys))
        #expect(ask(&network, parent, netuid, []) == nil)
        #expect(ask(&network, parent, netuid, []) == .subtensor(.txRateLimitExceeded))
    }

    @Test("a childkey take stays within the bounds and is raised only at its rate")
    func take() {
        var network = makeNetwork()
        let validator = validator
        func set(_ network: inout StakingNetwork, _ take: UInt16) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.setChildkeyTake(.signed(validator), hotkeys[0], netuid, PerU16(take), in: &state)
            }
        }
        let most = network.state.get(Subtensor.maxChildkeyTake).rawValue
        #expect(set(&network, most + 1) == .subtensor(.invalidChildkeyTake))
        #expect(set(&network, most - 1) == nil)
        #expect(set(&network, most) == .subtensor(.txChildkeyTakeRateLimitExceeded))
        #expect(set(&network, 0) == nil)
        network.advance(to: 10 + BlockNumber(network.state.get(Subtensor.txChildkeyTakeRateLimit)))
        #expect(set(&network, most) == nil)
    }
}
