import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Testing
import Yuma

@testable import SubtensorPallets

@Suite struct MoveStakeTests {
    let owner = StakingNetwork.coldkeys[0]
    let holder = StakingNetwork.coldkeys[1]
    let recipient = StakingNetwork.coldkeys[2]
    /// Two started subnets, and the owner's hotkeys on them.
    let netuids: [NetUID] = [1, 2]
    let hotkeys = [1, 2].map { StakingNetwork.hotkey(of: StakingNetwork.coldkeys[0], $0) }

    /// A network whose holder has stake at the first subnet's owner hotkey.
    private func makeNetwork() -> StakingNetwork {
        var network = StakingNetwork()
        #expect([network.addSubnet(), network.addSubnet()] == netuids)
        let (holder, netuids, hotkeys) = (holder, netuids, hotkeys)
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.signed(holder), hotkeys[0], netuids[0], .tao(100), in: &state)
        }
        #expect(failure == nil)
        return network
    }

    @Test("a move within a subnet takes shares along, without a trade and without a fee")
    func withinSubnet() {
        var network = makeNetwork()
        let held = network.stake(holder, hotkeys[0], netuids[0])
        let price = Swap.priceInRao(netuids[0], in: network.state)
        let reserve = network.state.get(Subtensor.subnetTAO, netuids[0])
        let holder = holder
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.moveStake(
                .signed(holder), from: hotkeys[0], to: hotkeys[1], netuids[0], to: netuids[0], .max, in: &state)
        }
        #expect(failure == nil)
        #expect(network.stake(holder, hotkeys[0], netuids[0]).isZero)
        #expect(network.stake(holder, hotkeys[1], netuids[0]) == held)
        #expect(Swap.priceInRao(netuids[0], in: network.state) == price)
        #expect(network.state.get(Subtensor.subnetTAO, netuids[0]) == reserve)
        guard
            case .stakeMoved(holder, hotkeys[0], netuids[0], hotkeys[1], netuids[0], let tao) = network.subtensorEvents
                .last
        else {
            Issue.record("no StakeMoved but \(String(describing: network.subtensorEvents.last))")
            return
        }
        // 100 TAO into a pool of 1,000 raised the price by a fifth and bought a tenth less.
        #expect(tao > .tao(109) && tao < .tao(111))
    }

    @Test("a swap between subnets sells and buys for one fee")
    func betweenSubnets() throws {
        var network = makeNetwork()
        let held = network.stake(holder, hotkeys[0], netuids[0])
        let sale = try Swap.tradingPool(netuids[0], in: network.state)
            .swap(SwapOrder(.sell, amount: held.units, feeRate: 33))
        let purchase = try Swap.tradingPool(netuids[1], in: network.state)
            .swap(SwapOrder(.buy, amount: sale.paidOut, feeRate: 0))
        let free = network.free(holder)
        let holder = holder
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.swapStake(.signed(holder), at: hotkeys[0], netuids[0], to: netuids[1], held, in: &state)
        }
        #expect(failure == nil)
        #expect(network.stake(holder, hotkeys[0], netuids[0]).isZero)
        #expect(network.stake(holder, hotkeys[0], netuids[1]) == Alpha(purchase.paidOut))
        #expect(network.free(holder) == free)
        let event = Subtensor.Event.stakeSwapped(holder, hotkeys[0], netuids[0], netuids[1], Rao(sale.paidOut))
        #expect(network.subtensorEvents.last == event)
    }

    @Test("a transfer gives stake to another coldkey, and only where both subnets allow it")
    func transfer() {
        var network = makeNetwork()
        let half = Alpha(network.stake(holder, hotkeys[0], netuids[0]).units / 2)
        func give(_ network: inout StakingNetwork, to destination: NetUID) -> DispatchError? {
            let (holder, recipient) = (holder, recipient)
            return network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.transferStake(
                    .signed(holder), to: recipient, at: hotkeys[0], netuids[0], to: destination, half, in: &state)
            }
        }
        network.state.set(Subtensor.transferToggle, netuids[1], to: false)
        #expect(give(&network, to: netuids[1]) == .subtensor(.transferDisallowed))
        #expect(give(&network, to: netuids[0]) == nil)
        #expect(network.stake(recipient, hotkeys[0], netuids[0]) == half)
        network.state.set(Subtensor.transferToggle, netuids[1], to: true)
        #expect(give(&network, to: netuids[1]) == nil)
        #expect(!network.stake(recipient, hotkeys[0], netuids[1]).isZero)
        #expect(network.state.get(Subtensor.stakingHotkeys, recipient) == [hotkeys[0]])
    }

    @Test("root stake that is given away takes no claims along and leaves none behind")
    func rootTransfer() {
        var network = makeNetwork()
        let (holder, recipient) = (holder, recipient)
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.signed(holder), hotkeys[0], .root, .tao(10), in: &state)
        }
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.transferStake(
                .signed(holder), to: recipient, at: hotkeys[0], .root, to: .root, .max, in: &state)
        }
        #expect(failure == nil)
        #expect(network.stake(recipient, hotkeys[0], .root) == Alpha(Rao.tao(10).units))
        #expect(network.state.contains(Subtensor.stakingColdkeys, holder) == false)
        #expect(network.state.get(Subtensor.stakingColdkeys, recipient) == 0)
    }

    @Test("every refusal of a move leaves the state as it was")
    func refusals() {
        var network = makeNetwork()
        let stopped = network.addSubnet(starts: false)
        let stranger = StakingNetwork.account(77)
        func move(
            _ network: inout StakingNetwork, to hotkey: AccountID, _ netuid: NetUID, _ alpha: Alpha,
            limit: (price: Rao, allowsPart: Bool)? = nil
        ) -> DispatchError? {
            let holder = holder
            return network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.moveStake(
                    .signed(holder), from: hotkeys[0], to: hotkey, netuids[0], to: netuid, alpha, limit: limit,
                    in: &state)
            }
        }
        #expect(move(&network, to: hotkeys[0], netuids[0], .max) == .subtensor(.sameNetuid))
        #expect(move(&network, to: hotkeys[1], 9, .max) == .subtensor(.subnetNotExists))
        #expect(move(&network, to: hotkeys[1], stopped, .max) == .subtensor(.subtokenDisabled))
        #expect(move(&network, to: stranger, netuids[1], .max) == .subtensor(.hotKeyAccountNotExists))
        #expect(move(&network, to: hotkeys[1], netuids[1], 1000) == .subtensor(.amountTooLow))
        #expect(move(&network, to: hotkeys[1], netuids[0], 1000) == .subtensor(.amountTooLow))
        let high = (price: Rao.tao(2), allowsPart: false)
        #expect(move(&network, to: hotkeys[1], netuids[1], .max, limit: high) == .subtensor(.slippageTooHigh))
        let held = network.stake(holder, hotkeys[0], netuids[0])
        let none = (price: Rao.tao(2), allowsPart: true)
        #expect(move(&network, to: hotkeys[1], netuids[1], .max, limit: none) == nil, "no part at all may move")
        #expect(network.stake(holder, hotkeys[0], netuids[0]) == held)
    }

    @Test("a limit lets as much through as gets that much of the other subnet's alpha on average")
    func limit() {
        var network = makeNetwork()
        let holder = holder
        let held = network.stake(holder, hotkeys[0], netuids[0])
        let price = Swap.price(netuids[0], in: network.state)
            .dividedSafely(by: Swap.price(netuids[1], in: network.state))
        let limit = Rao(price.multipliedSaturated(by: U64F64(990_000_000)).flooredUInt64)
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.swapStake(
                .signed(holder), at: hotkeys[0], netuids[0], to: netuids[1], held, limit: (limit, true), in: &state)
        }
        #expect(failure == nil)
        let rest = network.stake(holder, hotkeys[0], netuids[0])
        #expect(!rest.isZero && rest < held)
        let average = U64F64(network.stake(holder, hotkeys[0], netuids[1]).units)
            .dividedSafely(by: U64F64((held - rest).units)).multipliedSaturated(by: U64F64(1_000_000_000))
        // The estimate knows nothing of the fee of five parts in ten thousand.
        #expect(average.flooredUInt64 + 700_000 > limit.units)
        #expect(average.flooredUInt64 < limit.units)
    }

    @Test("destroyed alpha leaves the circulation, and only recycled alpha leaves the count of what is outside")
    func destroy() {
        var network = makeNetwork()
        let holder = holder
        let outside = network.state.get(Subtensor.subnetAlphaOut, netuids[0])
        let held = network.stake(holder, hotkeys[0], netuids[0])
        var failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.burnAlpha(.signed(holder), hotkeys[0], 1_000, netuids[0], in: &state)
            try Subtensor.recycleAlpha(.signed(holder), hotkeys[0], 500, netuids[0], in: &state)
        }
        #expect(failure == nil)
        #expect(network.stake(holder, hotkeys[0], netuids[0]) == held - 1_500)
        #expect(network.state.get(Subtensor.subnetAlphaOut, netuids[0]) == outside - 500)
        failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.burnAlpha(.signed(holder), hotkeys[0], 1, .root, in: &state)
        }
        #expect(failure == .subtensor(.cannotBurnOrRecycleOnRootSubnet))
    }
}
