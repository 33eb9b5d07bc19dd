import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Everything that a hotkey is and has, handed over to another one.
/// Source: pallets/subtensor/src/swap/swap_hotkey.rs.
///
/// The reference leaves some entries of the old hotkey behind (root dividends of the last epoch, blocks of rate limits,
/// the owner's list of hotkeys to stake to, and dust of stake), and takes its owner away although stake stays behind,
/// which nobody could remove then. Commitments, and the block of the last proof of work, stay with the key that made
/// them, there and here.
extension Subtensor {
    /// Hands over what a hotkey is on all subnets, its owner and its take.
    static func moveHotkeyEverywhere(_ swap: HotkeySwap, in state: inout State) throws(DispatchError) {
        let keys = swap.keys
        let stakers = stakers(of: swap, in: state)
        moveOwnership(swap, in: &state)
        for netuid in netuids(in: state) { try movePlace(swap, on: netuid, stakers, in: &state) }
        moveHotkeyRates(keys, leavesOld: false, in: &state)
        state.move(delegates.path(keys.old), to: delegates.path(keys.new))
        renameQueuedHotkey(keys, of: swap.coldkey, in: &state)
        guard !swap.keepsStake else { return }
        var coldkeys = [swap.coldkey]
        var seen: Set<AccountID> = [swap.coldkey]
        for coldkey in stakers.coldkeys where seen.insert(coldkey).inserted { coldkeys.append(coldkey) }
        for coldkey in coldkeys {
            state.update(stakingHotkeys, coldkey) { hotkeys in
                guard hotkeys.contains(keys.old) else { return }
                hotkeys.removeAll { $0 == keys.old || $0 == keys.new }
                hotkeys.append(keys.new)
            }
            let block = state.get(lastColdkeyHotkeyStakeBlock, coldkey, keys.old)
            state.remove(lastColdkeyHotkeyStakeBlock, coldkey, keys.old)
            if let block, block > state.get(lastColdkeyHotkeyStakeBlock, coldkey, keys.new) ?? 0 {
                state.set(lastColdkeyHotkeyStakeBlock, coldkey, keys.new, to: block)
            }
        }
    }

    /// Hands over what a hotkey is on one subnet; both belong to the coldkey then.
    static func moveHotkey(_ swap: HotkeySwap, on netuid: NetUID, in state: inout State) throws(DispatchError) {
        moveHotkeyRates(swap.keys, leavesOld: true, in: &state)
        own(swap.keys.new, by: swap.coldkey, in: &state)
        // Stakers who come along pay no higher take than before.
        let take = state.get(delegates, swap.keys.old)
        if !swap.keepsStake, take.rawValue < state.get(delegates, swap.keys.new).rawValue {
            state.set(delegates, swap.keys.new, to: take)
        }
        try movePlace(swap, on: netuid, stakers(of: swap, in: state), in: &state)
    }

    private static func own(_ hotkey: AccountID, by coldkey: AccountID, in state: inout State) {
        state.set(owner, hotkey, to: coldkey)
        var owned = state.get(ownedHotkeys, coldkey)
        guard !owned.contains(hotkey) else { return }
        owned.append(hotkey)
        state.set(ownedHotkeys, coldkey, to: owned)
    }

    /// A hotkey with stake keeps its owner, without whom nobody could take the stake out.
    private static func moveOwnership(_ swap: HotkeySwap, in state: inout State) {
        own(swap.keys.new, by: swap.coldkey, in: &state)
        guard !swap.keepsStake else { return }
        state.remove(owner, swap.keys.old)
        state.update(ownedHotkeys, swap.coldkey) { $0.removeAll { $0 == swap.keys.old } }
    }

    /// What is limited in its rate for a hotkey itself.
    private static func moveHotkeyRates(_ swap: KeySwap, leavesOld: Bool, in state: inout State) {
        let kinds: [(AccountID) -> RateLimitKey] = [
            { .lastTxBlock($0) }, { .lastTxBlockDelegateTake($0) }, { .lastTxBlockChildKeyTake($0) },
        ]
        for kind in kinds {
            let block = state.get(lastRateLimitedBlock, kind(swap.old))
            if block > state.get(lastRateLimitedBlock, kind(swap.new)) {
                state.set(lastRateLimitedBlock, kind(swap.new), to: block)
            }
            if !leavesOld { state.remove(lastRateLimitedBlock, kind(swap.old)) }
        }
    }

    /// What a hotkey is on a subnet: a neuron, a parent, a child, a destination, the owner's.
    private static func movePlace(
        _ swap: HotkeySwap, on netuid: NetUID, _ stakers: SwappedStakers, in state: inout State
    ) throws(DispatchError) {
        let keys = swap.keys
        moveNeuron(keys, on: netuid, in: &state)
        // Parents that come along find the take that they had, and none that was prepared for them.
        if state.contains(childkeyTake, keys.old, netuid) {
            state.move(childkeyTake.path(keys.old, netuid), to: childkeyTake.path(keys.new, netuid))
        } else {
            state.remove(childkeyTake, keys.new, netuid)
        }
        moveRateLimits(keys, on: netuid, in: &state)
        try moveRelations(keys, on: netuid, in: &state)
        moveAutoStake(keys, on: netuid, in: &state)
        if state.contains(subnetOwnerHotkey, netuid), state.get(subnetOwnerHotkey, netuid) == keys.old {
            try setSubnetOwnerHotkey(keys.new, of: netuid, in: &state)
        }
        if !swap.keepsStake { moveHotkeyStake(keys, on: netuid, stakers, in: &state) }
    }

    /// The UID, and what the neuron published and committed to.
    private static func moveNeuron(_ swap: KeySwap, on netuid: NetUID, in state: inout State) {
        state.move(isNetworkMember.path(swap.old, netuid), to: isNetworkMember.path(swap.new, netuid))
        if let uid = state.get(uids, netuid, swap.old) { state.set(keys, netuid, uid, to: swap.new) }
        state.move(uids.path(netuid, swap.old), to: uids.path(netuid, swap.new))
        state.move(axons.path(netuid, swap.old), to: axons.path(netuid, swap.new))
        state.move(prometheus.path(netuid, swap.old), to: prometheus.path(netuid, swap.new))
        state.move(neuronCertificates.path(netuid, swap.old), to: neuronCertificates.path(netuid, swap.new))
        for index in storageIndices(netuid, in: state) {
            state.move(weightCommits.path(index, swap.old), to: weightCommits.path(index, swap.new))
        }
    }

    /// The coldkeys whose miners' earnings are staked to the hotkey.
    private static func moveAutoStake(_ swap: KeySwap, on netuid: NetUID, in state: inout State) {
        let coldkeys = state.get(autoStakeDestinationColdkeys, swap.old, netuid)
        state.remove(autoStakeDestinationColdkeys, swap.old, netuid)
        guard !coldkeys.isEmpty else { return }
        for coldkey in coldkeys { state.set(autoStakeDestination, coldkey, netuid, to: swap.new) }
        let moved = Set(coldkeys)
        state.update(autoStakeDestinationColdkeys, swap.new, netuid) { own in
            own.removeAll { moved.contains($0) }
            own = coldkeys + own
        }
    }
}
