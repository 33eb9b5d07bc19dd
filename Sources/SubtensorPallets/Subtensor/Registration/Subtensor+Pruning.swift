import Frame
import Primitives
import RuntimeInterface

/// Who makes room on a full subnet. Source: pallets/subtensor/src/subnets/registration.rs.
extension Subtensor {
    /// A neuron as pruning sees it: the least emission goes first, then the earliest registration, then the lowest UID.
    private struct PruningCandidate: Comparable {
        var emission: Alpha
        var registered: UInt64
        var uid: UID

        static func < (left: Self, right: Self) -> Bool {
            (left.emission, left.registered, left.uid) < (right.emission, right.registered, right.uid)
        }
    }

    /// The neuron that the next registration replaces. Neurons in their immunity period go only when too few others are
    /// left, the owner's own never; `nil` where nobody may go.
    static func neuronToPrune(on netuid: NetUID, in state: borrowing State) -> UID? {
        let immortal = immortalNeurons(on: netuid, in: state)
        let emissions = state.get(emission, netuid)
        var mortalCount = 0
        var mortal: PruningCandidate?
        var immune: PruningCandidate?
        for uid in 0..<state.get(subnetworkN, netuid)
        where state.contains(keys, netuid, uid) && !immortal.contains(state.get(keys, netuid, uid)) {
            let candidate = PruningCandidate(
                emission: Int(uid) < emissions.count ? emissions[Int(uid)] : .zero,
                registered: state.get(blockAtRegistration, netuid, uid), uid: uid)
            if isImmune(uid, on: netuid, in: state) {
                immune = min(immune ?? candidate, candidate)
            } else {
                mortalCount += 1
                mortal = min(mortal ?? candidate, candidate)
            }
        }
        if let mortal, mortalCount > Int(state.get(minNonImmuneUids, netuid)) { return mortal.uid }
        return immune?.uid
    }

    /// The hotkeys of the subnet's owner that are never pruned: the owner hotkey and the longest registered of the
    /// owner coldkey's others, together no more than `ImmuneOwnerUidsLimit`.
    static func immortalNeurons(on netuid: NetUID, in state: borrowing State) -> [AccountID] {
        struct Entry {
            var registered: UInt64
            var uid: UID
            var hotkey: AccountID
        }
        var entries: [Entry] = []
        for (uid, hotkey) in neurons(of: state.get(subnetOwner, netuid), on: netuid, in: state) {
            entries.append(
                Entry(registered: state.get(blockAtRegistration, netuid, uid), uid: uid, hotkey: hotkey))
        }
        entries.sort { ($0.registered, $0.uid) < ($1.registered, $1.uid) }
        let limit = Int(state.get(immuneOwnerUidsLimit, netuid))
        var hotkeys = entries.prefix(limit).map(\.hotkey)
        let ownerHotkey = state.get(subnetOwnerHotkey, netuid)
        if state.contains(subnetOwnerHotkey, netuid), state.contains(uids, netuid, ownerHotkey),
            !hotkeys.contains(ownerHotkey)
        {
            hotkeys = Array(([ownerHotkey] + hotkeys).prefix(limit))
        }
        return hotkeys
    }
}
