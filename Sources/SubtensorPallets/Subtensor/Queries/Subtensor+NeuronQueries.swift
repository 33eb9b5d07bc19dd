public import Frame
public import Primitives
public import RuntimeInterface
import SCALE

/// Neurons one by one. Source: pallets/subtensor/src/rpc_info/neuron_info.rs.
extension Subtensor {
    /// Every neuron of a subnet with its weights and bonds; none where there is no such subnet.
    public static func neurons(on netuid: NetUID, in state: borrowing State) -> [NeuronInfo] {
        guard subnetExists(netuid, in: state) else { return [] }
        let columns = NeuronColumns(netuid, in: state)
        var neurons: [NeuronInfo] = []
        for uid in 0..<state.get(subnetworkN, netuid) {
            guard let neuron = neuron(uid, on: netuid, columns, in: state) else { break }
            neurons.append(neuron)
        }
        return neurons
    }

    /// One neuron with its weights and bonds; `nil` where there is no such UID.
    public static func neuron(_ uid: UID, on netuid: NetUID, in state: borrowing State) -> NeuronInfo? {
        guard subnetExists(netuid, in: state) else { return nil }
        return neuron(uid, on: netuid, NeuronColumns(netuid, in: state), in: state)
    }

    /// Every neuron of a subnet without weights and bonds; none where there is no such subnet.
    public static func neuronsLite(on netuid: NetUID, in state: borrowing State) -> [NeuronInfoLite] {
        guard subnetExists(netuid, in: state) else { return [] }
        let columns = NeuronColumns(netuid, in: state)
        var neurons: [NeuronInfoLite] = []
        for uid in 0..<state.get(subnetworkN, netuid) {
            guard let neuron = neuronLite(uid, on: netuid, columns, in: state) else { break }
            neurons.append(neuron)
        }
        return neurons
    }

    /// One neuron without weights and bonds; `nil` where there is no such UID.
    public static func neuronLite(_ uid: UID, on netuid: NetUID, in state: borrowing State) -> NeuronInfoLite? {
        guard subnetExists(netuid, in: state) else { return nil }
        return neuronLite(uid, on: netuid, NeuronColumns(netuid, in: state), in: state)
    }

    private static func neuron(
        _ uid: UID, on netuid: NetUID, _ columns: NeuronColumns, in state: borrowing State
    ) -> NeuronInfo? {
        guard let lite = neuronLite(uid, on: netuid, columns, in: state) else { return nil }
        let index = storageIndex(netuid)
        return NeuronInfo(
            hotkey: lite.hotkey, coldkey: lite.coldkey, uid: uid, netuid: netuid, active: lite.active,
            axonInfo: lite.axonInfo, prometheusInfo: lite.prometheusInfo, stake: lite.stake, rank: 0,
            emission: lite.emission, incentive: lite.incentive, consensus: lite.consensus, trust: PerU16(0),
            validatorTrust: lite.validatorTrust, dividends: lite.dividends, lastUpdate: lite.lastUpdate,
            validatorPermit: lite.validatorPermit, weights: nonZero(state.get(weights, index, uid)),
            bonds: nonZero(state.get(bonds, index, uid)), pruningScore: lite.pruningScore)
    }

    private static func neuronLite(
        _ uid: UID, on netuid: NetUID, _ columns: NeuronColumns, in state: borrowing State
    ) -> NeuronInfoLite? {
        guard state.contains(keys, netuid, uid) else { return nil }
        let hotkey = state.get(keys, netuid, uid)
        let coldkey = ownerColdkey(of: hotkey, in: state)
        let row = columns[uid]
        // Rank and trust are no longer computed; the pruning score is its largest value for everybody.
        return NeuronInfoLite(
            hotkey: hotkey, coldkey: coldkey, uid: uid, netuid: netuid, active: row.active,
            axonInfo: state.get(axons, netuid, hotkey) ?? .unserved,
            prometheusInfo: state.get(prometheus, netuid, hotkey) ?? .unserved,
            stake: [Pair(coldkey, Compact(stake(at: hotkey, on: netuid, in: state)))], rank: 0,
            emission: row.emission, incentive: row.incentive, consensus: row.consensus, trust: PerU16(0),
            validatorTrust: row.validatorTrust, dividends: row.dividends, lastUpdate: row.lastUpdate,
            validatorPermit: row.permit, pruningScore: .max)
    }

    private static func nonZero(_ row: [Pair<UInt16, UInt16>]) -> [Pair<Compact<UInt16>, Compact<UInt16>>] {
        row.filter { $0.second > 0 }.map { Pair(Compact($0.first), Compact($0.second)) }
    }
}

extension AxonInfo {
    /// What a neuron shows that never served an axon.
    static let unserved = AxonInfo(
        block: 0, version: 0, ip: 0, port: 0, ipType: 0, protocol: 0, placeholder1: 0, placeholder2: 0)
}

extension PrometheusInfo {
    /// What a neuron shows that never served metrics.
    static let unserved = PrometheusInfo(block: 0, version: 0, ip: 0, port: 0, ipType: 0)
}
