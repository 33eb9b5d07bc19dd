import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

@Suite struct RegisterNetworkTests {
    let owner = StakingNetwork.coldkeys[0]
    var hotkey: AccountID { StakingNetwork.hotkey(of: owner) }

    private func create(
        _ coldkey: AccountID, _ hotkey: AccountID, identity: SubnetIdentityV3? = nil, in network: inout StakingNetwork
    ) -> DispatchError? {
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.registerNetwork(.signed(coldkey), hotkey, identity: identity, in: &state)
        }
    }

    private func identity(nameLength: Int) -> SubnetIdentityV3 {
        SubnetIdentityV3(
            subnetName: Array(repeating: 65, count: nameLength), githubRepo: [], subnetContact: [], subnetURL: [],
            discord: [], description: [], logoURL: [], additional: [])
    }

    @Test("a new subnet has its payer's TAO as its pool and its payer's hotkey as its first neuron")
    func creation() {
        var network = StakingNetwork(.mainnet)
        #expect(create(owner, hotkey, in: &network) == nil)
        let netuid: NetUID = 1
        #expect(network.free(owner) == StakingNetwork.wealth - .tao(1000))
        #expect(network.free(Subtensor.subnetAccount(netuid)) == .tao(1000))
        #expect(network.state.get(Subtensor.subnetTAO, netuid) == .tao(1000))
        #expect(network.state.get(Subtensor.subnetAlphaIn, netuid) == Alpha(1_000_000_000_000))
        #expect(network.state.get(Subtensor.subnetLocked, netuid) == .tao(1000))
        #expect(network.state.get(Subtensor.totalStake) == .tao(1000))
        #expect(network.state.get(Subtensor.subnetOwner, netuid) == owner)
        #expect(network.state.get(Subtensor.subnetOwnerHotkey, netuid) == hotkey)
        #expect(network.state.get(Subtensor.keys, netuid, 0) == hotkey)
        #expect(network.state.get(Subtensor.networkRegisteredAt, netuid) == 10)
        #expect(network.state.get(Subtensor.registeredSubnetCounter, netuid) == 1)
        #expect(network.state.get(Subtensor.totalNetworks) == 2)
        #expect(network.state.get(Subtensor.tokenSymbol, netuid) == Array("α".utf8))
        #expect(network.state.get(Subtensor.tempo, netuid) == 360)
        #expect(network.state.get(Subtensor.lastEpochBlock, netuid) == 9)
        #expect(network.state.get(Subtensor.maxAllowedUids, netuid) == 256)
        #expect(network.state.get(Subtensor.maxAllowedValidators, netuid) == 64)
        #expect(network.state.get(Subtensor.minAllowedWeights, netuid) == 1)
        #expect(network.state.get(Subtensor.immunityPeriod, netuid) == 5000)
        #expect(network.state.get(Subtensor.burn, netuid) == .tao(1))
        #expect(network.state.get(Subtensor.yuma3On, netuid) == true)
        #expect(network.state.get(Subtensor.subnetEmissionEnabled, netuid) == false)
        #expect(network.state.get(Subtensor.subtokenEnabled, netuid) == false)
        #expect(network.state.get(Subtensor.commitRevealWeightsEnabled, netuid) == true)
        #expect(network.state.get(Subtensor.weightsSetRateLimit, netuid) == 100)
        #expect(network.state.get(Subtensor.lastRateLimitedBlock, .networkLastRegistered) == 10)
        #expect(
            network.subtensorEvents == [
                .registrationAllowed(netuid, true), .maxAllowedUidsSet(netuid, 256),
                .maxAllowedValidatorsSet(netuid, 64), .minAllowedWeightSet(netuid, 1),
                .immunityPeriodSet(netuid, 5000), .subnetOwnerHotkeySet(netuid, hotkey), .networkAdded(netuid, 1),
            ])
    }

    @Test("a development chain gives new subnets quick epochs, open weights and emission")
    func development() {
        var network = StakingNetwork(.dev)
        let netuid = network.addSubnet()
        #expect(network.state.get(Subtensor.tempo, netuid) == 100)
        #expect(network.state.get(Subtensor.weightsSetRateLimit, netuid) == 20)
        #expect(network.state.get(Subtensor.commitRevealWeightsEnabled, netuid) == false)
        #expect(network.state.get(Subtensor.subnetEmissionEnabled, netuid) == true)
        #expect(network.state.get(Subtensor.firstEmissionBlockNumber, netuid) == 11)
        #expect(network.state.get(Subtensor.subtokenEnabled, netuid) == true)
        #expect(NetworkProfile.current(in: network.state).allowsLoopbackAddresses)
    }

    @Test("a chain that recorded no profile is a main network")
    func profile() throws {
        let state = State(backend: MemoryBackend()) { (_, _, _) throws(DispatchError) in throw .other }
        #expect(NetworkProfile.current(in: state) == .mainnet)
        #expect(!NetworkProfile.mainnet.allowsLoopbackAddresses)
        #expect(try NetworkProfile(scale: [1]) == .dev)
        #expect(throws: ScaleError.self) { try NetworkProfile(scale: [2]) }
    }

    @Test("every refusal of a new subnet leaves the state as it was")
    func refusals() {
        var network = StakingNetwork(.mainnet)
        let stranger = StakingNetwork.coldkeys[1]
        #expect(create(StakingNetwork.account(200), hotkey, in: &network) == .subtensor(.cannotAffordLockCost))
        #expect(create(owner, Subtensor.subnetAccount(7), in: &network) == .subtensor(.cannotUseSystemAccount))
        let long = create(owner, hotkey, identity: identity(nameLength: 257), in: &network)
        #expect(long == .subtensor(.invalidIdentity))
        #expect(create(owner, hotkey, identity: identity(nameLength: 256), in: &network) == nil)
        #expect(network.state.get(Subtensor.subnetIdentitiesV3, 1)?.subnetName.count == 256)
        #expect(create(stranger, hotkey, in: &network) == .subtensor(.nonAssociatedColdKey))
        network.state.set(Subtensor.networkRateLimit, to: 100)
        network.advance(to: 109)
        #expect(create(owner, hotkey, in: &network) == .subtensor(.networkTxRateLimitExceeded))
        network.advance(to: 110)
        network.state.set(Subtensor.subnetLimit, to: 1)
        #expect(create(owner, hotkey, in: &network) == .subtensor(.subnetLimitReached))
        network.state.set(Subtensor.networkRegistrationStartBlock, to: 111)
        #expect(create(owner, hotkey, in: &network) == .subtensor(.subNetRegistrationDisabled))
    }

    @Test("the price doubles with every subnet and falls back in a straight line")
    func lockCost() {
        var network = StakingNetwork(.mainnet)
        #expect(Subtensor.networkLockCost(in: network.state) == .tao(1000))
        #expect(create(owner, hotkey, in: &network) == nil)
        #expect(Subtensor.networkLockCost(in: network.state) == .tao(2000))
        network.advance(to: 10 + 50_400)
        let slope = Rao(1_000_000_000_000 / 100_800 * 50_400)
        #expect(Subtensor.networkLockCost(in: network.state) == .tao(2000) - slope)
        network.advance(to: 10 + 200_000)
        #expect(Subtensor.networkLockCost(in: network.state) == .tao(1000))
    }

    @Test("a payer that keeps its existential deposit back pays less, and the pool shows no more than was paid")
    func barely() {
        var network = StakingNetwork(.mainnet)
        let payer = StakingNetwork.account(60)
        Balances.deposit(.tao(1000), to: payer, in: &network.state)
        network.state.set(Subtensor.totalIssuance, to: network.state.get(Balances.totalIssuance))
        #expect(create(payer, StakingNetwork.account(61), in: &network) == nil)
        let paid = Rao.tao(1000) - Balances.existentialDeposit
        #expect(network.free(payer) == Balances.existentialDeposit)
        #expect(network.state.get(Subtensor.subnetTAO, 1) == paid)
        #expect(network.free(Subtensor.subnetAccount(1)) == paid)
    }

    @Test("a new pool starts at the median of the others' prices")
    func median() {
        var network = StakingNetwork()
        func setPool(_ netuid: NetUID, tao: Rao, alpha: Alpha) {
            network.state.set(Subtensor.networksAdded, netuid, to: true)
            network.state.set(Subtensor.subnetMechanism, netuid, to: 1)
            network.state.set(Subtensor.subnetTAO, netuid, to: tao)
            network.state.set(Subtensor.subnetAlphaIn, netuid, to: alpha)
        }
        #expect(Subtensor.medianPrice(in: network.state) == .one)
        setPool(1, tao: 100, alpha: 400)
        #expect(Subtensor.medianPrice(in: network.state) == U64F64(bits: 1 << 62))
        setPool(2, tao: 100, alpha: 100)
        #expect(Subtensor.medianPrice(in: network.state) == U64F64(bits: 5 << 61))
        setPool(3, tao: 300, alpha: 100)
        #expect(Subtensor.medianPrice(in: network.state) == .one)
        setPool(4, tao: 100, alpha: 0)
        #expect(Subtensor.medianPrice(in: network.state) == .one)
    }

    @Test("root validators hand their stake to a new subnet's owner unless they opted out")
    func delegation() {
        var network = StakingNetwork()
        let validators = StakingNetwork.coldkeys[1...3].map { StakingNetwork.hotkey(of: $0) }
        for (index, coldkey) in StakingNetwork.coldkeys[1...3].enumerated() {
            network.advance(to: 100 + BlockNumber(index))
            Subtensor.updateRegistrationPrices(in: &network.state)
            network.run { (state: inout State) throws(DispatchError) in
                let hotkey = StakingNetwork.hotkey(of: coldkey)
                try Subtensor.rootRegister(.signed(coldkey), hotkey, in: &state)
                try Subtensor.addStake(.signed(coldkey), hotkey, .root, .tao(10), in: &state)
            }
        }
        network.state.set(Subtensor.autoParentDelegationEnabled, validators[1], to: false)
        #expect(create(owner, hotkey, in: &network) == nil)
        for validator in [validators[0], validators[2]] {
            #expect(network.state.get(Subtensor.childKeys, validator, 1) == [Pair(.max, hotkey)])
            #expect(network.subtensorEvents.contains(.setChildren(validator, 1, [Pair(.max, hotkey)])))
        }
        let parents = [Pair(UInt64.max, validators[0]), Pair(UInt64.max, validators[2])]
        #expect(network.state.get(Subtensor.parentKeys, hotkey, 1) == parents)
        #expect(network.state.contains(Subtensor.childKeys, validators[1], 1) == false)
        #expect(Subtensor.inheritedTao(of: hotkey, on: 1, in: network.state) == .tao(20))
        #expect(Subtensor.inheritedTao(of: validators[0], on: 1, in: network.state) == .zero)
        #expect(Subtensor.inheritedTao(of: validators[1], on: 1, in: network.state) == .tao(10))
    }
}
