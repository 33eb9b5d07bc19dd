import FixedPoint
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SystemPallets

@testable import SubtensorPallets

/// The network with which every sequence begins: three subnets with short epochs and few UIDs, so that neurons are
/// pruned; stake of everybody, a coldkey with next to nothing, and no waiting where the rules allow that.
enum SequenceNetwork {
    /// Subnets beside root.
    static let netuids: [NetUID] = [1, 2, 3]

    /// Made once; a copy is a sequence's own.
    static let chain: SequenceChain = {
        var configuration = GenesisConfiguration.development(slotMilliseconds: 12_000)
        configuration.authorities = [SequenceChain.author]
        configuration.balances = Action.Actor.coldkeys.enumerated().map { index, account in
            (account, index == Action.Actor.coldkeyCount - 1 ? Rao(3_000_000) : .tao(20_000))
        }
        configuration.balances += Action.Actor.hotkeys.map { ($0, Rao.tao(1)) }
        var runner = SequenceRunner(SequenceChain(genesis: genesis(configuration)))
        for action in preparation {
            do throws(Violation) { try runner.run(action) } catch {
                preconditionFailure("the network of sequences breaks a rule: \(error)")
            }
        }
        var chain = runner.chain
        chain.prepare { (state: inout State) in
            // Root earns while the smoothed prices of all subnets add up to more than one; theirs takes months to get
            // there.
            for netuid in netuids.dropFirst() { state.set(Subtensor.subnetMovingPrice, netuid, to: I96F32(1)) }
        }
        return chain
    }()

    private static func genesis(_ configuration: GenesisConfiguration) -> [StateChange] {
        let first = Runtime.genesis(configuration)
        var state = Runtime.state(over: SteppedBackend(first))
        state.set(Subtensor.subtokenEnabled, .root, to: true)
        state.set(Subtensor.nominatorMinRequiredStake, to: 5_000_000)
        state.set(Subtensor.txRateLimit, to: 0)
        // The chain pays a few root stakers by itself and leaves dividends for others to claim.
        state.set(Subtensor.numRootClaim, to: 1)
        state.set(Subtensor.coldkeySwapAnnouncementDelay, to: 4)
        state.set(Subtensor.coldkeySwapReannouncementDelay, to: 3)
        var values = SteppedBackend(first)
        values.apply(state.changes)
        return values.keys(under: [], after: nil, limit: .max).map {
            StateChange(key: $0, value: values.value(for: $0))
        }
    }

    /// Subnets 2 and 3 of the first two coldkeys, neurons of everybody, and stake.
    private static var preparation: [Action] {
        var actions: [Action] = []
        func send(_ call: Subtensor.Call, by index: Int) { actions.append(.call(.coldkey(index), .subtensor(call))) }
        func decree(_ call: AdminUtils.Call) { actions.append(.call(.root, .adminUtils(call))) }
        decree(.sudoSetNetworkRateLimit(rateLimit: 0))
        decree(.sudoSetTargetRegistrationsPerInterval(netuid: .root, targetRegistrationsPerInterval: 100))
        for owner in 0...1 {
            send(.registerNetwork(hotkey: Action.Actor.hotkey(0, of: owner).account), by: owner)
            send(.startCall(netuid: NetUID(UInt16(owner) + 2)), by: owner)
        }
        for netuid in netuids {
            decree(.sudoSetTempo(netuid: netuid, tempo: 3 + netuid.number))
            decree(.sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: 0))
            decree(.sudoSetServingRateLimit(netuid: netuid, servingRateLimit: 0))
            decree(.sudoSetCommitRevealWeightsEnabled(netuid: netuid, enabled: netuid == 3))
            decree(.sudoSetMinAllowedWeights(netuid: netuid, minAllowedWeights: 1))
            decree(.sudoSetNetworkPowRegistrationAllowed(netuid: netuid, registrationAllowed: true))
            decree(.sudoSetMinDifficulty(netuid: netuid, minDifficulty: 1))
            decree(.sudoSetDifficulty(netuid: netuid, difficulty: 1))
            decree(.sudoSetImmunityPeriod(netuid: netuid, immunityPeriod: 10))
        }
        for owner in 0..<Action.Actor.coldkeyCount - 1 {
            for netuid in netuids.dropFirst() {
                let hotkey = Action.Actor.hotkey(Int(netuid.number) % 3, of: owner).account
                send(.burnedRegister(netuid: netuid, hotkey: hotkey), by: owner)
                send(.addStake(hotkey: hotkey, netuid: netuid, amountStaked: .tao(20 + UInt64(owner))), by: owner)
            }
            let hotkey = Action.Actor.hotkey(0, of: owner).account
            send(.rootRegister(hotkey: hotkey), by: owner)
            send(.addStake(hotkey: hotkey, netuid: .root, amountStaked: .tao(100)), by: owner)
            actions.append(.blocks(2))
        }
        // Few places, so that neurons are pruned; one subnet has two mechanisms, one liquid alpha.
        for netuid in netuids.dropFirst() {
            decree(.sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 2))
            decree(.sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 8))
        }
        decree(.sudoSetMechanismCount(netuid: 3, mechanismCount: MechanismID(2)))
        decree(.sudoSetLiquidAlphaEnabled(netuid: 2, enabled: true))
        return actions
    }
}
