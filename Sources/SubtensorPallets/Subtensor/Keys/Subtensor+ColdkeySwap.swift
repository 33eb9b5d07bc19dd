import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

/// Everything that a coldkey has, handed over to another one. Source: pallets/subtensor/src/swap/swap_coldkey.rs.
///
/// The reference moves stake by value, claims of root dividends only where there is alpha beside them, and leaves the
/// choice of root claims, rate limits, and an identity that the new coldkey has of its own behind. Here shares move as
/// they are, and nothing of the old coldkey is left.
extension Subtensor {
    /// Moves TAO, stake, hotkeys, subnets, choices and rate limits. Emits `ColdkeySwapped`.
    ///
    /// - Throws: `coldKeyAlreadyAssociated` where the new coldkey stakes, `newColdKeyIsHotkey`,
    ///   `waitingForDissolvedSubnetCleanup`, or what the transfer of the balance throws.
    static func moveColdkey(_ swap: KeySwap, in state: inout State) throws(DispatchError) {
        guard state.get(stakingHotkeys, swap.new).isEmpty else { throw .subtensor(.coldKeyAlreadyAssociated) }
        guard !isOwned(swap.new, in: state) else { throw .subtensor(.newColdKeyIsHotkey) }
        try requireNoDissolvingStake(swap.old, in: state)
        moveColdkeyChoices(swap, in: &state)
        for netuid in netuids(in: state) {
            if state.get(subnetOwner, netuid) == swap.old { state.set(subnetOwner, netuid, to: swap.new) }
            moveLaterBlock(lastHotkeySwapOnNetuid, from: (netuid, swap.old), to: (netuid, swap.new), in: &state)
        }
        moveAutoStakeDestinations(swap, in: &state)
        moveRateLimits(swap, in: &state)
        moveColdkeyStake(swap, in: &state)
        moveHotkeyLists(swap, in: &state)
        // The new coldkey waits as if it had swapped a hotkey.
        state.remove(lastRateLimitedBlock, .lastTxBlock(swap.old))
        state.set(lastRateLimitedBlock, .lastTxBlock(swap.new), to: currentBlock(in: state))
        let promised = moveQueuedSubnets(swap, in: &state)
        let balance = spendableTao(swap.old, in: state)
        if !balance.isZero { try transferTao(balance, from: swap.old, to: swap.new, in: &state) }
        let reservable = min(promised, spendableTaoKeepingAlive(swap.new, in: state))
        if !reservable.isZero { try Balances.reserve(reservable, of: swap.new, in: &state) }
        recordColdkeyLineage(swap, in: &state)
        state.deposit(.subtensor(.coldkeySwapped(oldColdkey: swap.old, newColdkey: swap.new)))
    }

    /// The stake of a dissolved subnet is added up and paid over several blocks, page by page: a position that moved
    /// meanwhile would count twice, or not at all.
    private static func requireNoDissolvingStake(
        _ coldkey: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        let dissolving = state.get(dissolveCleanupQueue)
        guard !dissolving.isEmpty else { return }
        for hotkey in state.get(stakingHotkeys, coldkey) {
            for (netuid, _) in state.entries(of: alphaV2, under: hotkey, coldkey) where dissolving.contains(netuid) {
                throw .subtensor(.waitingForDissolvedSubnetCleanup)
            }
        }
    }

    /// What a coldkey says of itself. What the new one said already stands.
    private static func moveColdkeyChoices(_ swap: KeySwap, in state: inout State) {
        guard swap.old != swap.new else { return }
        if state.contains(identitiesV2, swap.new) {
            state.remove(identitiesV2, swap.old)
        } else {
            state.move(identitiesV2.path(swap.old), to: identitiesV2.path(swap.new))
        }
        if state.contains(rootClaimType, swap.new) {
            state.remove(rootClaimType, swap.old)
        } else {
            state.move(rootClaimType.path(swap.old), to: rootClaimType.path(swap.new))
        }
    }

    private static func moveAutoStakeDestinations(_ swap: KeySwap, in state: inout State) {
        for (netuid, hotkey) in state.entries(of: autoStakeDestination, under: swap.old) {
            guard subnetExists(netuid, in: state) else {
                // Left to the cleanup of its subnet, whose next one must not inherit it.
                state.remove(autoStakeDestination, swap.old, netuid)
                continue
            }
            state.move(autoStakeDestination.path(swap.old, netuid), to: autoStakeDestination.path(swap.new, netuid))
            state.update(autoStakeDestinationColdkeys, hotkey, netuid) { coldkeys in
                coldkeys.removeAll { $0 == swap.old || $0 == swap.new }
                coldkeys.append(swap.new)
            }
        }
    }

    /// Shares, what counts as claimed of root dividends, and the turn in the automatic claims.
    private static func moveColdkeyStake(_ swap: KeySwap, in state: inout State) {
        for hotkey in state.get(stakingHotkeys, swap.old) {
            for (netuid, _) in state.entries(of: alphaV2, under: hotkey, swap.old) {
                moveShare(swap, at: hotkey, on: netuid, in: &state)
                if netuid.isRoot { addToStakingIndex(swap.new, in: &state) }
            }
            // Nothing was claimed where the hotkey has no rate.
            for netuid in state.get(rootClaimable, hotkey).map(\.first)
            where state.contains(rootClaimed, netuid, hotkey, swap.old) {
                let claimed = state.get(rootClaimed, netuid, hotkey, swap.old)
                state.remove(rootClaimed, netuid, hotkey, swap.old)
                addRootClaimed(claimed, of: swap.new, at: hotkey, on: netuid, in: &state)
            }
        }
        for (hotkey, _) in state.entries(of: lastColdkeyHotkeyStakeBlock, under: swap.old) {
            state.move(
                lastColdkeyHotkeyStakeBlock.path(swap.old, hotkey),
                to: lastColdkeyHotkeyStakeBlock.path(swap.new, hotkey))
        }
        removeFromStakingIndex(swap.old, in: &state)
    }

    /// Adds to what counts as claimed; nothing makes no entry.
    static func addRootClaimed(
        _ claimed: UInt128, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) {
        guard claimed > 0 else { return }
        state.update(rootClaimed, netuid, hotkey, coldkey) { total in
            let (sum, overflow) = total.addingReportingOverflow(claimed)
            total = overflow ? .max : sum
        }
    }

    /// The hotkeys that a coldkey owns and those that it stakes to.
    private static func moveHotkeyLists(_ swap: KeySwap, in state: inout State) {
        let owned = state.get(ownedHotkeys, swap.old)
        for hotkey in owned { state.set(owner, hotkey, to: swap.new) }
        for list in [ownedHotkeys, stakingHotkeys] {
            let old = state.get(list, swap.old)
            state.remove(list, swap.old)
            guard !old.isEmpty else { continue }
            state.update(list, swap.new) { hotkeys in
                hotkeys += old.filter { !hotkeys.contains($0) }
            }
        }
    }
}
