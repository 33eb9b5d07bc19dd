import Frame
import Primitives
import RuntimeInterface
import SystemPallets
import Testing
import Yuma

@testable import SubtensorPallets

@Suite struct AddStakeTests {
    let owner = StakingNetwork.coldkeys[0]
    let nominator = StakingNetwork.coldkeys[1]

    @Test("staking moves exactly what the pool's formula says, and the author gets the fee")
    func amounts() throws {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let hotkey = StakingNetwork.hotkey(of: owner, 1)
        let pool = Swap.tradingPool(netuid, in: network.state)
        let amount = Rao.tao(250)
        let expected = try pool.swap(SwapOrder(.buy, amount: amount.units, feeRate: 33))
        let account = Subtensor.subnetAccount(netuid)
        let held = network.free(account)
        let nominator = nominator

        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.signed(nominator), hotkey, netuid, amount, in: &state)
        }
        #expect(failure == nil)
        #expect(expected.fee == 125_886_930)
        #expect(network.stake(nominator, hotkey, netuid) == Alpha(expected.paidOut))
        #expect(network.free(nominator) == StakingNetwork.wealth - amount)
        #expect(network.free(account) == held + Rao(expected.paidIn))
        #expect(network.free(StakingNetwork.author) == Balances.existentialDeposit + Rao(expected.fee))
        #expect(network.state.get(Subtensor.subnetTAO, netuid) == pool.tao + Rao(expected.paidIn))
        #expect(network.state.get(Subtensor.subnetAlphaIn, netuid) == pool.alpha - Alpha(expected.paidOut))
        #expect(network.state.get(Subtensor.subnetAlphaOut, netuid) == Alpha(expected.paidOut))
        #expect(network.state.get(Subtensor.subnetTaoFlow, netuid) == Int64(expected.paidIn))
        #expect(network.state.get(Subtensor.subnetVolume, netuid) == UInt128(amount.units))
        #expect(network.state.get(Subtensor.stakingHotkeys, nominator) == [hotkey])
        #expect(network.state.get(Subtensor.lastColdkeyHotkeyStakeBlock, nominator, hotkey) == 10)
        let event = Subtensor.Event.stakeAdded(
            nominator, hotkey, amount, Alpha(expected.paidOut), netuid, expected.fee)
        #expect(network.subtensorEvents.last == event)
        #expect(network.state.get(Swap.palSwapInitialized, netuid) == true)
    }

    @Test("every refusal of add_stake leaves the state as it was")
    func refusals() {
        var network = StakingNetwork()
        let netuid = network.addSubnet(starts: false)
        let hotkey = StakingNetwork.hotkey(of: owner, 1)
        let stranger = StakingNetwork.account(77)
        let nominator = nominator
        func add(_ network: inout StakingNetwork, _ hotkey: AccountID, _ netuid: NetUID, _ tao: Rao) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.addStake(.signed(nominator), hotkey, netuid, tao, in: &state)
            }
        }
        #expect(add(&network, hotkey, 9, .tao(1)) == .subtensor(.subnetNotExists))
        #expect(add(&network, hotkey, netuid, .tao(1)) == .subtensor(.subtokenDisabled))
        let owner = owner
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.startCall(.signed(owner), netuid, in: &state)
        }
        #expect(add(&network, hotkey, netuid, .max) == .subtensor(.insufficientLiquidity))
        #expect(add(&network, hotkey, netuid, 0) == .subtensor(.amountTooLow))
        #expect(add(&network, hotkey, netuid, 2_001_006) == .subtensor(.amountTooLow))
        #expect(add(&network, hotkey, netuid, .tao(1_000_000) + 1) == .subtensor(.insufficientLiquidity))
        #expect(add(&network, hotkey, .root, .tao(1_000_001)) == .subtensor(.notEnoughBalanceToStake))
        #expect(add(&network, stranger, netuid, .tao(1)) == .subtensor(.hotKeyAccountNotExists))
        #expect(add(&network, hotkey, netuid, 2_001_008) == nil)
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.root, hotkey, netuid, .tao(1), in: &state)
        }
        #expect(failure == .badOrigin)
    }

    @Test("a coldkey that stakes everything keeps the existential deposit")
    func everything() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let hotkey = StakingNetwork.hotkey(of: owner, 1)
        let nominator = nominator
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.signed(nominator), hotkey, netuid, StakingNetwork.wealth, in: &state)
        }
        #expect(failure == nil)
        #expect(network.free(nominator) == Balances.existentialDeposit)
    }

    @Test("a price limit stops the purchase, in part or as a whole")
    func limit() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let hotkey = StakingNetwork.hotkey(of: owner, 1)
        let nominator = nominator
        func add(_ network: inout StakingNetwork, _ tao: Rao, limit: Rao, allowsPart: Bool) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.addStakeLimit(
                    .signed(nominator), hotkey, netuid, tao, limit: limit, allowsPart: allowsPart, in: &state)
            }
        }
        #expect(Swap.priceInRao(netuid, in: network.state) == 1_000_000_000)
        let atLimit = add(&network, .tao(100), limit: .tao(1), allowsPart: true)
        #expect(atLimit == .swap(.priceLimitExceeded))
        let beyond = add(&network, .tao(1000), limit: 1_100_000_000, allowsPart: false)
        #expect(beyond == .subtensor(.slippageTooHigh))
        #expect(network.state.contains(Subtensor.delegates, hotkey) == false)
        #expect(add(&network, .tao(1000), limit: 1_100_000_000, allowsPart: true) == nil)
        #expect(network.state.get(Subtensor.delegates, hotkey) == PerU16(11_796))
        let spent = StakingNetwork.wealth - network.free(nominator)
        #expect(spent > .tao(48) && spent < .tao(50))
        let price = Swap.priceInRao(netuid, in: network.state)
        #expect(price <= 1_100_000_000 && price > 1_099_999_000)
    }

    @Test("root stake trades one for one, without fee, and numbers the coldkey for claims")
    func root() {
        var network = StakingNetwork()
        _ = network.addSubnet()
        let hotkey = StakingNetwork.hotkey(of: owner, 1)
        let coldkeys = Array(StakingNetwork.coldkeys[1...3])
        for coldkey in coldkeys {
            let failure = network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.addStake(.signed(coldkey), hotkey, .root, .tao(5), in: &state)
            }
            #expect(failure == nil)
            #expect(network.stake(coldkey, hotkey, .root) == Alpha(5_000_000_000))
            #expect(network.free(coldkey) == StakingNetwork.wealth - .tao(5))
        }
        #expect(network.state.get(Subtensor.numStakingColdkeys) == 3)
        let first = coldkeys[0]
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.removeStake(.signed(first), hotkey, .root, .max, in: &state)
        }
        #expect(network.state.get(Subtensor.numStakingColdkeys) == 2)
        #expect(network.state.get(Subtensor.stakingColdkeysByIndex, 0) == coldkeys[2])
        #expect(network.state.get(Subtensor.stakingColdkeysByIndex, 1) == coldkeys[1])
        #expect(network.state.get(Subtensor.stakingColdkeysByIndex, 2) == nil)
        #expect(network.state.get(Subtensor.stakingColdkeys, coldkeys[2]) == 0)
        #expect(network.state.get(Subtensor.stakingColdkeys, first) == nil)
        #expect(network.free(first) == StakingNetwork.wealth)
    }

    @Test("root limits are all or nothing at a price of 1")
    func rootLimit() throws {
        var network = StakingNetwork()
        let hotkey = StakingNetwork.hotkey(of: owner)
        let owner = owner
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.tryAssociateHotkey(.signed(owner), hotkey, in: &state)
            try Subtensor.addStakeLimit(
                .signed(owner), hotkey, .root, .tao(1), limit: 999_999_999, allowsPart: false, in: &state)
        }
        #expect(failure == .subtensor(.slippageTooHigh))
        #expect(try Subtensor.purchaseMaximum(on: .root, limit: .tao(1), in: network.state) == .max)
        #expect(try Subtensor.saleMaximum(on: .root, limit: .tao(1), in: network.state) == .max)
        #expect(try Subtensor.saleMaximum(on: .root, limit: .tao(1) + 1, in: network.state) == .zero)
    }
}
