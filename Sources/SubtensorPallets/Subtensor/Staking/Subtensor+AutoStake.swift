import Frame
import Primitives
import RuntimeInterface

extension Subtensor {
    /// Chooses the hotkey to which what a coldkey's miners earn on a subnet is staked. Emits
    /// `AutoStakeDestinationSet`.
    ///
    /// Fails with `subnetNotExists`, `hotKeyNotRegisteredInSubNet` or `sameAutoStakeHotkeyAlreadySet`. For any coldkey.
    /// Source: pallets/subtensor/src/macros/dispatches.rs, call 114.
    static func setColdkeyAutoStakeHotkey(
        _ origin: Origin, _ netuid: NetUID, _ hotkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard state.contains(uids, netuid, hotkey) else { throw .subtensor(.hotKeyNotRegisteredInSubNet) }
        if let current = state.get(autoStakeDestination, coldkey, netuid) {
            guard current != hotkey else { throw .subtensor(.sameAutoStakeHotkeyAlreadySet) }
            state.update(autoStakeDestinationColdkeys, current, netuid) { $0.removeAll { $0 == coldkey } }
        }
        state.set(autoStakeDestination, coldkey, netuid, to: hotkey)
        state.update(autoStakeDestinationColdkeys, hotkey, netuid) { coldkeys in
            if !coldkeys.contains(coldkey) { coldkeys.append(coldkey) }
        }
        state.deposit(.subtensor(.autoStakeDestinationSet(coldkey: coldkey, netuid: netuid, hotkey: hotkey)))
    }
}
