import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Making a subnet smaller. Source: pallets/subtensor/src/subnets/uids.rs, `trim_to_max_allowed_uids`.
extension Subtensor {
    /// Blocks between two trimmings by a subnet's owner: 30 days, on a developers' chain any.
    static func trimmingRateLimit(in state: borrowing State) -> UInt64 {
        NetworkProfile.current(in: state) == .dev ? 1 : 216_000
    }

    /// Percent of the trimmed subnet that immune neurons must not reach.
    private static let immunePercentMaximum = 80

    /// Removes the neurons with the least emission, of equal ones those with the highest UIDs, until there are no more
    /// than `maximum`, and makes that the subnet's limit. Immune neurons and the owner's own stay. The others move
    /// together: UIDs stay dense, in their order, and weights and bonds follow their targets. On a subnet of Null this
    /// is one batch of ``trimNullNeurons(of:to:in:)``, without a target to go on to.
    ///
    /// - Throws: `invalidValue` outside of `MinAllowedUids`...`MaxAllowedUids`, and where too few neurons may go (as
    ///   since spec 475; the reference of spec 425 counted neurons then that there were not), on a subnet of Null also
    ///   where more than a batch would have to; `trimmingWouldExceedMaxImmunePercentage`.
    static func trimNeurons(
        of netuid: NetUID, to maximum: UInt16, in state: inout State
    ) throws(DispatchError) {
        let count = state.get(subnetworkN, netuid)
        if isNull(netuid, in: state), count > maximum {
            guard count - maximum <= nullTrimmingBatch, clearCommits(of: netuid, in: &state).isDone else {
                throw .subtensor(.invalidValue)
            }
        }
        try trim(netuid, to: maximum, in: &state)
        state.remove(nullPruningTarget, netuid)
    }

    /// - Throws: `invalidValue` for a limit that the subnet may not have.
    static func requireTrimmingLimit(
        _ maximum: UInt16, of netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        guard maximum >= state.get(minAllowedUids, netuid), maximum <= state.get(maxAllowedUids, netuid) else {
            throw .subtensor(.invalidValue)
        }
    }

    /// - Throws: `trimmingWouldExceedMaxImmunePercentage` where too many of the neurons that would be left are spared.
    static func requireMortalNeurons(
        among maximum: UInt16, spared: Set<UID>
    ) throws(DispatchError) {
        let percent = maximum == 0 ? 100 : spared.count * 100 / Int(maximum)
        guard percent < immunePercentMaximum else {
            throw .subtensor(.trimmingWouldExceedMaxImmunePercentage)
        }
    }

    /// Removes the weakest and lets the others move together.
    static func trim(_ netuid: NetUID, to maximum: UInt16, in state: inout State) throws(DispatchError) {
        try requireTrimmingLimit(maximum, of: netuid, in: state)
        state.set(maxAllowedUids, netuid, to: maximum)
        let count = state.get(subnetworkN, netuid)
        guard count > maximum else { return }
        let spared = sparedNeurons(of: netuid, in: state)
        try requireMortalNeurons(among: maximum, spared: spared)
        let emissions = pick(Array(0..<count), of: state.get(emission, netuid), orElse: .zero)
        let weakest = (0..<count).filter { !spared.contains($0) }
            .sorted { (emissions[Int($0)], $1) < (emissions[Int($1)], $0) }
            .prefix(Int(count - maximum))
        guard weakest.count == Int(count - maximum) else { throw .subtensor(.invalidValue) }
        let removed = Set(weakest)
        for uid in removed.sorted() { removeNeuron(uid, of: netuid, in: &state) }
        let kept = (0..<count).filter { !removed.contains($0) }
        if isNull(netuid, in: state) {
            try compactNull(kept, of: count, on: netuid, in: &state)
        } else {
            compact(kept, of: netuid, in: &state)
        }
    }

    /// The neurons that no trimming removes: the owner's own and those in their immunity period.
    static func sparedNeurons(of netuid: NetUID, in state: borrowing State) -> Set<UID> {
        let immortal = Set(immortalNeurons(on: netuid, in: state))
        var spared: Set<UID> = []
        for uid in 0..<state.get(subnetworkN, netuid) {
            if isImmune(uid, on: netuid, in: state) || immortal.contains(state.get(keys, netuid, uid)) {
                spared.insert(uid)
            }
        }
        return spared
    }

