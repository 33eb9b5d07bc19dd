import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE

/// The stake behind a hotkey that is swapped, and what stake earned. Source: pallets/subtensor/src/swap/swap_hotkey.rs.
extension Subtensor {
    /// A coldkey with a share of a hotkey on a subnet.
    struct Staker {
        let coldkey: AccountID
        let netuid: NetUID
    }

    /// Everybody with a share of a hotkey, on all subnets.
    static func stakers(at hotkey: AccountID, in state: borrowing State) -> [Staker] {
        state.entries(of: alphaV2, under: hotkey).map { Staker(coldkey: $0.key.0, netuid: $0.key.1) }
    }

    /// Hands over stake, the last epoch's dividends and voting power; with root stake the claims of root dividends and
    /// the choice about new subnets.
    static func moveHotkeyStake(
        _ swap: KeySwap, on netuid: NetUID, _ stakers: [Staker], in state: inout State
    ) {
        moveAmount(totalHotkeyAlphaLastEpoch, from: (swap.old, netuid), to: (swap.new, netuid), in: &state)
        moveAmount(alphaDividendsPerSubnet, from: (netuid, swap.old), to: (netuid, swap.new), in: &state)
        moveAmount(rootAlphaDividendsPerSubnet, from: (netuid, swap.old), to: (netuid, swap.new), in: &state)
        moveVotingPower(swap, on: netuid, in: &state)
        let coldkeys = stakers.filter { $0.netuid == netuid }.map(\.coldkey)
        let others = Self.stakers(at: swap.new, in: state).filter { $0.netuid == netuid }.map(\.coldkey)
        moveStakePool(swap, on: netuid, of: coldkeys, others: others, in: &state)
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
