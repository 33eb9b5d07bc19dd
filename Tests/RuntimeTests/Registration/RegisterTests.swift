import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma

@testable import SubtensorPallets

@Suite struct RegisterTests {
    let owner = StakingNetwork.coldkeys[0]
    let miner = StakingNetwork.coldkeys[1]
    var hotkey: AccountID { StakingNetwork.hotkey(of: miner) }

    private func register(
        _ coldkey: AccountID, _ hotkey: AccountID, on netuid: NetUID, in network: inout StakingNetwork
    ) -> DispatchError? {
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.register(.signed(coldkey), netuid, hotkey, in: &state)
        }
    }

    @Test("a registration pays the price, destroys the alpha it buys and raises the price")
    func amounts() throws {
        var network = StakingNetwork()
        let netuid = network.addSubnet(starts: false)
        let pool = Swap.tradingPool(netuid, in: network.state)
        let price = network.state.get(Subtensor.burn, netuid)
        #expect(price == .tao(1))
        let outcome = try pool.swap(SwapOrder(.buy, amount: price.units, feeRate: 33))
        #expect(register(miner, hotkey, on: netuid, in: &network) == nil)
        #expect(network.free(miner) == StakingNetwork.wealth - price)
        #expect(network.state.get(Subtensor.subnetAlphaOut, netuid) == .zero)
        #expect(network.state.get(Subtensor.subnetAlphaIn, netuid) == pool.alpha - Alpha(outcome.paidOut))
        #expect(network.state.get(Subtensor.subnetTAO, netuid) == pool.tao + Rao(outcome.paidIn))
        // The fee of a registration stays on the subnet's account.
        #expect(network.free(Subtensor.subnetAccount(netuid)) == pool.tao + price)
        #expect(network.free(StakingNetwork.author) == Balances.existentialDeposit)
        #expect(network.state.get(Subtensor.burn, netuid) == 1_260_000_000)
        #expect(network.state.get(Subtensor.registrationsThisBlock, netuid) == 1)
        #expect(network.state.get(Subtensor.raoRecycledForRegistration, netuid) == price)
        #expect(network.state.get(Subtensor.subnetTaoFlow, netuid) == Int64(price.units))
        #expect(network.state.get(Subtensor.uids, netuid, hotkey) == 1)
        #expect(network.state.get(Subtensor.owner, hotkey) == miner)
        #expect(network.state.get(Subtensor.ownedHotkeys, miner) == [hotkey])
        #expect(network.state.get(Subtensor.lastUpdate, Subtensor.storageIndex(netuid)) == [10, 10])
        #expect(network.subtensorEvents.last == .neuronRegistered(netuid, 1, hotkey))
    }

    @Test("every refusal of a registration leaves the state as it was")
    func refusals() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let taken = StakingNetwork.hotkey(of: owner, 1)
        let poor = StakingNetwork.account(200)
        #expect(register(miner, hotkey, on: .root, in: &network) == .subtensor(.registrationNotPermittedOnRootSubnet))
        #expect(register(miner, hotkey, on: 9, in: &network) == .subtensor(.subnetNotExists))
        #expect(register(owner, taken, on: netuid, in: &network) == .subtensor(.hotKeyAlreadyRegisteredInSubNet))
        #expect(register(poor, hotkey, on: netuid, in: &network) == .subtensor(.notEnoughBalanceToStake))
        let system = Subtensor.subnetAccount(3)
        #expect(register(miner, system, on: netuid, in: &network) == .subtensor(.cannotUseSystemAccount))
        let second = network.addSubnet()
        #expect(register(miner, taken, on: second, in: &network) == .subtensor(.nonAssociatedColdKey))
        network.state.set(Subtensor.maxAllowedUids, netuid, to: 1)
        #expect(register(miner, hotkey, on: netuid, in: &network) == .subtensor(.noNeuronIdAvailable))
        network.state.set(Subtensor.maxAllowedUids, netuid, to: 0)
        #expect(register(miner, hotkey, on: netuid, in: &network) == .subtensor(.noNeuronIdAvailable))
        network.state.set(Subtensor.networkRegistrationAllowed, netuid, to: false)
        #expect(register(miner, hotkey, on: netuid, in: &network) == .subtensor(.subNetRegistrationDisabled))
    }

    @Test("a limit refuses a higher price")
    func limit() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let (miner, hotkey) = (miner, hotkey)
        func registerLimit(_ network: inout StakingNetwork, _ netuid: NetUID, _ limit: UInt64) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.registerLimit(.signed(miner), netuid, hotkey, limit: limit, in: &state)
            }
        }
        #expect(registerLimit(&network, .root, .max) == .subtensor(.registrationNotPermittedOnRootSubnet))
        #expect(registerLimit(&network, 5, .max) == .subtensor(.subnetNotExists))
        #expect(registerLimit(&network, netuid, 999_999_999) == .subtensor(.registrationPriceLimitExceeded))
        #expect(registerLimit(&network, netuid, 1_000_000_000) == nil)
    }

    @Test("the price decays with every block and counters start anew")
    func decay() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        #expect(register(miner, hotkey, on: netuid, in: &network) == nil)
        let price = network.state.get(Subtensor.burn, netuid)
        for block in 11...370 {
            network.advance(to: BlockNumber(block))
            Subtensor.updateRegistrationPrices(in: &network.state)
        }
        let halved = network.state.get(Subtensor.burn, netuid)
        #expect(network.state.get(Subtensor.registrationsThisBlock, netuid) == 0)
        // 360 blocks halve it, less what each block rounds off.
        #expect(halved <= Rao(price.units / 2) && halved > Rao(price.units / 2 - 1000))
        network.state.set(Subtensor.minBurn, netuid, to: .tao(2))
        Subtensor.updateRegistrationPrices(in: &network.state)
        #expect(network.state.get(Subtensor.burn, netuid) == .tao(2))
    }

    @Test("replacing a neuron forgets all that the old one did")
    func replacement() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        for coldkey in StakingNetwork.coldkeys[1...3] {
            #expect(register(coldkey, StakingNetwork.hotkey(of: coldkey), on: netuid, in: &network) == nil)
        }
        let index = Subtensor.storageIndex(netuid)
        let full = [PerU16(7), PerU16(8), PerU16(9), PerU16(10)]
        network.state.set(Subtensor.emission, netuid, to: [4, 3, 2, 3])
        for item in [Subtensor.consensus, Subtensor.dividends, Subtensor.validatorTrust] {
            network.state.set(item, netuid, to: full)
        }
        network.state.set(Subtensor.incentive, index, to: full)
        network.state.set(Subtensor.stakeWeight, netuid, to: [1, 2, 3])
        network.state.set(Subtensor.validatorPermit, netuid, to: [true, true, true, true])
        network.state.set(Subtensor.active, netuid, to: [true, false, false, true])
        network.state.set(Subtensor.weights, index, 1, to: [Pair(0, 5), Pair(2, 6)])
        network.state.set(Subtensor.weights, index, 2, to: [Pair(1, 5)])
        network.state.set(Subtensor.bonds, index, 2, to: [Pair(1, 5)])
        network.state.set(Subtensor.bonds, index, 3, to: [Pair(2, 9)])
        network.state.set(Subtensor.maxAllowedUids, netuid, to: 4)
        network.state.set(Subtensor.minNonImmuneUids, netuid, to: 0)
        network.state.set(Subtensor.immunityPeriod, netuid, to: 1)
        network.advance(to: 20)
        let old = StakingNetwork.hotkey(of: StakingNetwork.coldkeys[2])
        let new = StakingNetwork.hotkey(of: StakingNetwork.coldkeys[4])
        #expect(register(StakingNetwork.coldkeys[4], new, on: netuid, in: &network) == nil)
        #expect(network.state.get(Subtensor.keys, netuid, 2) == new)
        #expect(network.state.get(Subtensor.uids, netuid, new) == 2)
        #expect(network.state.get(Subtensor.uids, netuid, old) == nil)
        #expect(network.state.contains(Subtensor.isNetworkMember, old, netuid) == false)
        #expect(network.state.get(Subtensor.emission, netuid) == [4, 3, 0, 3])
        let cleared = [PerU16(7), PerU16(8), PerU16(0), PerU16(10)]
        #expect(network.state.get(Subtensor.consensus, netuid) == cleared)
        #expect(network.state.get(Subtensor.dividends, netuid) == cleared)
        #expect(network.state.get(Subtensor.validatorTrust, netuid) == cleared)
        #expect(network.state.get(Subtensor.incentive, index) == cleared)
        #expect(network.state.get(Subtensor.stakeWeight, netuid) == [1, 2, 0])
        #expect(network.state.get(Subtensor.validatorPermit, netuid) == [true, true, false, true])
        #expect(network.state.get(Subtensor.active, netuid) == [true, false, true, true])
        #expect(network.state.get(Subtensor.weights, index, 1) == [Pair(0, 5), Pair(2, 0)])
        #expect(network.state.contains(Subtensor.weights, index, 2) == false)
        #expect(network.state.contains(Subtensor.bonds, index, 2) == false)
        #expect(network.state.get(Subtensor.bonds, index, 3) == [Pair(2, 9)])
        #expect(network.state.get(Subtensor.lastUpdate, index) == [10, 10, 20, 10])
        #expect(network.state.get(Subtensor.blockAtRegistration, netuid, 2) == 20)
    }

    @Test(
        "try_associate_hotkey claims a hotkey of nobody, leaves one that has an owner, and refuses a subnet's account")
    func association() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let taken = StakingNetwork.hotkey(of: owner, 1)
        let fresh = StakingNetwork.account(201)
        func associate(_ hotkey: AccountID, from origin: Origin) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.tryAssociateHotkey(origin, hotkey, in: &state)
            }
        }
        #expect(associate(fresh, from: .signed(miner)) == nil)
        #expect(network.state.get(Subtensor.owner, fresh) == miner)
        #expect(network.state.get(Subtensor.ownedHotkeys, miner) == [fresh])
        #expect(network.state.get(Subtensor.stakingHotkeys, miner).contains(fresh))
        // Somebody else's claim comes too late, and a second one of the owner's changes nothing.
        let changes = network.state.changes
        for origin in [Origin.signed(owner), .signed(miner)] {
            #expect(associate(fresh, from: origin) == nil)
            #expect(network.state.changes == changes)
        }
        #expect(associate(taken, from: .signed(miner)) == nil)
        #expect(network.state.get(Subtensor.owner, taken) == owner)
        for account in [netuid, .root].map(Subtensor.subnetAccount) {
            #expect(associate(account, from: .signed(miner)) == .subtensor(.cannotUseSystemAccount))
        }
        for origin in [Origin.root, .none] { #expect(associate(fresh, from: origin) == .badOrigin) }
        #expect(network.state.changes == changes)
    }
}
