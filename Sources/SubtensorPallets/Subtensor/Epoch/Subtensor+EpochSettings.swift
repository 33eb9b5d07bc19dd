import Frame
import Primitives
import RuntimeInterface

extension Subtensor {
    /// Blocks after its last update from which a neuron counts as inactive: thousandths of a tempo, at least one block.
    /// Source: pallets/subtensor/src/utils/misc.rs, `get_activity_cutoff_blocks`.
    static func activityCutoffBlocks(of netuid: NetUID, in state: borrowing State) -> UInt64 {
        // 32 times 16 bits fit into 64.
        max(UInt64(state.get(activityCutoffFactorMilli, netuid)) * UInt64(state.get(tempo, netuid)) / 1000, 1)
    }

    /// The UID of the owner hotkey; `nil` where none is set or it has no UID.
    static func ownerUID(of netuid: NetUID, in state: borrowing State) -> UID? {
        guard state.contains(subnetOwnerHotkey, netuid) else { return nil }
        return state.get(uids, netuid, state.get(subnetOwnerHotkey, netuid))
    }
}
