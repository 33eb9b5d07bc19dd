import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE

/// The columns of a metagraph that are read neuron by neuron.
struct MetagraphNeurons {
    var hotkeys: [AccountID] = []
    var coldkeys: [AccountID] = []
    var identities: [ChainIdentityV2?] = []
    var axons: [AxonInfo] = []
    var registrations: [Compact<UInt64>] = []
    var alphaDividends: [Pair<AccountID, Compact<Alpha>>] = []
    var alphaStake: [Compact<Alpha>] = []
    var taoStake: [Compact<Rao>] = []
    var totalStake: [Compact<Rao>] = []

    /// Reads the neurons of a subnet; a UID without hotkey shows the zero account.
    init(_ netuid: NetUID, in state: borrowing State) {
        for uid in 0..<state.get(Subtensor.subnetworkN, netuid) {
            let hotkey = state.get(Subtensor.keys, netuid, uid)
            let coldkey = Subtensor.ownerColdkey(of: hotkey, in: state)
            hotkeys.append(hotkey)
            coldkeys.append(coldkey)
            identities.append(state.get(Subtensor.identitiesV2, coldkey))
            axons.append(state.get(Subtensor.axons, netuid, hotkey) ?? .unserved)
            registrations.append(Compact(state.get(Subtensor.blockAtRegistration, netuid, uid)))
            alphaDividends.append(Pair(hotkey, Compact(state.get(Subtensor.alphaDividendsPerSubnet, netuid, hotkey))))
        }
        for weight in Subtensor.stakeWeights(on: netuid, in: state) {
            alphaStake.append(Compact(weight.alpha))
            taoStake.append(Compact(weight.tao))
            totalStake.append(Compact(Rao(weight.total.floored())))
        }
    }
}
