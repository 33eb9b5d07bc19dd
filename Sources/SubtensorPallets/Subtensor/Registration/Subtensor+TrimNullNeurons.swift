import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Making a subnet of Null smaller. It may have 2,500 neurons, so it goes in batches, each of which leaves the subnet
/// fit to work. Source: RaoFoundation/subtensor at spec 475 (d1718c99), pallets/subtensor/src/subnets/uids.rs.
extension Subtensor {
    /// Neurons that one batch removes at most.
    static let nullTrimmingBatch: UInt16 = 64
    /// Commits that one batch cancels at most: those of hotkeys that left stand until then, so there may be more than
    /// neurons.
    static let nullCommitsBatch = 2_500

    /// Takes one step towards no more than `target` neurons.
    ///
    /// Commits to weights are cancelled first, since they name neurons by UIDs that are about to change: where there
    /// are too many for a step, that is all it does. Then up to 64 neurons are removed, chosen as
    /// ``trimNeurons(of:to:in:)`` does, and those with the highest UIDs take the places that became free, so that few
    /// change theirs. Weights and bonds follow, but for weights of neurons without the permit, which are dropped. The
    /// neuron of most stake validates from then on. Until the target is reached it stands in `NullPruningTarget`.
    /// Emits `NullUidsPruningProgress`.
    ///
    /// - Throws: `invalidValue` on a subnet of Yuma, outside of `MinAllowedUids`...`MaxAllowedUids`, and where too few
    ///   neurons may go; `trimmingWouldExceedMaxImmunePercentage` by what would be left in the end.
    static func trimNullNeurons(
        of netuid: NetUID, to target: UInt16, in state: inout State
    ) throws(DispatchError) {
        guard isNull(netuid, in: state) else { throw .subtensor(.invalidValue) }
        try requireTrimmingLimit(target, of: netuid, in: state)
        let count = state.get(subnetworkN, netuid)
        if count > target { try requireMortalNeurons(among: target, spared: sparedNeurons(of: netuid, in: state)) }
        let cleared = clearCommits(of: netuid, in: &state)
        if cleared.isDone {
            try trim(netuid, to: max(target, count - min(count, nullTrimmingBatch)), in: &state)
        }
        let remaining = state.get(subnetworkN, netuid)
        let isReached = cleared.isDone && remaining <= target
        state.set(nullPruningTarget, netuid, to: isReached ? nil : target)
        state.deposit(
            .subtensor(
                .nullUidsPruningProgress(
                    netuid: netuid, target: target, remaining: remaining, removed: count - remaining,
                    clearedCommits: cleared.count)))
    }

    /// Whether anybody committed to weights that are still hidden.
    static func hasCommits(_ netuid: NetUID, in state: borrowing State) -> Bool {
        for index in storageIndices(netuid, in: state) {
            for prefix in [weightCommits.prefix(index), timelockedWeightCommits.prefix(index)]
            where !state.rawKeys(under: prefix, after: nil, limit: 1).isEmpty { return true }
        }
        return false
    }

    /// Cancels commits to weights on all mechanisms, as many as a batch may.
    /// - Returns: how many entries went, and whether none is left.
    static func clearCommits(of netuid: NetUID, in state: inout State) -> (count: UInt32, isDone: Bool) {
        var room = nullCommitsBatch
        for index in storageIndices(netuid, in: state) {
            for prefix in [weightCommits.prefix(index), timelockedWeightCommits.prefix(index)] {
                let keys = state.rawKeys(under: prefix, after: nil, limit: room + 1)
                for key in keys.prefix(room) { state.setRaw(key, to: nil) }
                guard keys.count <= room else { return (UInt32(nullCommitsBatch), false) }
                room -= keys.count
            }
        }
        return (UInt32(nullCommitsBatch - room), true)
    }

    /// Lets the neurons with the highest UIDs take the places that became free, in their order, and elects the one who
    /// validates.
    /// - Parameter count: how many neurons there were.
    /// - Throws: `invalidValue` where there are more rows than there can be.
    static func compactNull(
        _ kept: [UID], of count: UInt16, on netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        let permits = state.get(validatorPermit, netuid)
        let places = place(filled(kept), of: netuid, in: &state)
        var bondRows = 0
        for index in storageIndices(netuid, in: state) {
            try moveNullWeights(index, to: places, of: count, permits: permits, in: &state)
            bondRows += try moveNullBonds(index, to: places, in: &state)
        }
        // Bonds stem from Yuma, all mechanisms of which together have no more rows.
        guard bondRows <= Int(uidsOfAllMechanismsMaximum(.yuma)) else { throw .subtensor(.invalidValue) }
        electNullValidator(on: netuid, in: &state)
    }

    /// The neurons that stay by their new UIDs: all below their number as they are, with the others, ascending, in the
    /// gaps.
    private static func filled(_ kept: [UID]) -> [UID] {
        let staying = Set(kept)
        var tail = kept.filter { Int($0) >= kept.count }[...]
        return kept.indices.map { place in
            staying.contains(UID(place)) ? UID(place) : tail.popFirst() ?? UID(place)
        }
    }

    /// Moves the rows of those who held the permit and drops all others, without reading them.
    private static func moveNullWeights(
        _ index: NetUidStorageIndex, to places: [UID: UID], of count: UInt16, permits: [Bool], in state: inout State
    ) throws(DispatchError) {
        let keys = state.rawKeys(under: weights.prefix(index), after: nil, limit: Int(count) + 1)
        guard keys.count <= Int(count) else { throw .subtensor(.invalidValue) }
        var rows: [(place: UID, row: [Pair<UInt16, UInt16>])] = []
        for (uid, holdsPermit) in permits.enumerated() where holdsPermit {
            guard let place = places[UID(uid)], state.contains(weights, index, UID(uid)) else { continue }
            rows.append((place, renamed(state.get(weights, index, UID(uid)), by: places)))
        }
        for key in keys { state.setRaw(key, to: nil) }
        for (place, row) in rows { state.set(weights, index, place, to: row) }
    }

    /// Moves bonds to their owners' new UIDs and renames the targets in them.
    /// - Returns: how many rows there were.
    private static func moveNullBonds(
        _ index: NetUidStorageIndex, to places: [UID: UID], in state: inout State
    ) throws(DispatchError) -> Int {
        let limit = Int(uidsOfAllMechanismsMaximum(.yuma))
        let keys = state.rawKeys(under: bonds.prefix(index), after: nil, limit: limit + 1)
        guard keys.count <= limit else { throw .subtensor(.invalidValue) }
        let rows = state.entries(of: bonds, under: index)
        guard rows.allSatisfy({ $0.value.count <= limit }) else { throw .subtensor(.invalidValue) }
        for key in keys { state.setRaw(key, to: nil) }
        for (uid, row) in rows {
            if let place = places[uid] { state.set(bonds, index, place, to: renamed(row, by: places)) }
        }
        return rows.count
    }
}
