import Frame
import Primitives
import RuntimeInterface

/// Whose place a key took by a swap, so that a validator or an explorer knows a renamed neuron or owner again.
///
/// Spec 425 kept no such record; the interface of 461 has it. Source: RaoFoundation/subtensor 0bb2cb30,
/// pallets/subtensor/src/swap/coldkey_lineage.rs, and 2d52647c, hotkey_lineage.rs.
extension Subtensor {
    /// Records that a hotkey took another one's place on a subnet.
    ///
    /// The new one comes from where the old one came from. It is the last of its line, so that what followed it in a
    /// former life is forgotten; what the old one came from stays, and old names can still be looked up.
    static func recordHotkeyLineage(_ swap: KeySwap, on netuid: NetUID, in state: inout State) {
        guard swap.old != swap.new else { return }
        let root = state.get(hotkeyRoot, netuid, swap.old) ?? swap.old
        forgetHotkeySuccessor(of: swap.new, on: netuid, in: &state)
        state.set(hotkeySuccessor, netuid, swap.old, to: swap.new)
        state.set(hotkeyRoot, netuid, swap.new, to: root)
    }

    /// Forgets who took a hotkey's place on a subnet, since it has one of its own again.
    static func forgetHotkeySuccessor(of hotkey: AccountID, on netuid: NetUID, in state: inout State) {
        // Most have none, and a look costs less than a write.
        if state.contains(hotkeySuccessor, netuid, hotkey) { state.remove(hotkeySuccessor, netuid, hotkey) }
    }

    /// Records that a coldkey took another one's place, on all subnets at once.
    static func recordColdkeyLineage(_ swap: KeySwap, in state: inout State) {
        guard swap.old != swap.new else { return }
        let root = state.get(coldkeyRoot, swap.old) ?? swap.old
        state.remove(coldkeySuccessor, swap.new)
        state.set(coldkeySuccessor, swap.old, to: swap.new)
        state.set(coldkeyRoot, swap.new, to: root)
    }
}
