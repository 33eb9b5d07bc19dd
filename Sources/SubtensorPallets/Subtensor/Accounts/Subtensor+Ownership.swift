import Frame
import Primitives
import RuntimeInterface

/// Which coldkey owns which hotkeys, and which hotkeys it stakes to. Source: pallets/subtensor/src/staking/helpers.rs.
extension Subtensor {
    /// Whether some coldkey owns the hotkey: it was registered or associated once.
    static func isOwned(_ hotkey: AccountID, in state: borrowing State) -> Bool { state.contains(owner, hotkey) }

    /// Whether this coldkey owns the hotkey.
    static func owns(_ coldkey: AccountID, _ hotkey: AccountID, in state: borrowing State) -> Bool {
        isOwned(hotkey, in: state) && state.get(owner, hotkey) == coldkey
    }

    /// The coldkey that owns the hotkey; the zero account where nobody does.
    static func ownerColdkey(of hotkey: AccountID, in state: borrowing State) -> AccountID {
        state.get(owner, hotkey)
    }

    /// Makes `coldkey` the owner of a hotkey that has none; does nothing where it has one.
    /// - Throws: `cannotUseSystemAccount` for a subnet's account.
    static func associate(
        _ hotkey: AccountID, with coldkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        try requireNoSubnetAccount(hotkey)
        guard !isOwned(hotkey, in: state) else { return }
        state.set(owner, hotkey, to: coldkey)
        var owned = state.get(ownedHotkeys, coldkey)
        if !owned.contains(hotkey) {
            owned.append(hotkey)
            state.set(ownedHotkeys, coldkey, to: owned)
        }
        addStakingHotkey(hotkey, of: coldkey, in: &state)
    }

    /// The neurons of a subnet whose hotkeys a coldkey owns. Of the coldkey's hotkeys and the subnet's the shorter list
    /// is walked: a coldkey may own as many hotkeys as it likes.
    static func neurons(
        of coldkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> [(uid: UID, hotkey: AccountID)] {
        var neurons: [(uid: UID, hotkey: AccountID)] = []
        if state.elementCount(of: ownedHotkeys, coldkey) < Int(state.get(subnetworkN, netuid)) {
            for hotkey in state.get(ownedHotkeys, coldkey) {
                if let uid = state.get(uids, netuid, hotkey) { neurons.append((uid, hotkey)) }
            }
        } else {
            for (uid, hotkey) in state.entries(of: keys, under: netuid) where owns(coldkey, hotkey, in: state) {
                neurons.append((uid, hotkey))
            }
        }
        return neurons
    }

    /// Lists the hotkey among those that the coldkey stakes to.
    static func addStakingHotkey(_ hotkey: AccountID, of coldkey: AccountID, in state: inout State) {
        var hotkeys = state.get(stakingHotkeys, coldkey)
        guard !hotkeys.contains(hotkey) else { return }
        hotkeys.append(hotkey)
        state.set(stakingHotkeys, coldkey, to: hotkeys)
    }

    /// Records the take of a hotkey that takes nominations for the first time.
    static func becomeDelegateIfNeeded(_ hotkey: AccountID, in state: inout State) {
        guard !state.contains(delegates, hotkey) else { return }
        state.set(delegates, hotkey, to: state.get(delegates, hotkey))
    }

    /// Claims a hotkey that nobody owns for the signing coldkey; a hotkey that somebody owns stays as it is.
    ///
    /// Fails with `cannotUseSystemAccount` for a subnet's account. For any coldkey.
    static func tryAssociateHotkey(
        _ origin: Origin, _ hotkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        try associate(hotkey, with: try origin.signer(), in: &state)
    }
}
