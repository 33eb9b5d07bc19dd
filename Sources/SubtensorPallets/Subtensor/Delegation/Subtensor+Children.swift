import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Hotkeys that hand stake on to others. Source: pallets/subtensor/src/staking/set_children.rs.
extension Subtensor {
    /// Blocks between two changes of a hotkey's children on a subnet.
    static let setChildrenLimit: UInt64 = 150

    /// Asks for a hotkey's children on a subnet, each with its share of 2⁶⁴ − 1. They count after the first epoch
    /// behind the cool-down, and at once on a subnet that was not started. Emits `SetChildrenScheduled` or
    /// `SetChildren`.
    ///
    /// Fails with `txRateLimitExceeded`, `registrationNotPermittedOnRootSubnet`, `subnetNotExists`,
    /// `nonAssociatedColdKey`, `duplicateChild`, as ``requireConsistent(_:of:on:in:)``, or with
    /// `notEnoughStakeToSetChildkeys`. For the owner coldkey.
    static func setChildren(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, _ children: [Pair<UInt64, AccountID>],
        in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard mayRepeat(.setChildren, by: hotkey, on: netuid, after: setChildrenLimit, in: state) else {
            throw .subtensor(.txRateLimitExceeded)
        }
        guard !netuid.isRoot else { throw .subtensor(.registrationNotPermittedOnRootSubnet) }
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard owns(coldkey, hotkey, in: state) else { throw .subtensor(.nonAssociatedColdKey) }
        guard Set(children.map(\.second)).count == children.count else { throw .subtensor(.duplicateChild) }
        try requireConsistent(children, of: hotkey, on: netuid, in: state)
        let isOwnerHotkey = state.contains(subnetOwnerHotkey, netuid) && state.get(subnetOwnerHotkey, netuid) == hotkey
        guard
            children.isEmpty || isOwnerHotkey
                || stakeValue(at: hotkey, in: state) >= Rao(state.get(stakeThreshold))
        else { throw .subtensor(.notEnoughStakeToSetChildkeys) }
        noteRepeatable(.setChildren, by: hotkey, on: netuid, in: &state)
        guard state.get(subtokenEnabled, netuid) else {
            applyChildren(children, of: hotkey, on: netuid, in: &state)
            return
        }
        let (sum, overflow) = currentBlock(in: state).addingReportingOverflow(state.get(pendingChildKeyCooldown))
        let due = overflow ? .max : sum
        state.set(pendingChildKeys, netuid, hotkey, to: Pair(children, due))
        state.deposit(.subtensor(.setChildrenScheduled(hotkey, netuid, due, children)))
    }

    /// Sets what a child keeps of its parents' dividends on a subnet. Raises are limited in rate. Emits
    /// `ChildKeyTakeSet`.
    ///
    /// Fails with `nonAssociatedColdKey`, `subnetNotExists`, `invalidChildkeyTake` or
    /// `txChildkeyTakeRateLimitExceeded`. For the owner coldkey.
    static func setChildkeyTake(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, _ take: PerU16, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard owns(coldkey, hotkey, in: state) else { throw .subtensor(.nonAssociatedColdKey) }
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        let least = effectiveChildkeyTakeMinimum(on: netuid, in: state)
        guard take.rawValue >= least, take.rawValue <= state.get(maxChildkeyTake).rawValue else {
            throw .subtensor(.invalidChildkeyTake)
        }
        if take.rawValue > effectiveChildkeyTake(of: hotkey, on: netuid, in: state) {
            let limit = state.get(txChildkeyTakeRateLimit)
            guard mayRepeat(.setChildkeyTake, by: hotkey, on: netuid, after: limit, in: state) else {
                throw .subtensor(.txChildkeyTakeRateLimitExceeded)
            }
        }
        noteRepeatable(.setChildkeyTake, by: hotkey, on: netuid, in: &state)
        state.set(childkeyTake, hotkey, netuid, to: take)
        state.deposit(.subtensor(.childKeyTakeSet(hotkey, take)))
    }

    /// Sets whether a root validator becomes a parent of the owner's hotkey on each new subnet. Emits
    /// `AutoParentDelegationEnabledSet`.
    ///
    /// Fails with `nonAssociatedColdKey` or `hotKeyNotRegisteredInSubNet`. For the owner coldkey.
    static func setAutoParentDelegationEnabled(
        _ origin: Origin, _ hotkey: AccountID, _ isEnabled: Bool, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard owns(coldkey, hotkey, in: state) else { throw .subtensor(.nonAssociatedColdKey) }
        guard state.contains(uids, .root, hotkey) else { throw .subtensor(.hotKeyNotRegisteredInSubNet) }
        state.set(autoParentDelegationEnabled, hotkey, to: isEnabled)
        state.deposit(.subtensor(.autoParentDelegationEnabledSet(hotkey: hotkey, enabled: isEnabled)))
    }
}