    /// Forgets a neuron and its hotkey's place on the subnet. The lists by UID are left to ``compact(_:of:in:)``.
    private static func removeNeuron(_ uid: UID, of netuid: NetUID, in state: inout State) {
        let hotkey = state.get(keys, netuid, uid)
        state.remove(uids, netuid, hotkey)
        state.remove(isNetworkMember, hotkey, netuid)
        state.remove(lastHotkeyEmissionOnNetuid, hotkey, netuid)
        state.remove(alphaDividendsPerSubnet, netuid, hotkey)
        state.remove(axons, netuid, hotkey)
        state.remove(neuronCertificates, netuid, hotkey)
        state.remove(prometheus, netuid, hotkey)
        state.remove(keys, netuid, uid)
        state.remove(blockAtRegistration, netuid, uid)
        for index in storageIndices(netuid, in: state) {
            state.remove(weightCommits, index, hotkey)
            state.remove(weights, index, uid)
            state.remove(bonds, index, uid)
        }
    }

    /// Gives the neurons that stay the UIDs from 0 on, and weights and bonds their places.
    private static func compact(_ kept: [UID], of netuid: NetUID, in state: inout State) {
        let places = place(kept, of: netuid, in: &state)
        for index in storageIndices(netuid, in: state) {
            move(weights, index, to: places, in: &state)
            move(bonds, index, to: places, in: &state)
        }
    }

    /// Gives each neuron the UID at which it stands in `kept`. A place that is not its own must be free, or its old
    /// neuron have moved before.
    /// - Returns: the new UIDs by the old ones.
    static func place(_ kept: [UID], of netuid: NetUID, in state: inout State) -> [UID: UID] {
        var places: [UID: UID] = [:]
        for (place, uid) in kept.enumerated() { places[uid] = UID(place) }
        // New UIDs are never larger than old ones, so that ascending nothing is overwritten that is still to move.
        for (place, uid) in kept.enumerated() where UID(place) != uid {
            let hotkey = state.get(keys, netuid, uid)
            let registered = state.get(blockAtRegistration, netuid, uid)
            state.remove(keys, netuid, uid)
            state.remove(blockAtRegistration, netuid, uid)
            state.set(keys, netuid, UID(place), to: hotkey)
            state.set(blockAtRegistration, netuid, UID(place), to: registered)
            state.set(uids, netuid, hotkey, to: UID(place))
        }
        state.update(active, netuid) { $0 = pick(kept, of: $0, orElse: false) }
        state.update(emission, netuid) { $0 = pick(kept, of: $0, orElse: .zero) }
        state.update(consensus, netuid) { $0 = pick(kept, of: $0, orElse: PerU16(0)) }
        state.update(dividends, netuid) { $0 = pick(kept, of: $0, orElse: PerU16(0)) }
        state.update(validatorTrust, netuid) { $0 = pick(kept, of: $0, orElse: PerU16(0)) }
        state.update(validatorPermit, netuid) { $0 = pick(kept, of: $0, orElse: false) }
        state.update(stakeWeight, netuid) { $0 = pick(kept, of: $0, orElse: 0) }
        for index in storageIndices(netuid, in: state) {
            state.update(incentive, index) { $0 = pick(kept, of: $0, orElse: PerU16(0)) }
            state.update(lastUpdate, index) { $0 = pick(kept, of: $0, orElse: 0) }
            if state.contains(consensusByMechanism, index) {
                state.update(consensusByMechanism, index) { $0 = pick(kept, of: $0, orElse: PerU16(0)) }
            }
        }
        state.set(subnetworkN, netuid, to: UInt16(kept.count))
        return places
    }

    /// The entries of a list by UID that stay.
    private static func pick<Value>(_ kept: [UID], of list: [Value], orElse fallback: Value) -> [Value] {
        kept.map { Int($0) < list.count ? list[Int($0)] : fallback }
    }

    /// Moves rows to their owners' new UIDs and renames the targets in them; targets that left are dropped.
    private static func move(
        _ rows: StorageMap<NetUidStorageIndex, UInt16, [Pair<UInt16, UInt16>]>, _ index: NetUidStorageIndex,
        to places: [UID: UID], in state: inout State
    ) {
        let old = state.entries(of: rows, under: index)
        for (uid, _) in old { state.remove(rows, index, uid) }
        for (uid, row) in old {
            guard let place = places[uid] else { continue }
            state.set(rows, index, place, to: renamed(row, by: places))
        }
    }

    /// A row whose targets have new UIDs; those that left are dropped.
    static func renamed(_ row: [Pair<UInt16, UInt16>], by places: [UID: UID]) -> [Pair<UInt16, UInt16>] {
        row.compactMap { entry in places[entry.first].map { Pair($0, entry.second) } }
    }
}
