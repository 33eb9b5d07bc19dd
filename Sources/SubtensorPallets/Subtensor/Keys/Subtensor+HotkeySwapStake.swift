import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE

/// The stake behind a hotkey that is swapped, and what stake earned. Source: pallets/subtensor/src/swap/swap_hotkey.rs.
extension Subtensor {
    /// Those with a share of two hotkeys, of which one takes the other's place.
    struct SwappedStakers {
        /// Everybody with a share of the old hotkey, once for each, in the order of the map.
        fileprivate(set) var coldkeys: [AccountID] = []
        fileprivate(set) var old: [NetUID: [AccountID]] = [:]
        fileprivate(set) var new: [NetUID: [AccountID]] = [:]
    }

    /// Reads once who has a share of either hotkey, on all subnets; nobody where the stake stays.
    static func stakers(of swap: HotkeySwap, in state: borrowing State) -> SwappedStakers {
        var stakers = SwappedStakers()
        guard !swap.keepsStake else { return stakers }
        for (key, _) in state.entries(of: alphaV2, under: swap.keys.old) {
            stakers.coldkeys.append(key.0)
            stakers.old[key.1, default: []].append(key.0)
        }
        for (key, _) in state.entries(of: alphaV2, under: swap.keys.new) {
            stakers.new[key.1, default: []].append(key.0)
        }
        return stakers
    }

    /// Hands over stake, the last epoch's dividends and voting power; with root stake the claims of root dividends and
    /// the choice about new subnets.
    static func moveHotkeyStake(
        _ swap: KeySwap, on netuid: NetUID, _ stakers: SwappedStakers, in state: inout State
    ) {
        moveAmount(totalHotkeyAlphaLastEpoch, from: (swap.old, netuid), to: (swap.new, netuid), in: &state)
        moveAmount(alphaDividendsPerSubnet, from: (netuid, swap.old), to: (netuid, swap.new), in: &state)
        moveAmount(rootAlphaDividendsPerSubnet, from: (netuid, swap.old), to: (netuid, swap.new), in: &state)
        moveVotingPower(swap, on: netuid, in: &state)
        let coldkeys = stakers.old[netuid] ?? []
        moveStakePool(swap, on: netuid, of: coldkeys, others: stakers.new[netuid] ?? [], in: &state)
        for coldkey in coldkeys { addStakingHotkey(swap.new, of: coldkey, in: &state) }
        guard netuid.isRoot else { return }
        // The new hotkey has no root dividends of its own: that was checked.
        state.move(rootClaimable.path(swap.old), to: rootClaimable.path(swap.new))
        // The rates of dissolved subnets end here: their cleanup may have passed the new hotkey already.
        let rates = state.get(rootClaimable, swap.new)
        let live = rates.filter { subnetExists($0.first, in: state) }
        if live.isEmpty {
            state.remove(rootClaimable, swap.new)
        } else if live.count < rates.count {
            state.set(rootClaimable, swap.new, to: live)
        }
        for netuid in netuids(in: state) {
            for (coldkey, claimed) in state.entries(of: rootClaimed, under: netuid, swap.old) {
                state.remove(rootClaimed, netuid, swap.old, coldkey)
                addRootClaimed(claimed, of: coldkey, at: swap.new, on: netuid, in: &state)
            }
        }
        state.move(
            autoParentDelegationEnabled.path(swap.old), to: autoParentDelegationEnabled.path(swap.new))
    }
}
