import Frame
import Primitives
import RuntimeInterface
import SCALE

extension Subtensor {
    /// Clears what all validators hold in a miner that starts over, where the subnet allows it.
    /// Source: pallets/subtensor/src/epoch/run_epoch.rs, `do_reset_bonds`.
    static func resetBonds(towards hotkey: AccountID, on netuid: NetUID, in state: inout State) {
        guard state.get(bondsResetOn, netuid), let uid = state.get(uids, netuid, hotkey) else { return }
        for index in storageIndices(netuid, in: state) {
            for (validator, row) in state.entries(of: bonds, under: index)
            where row.contains(where: { $0.first == uid }) {
                state.set(bonds, index, validator, to: row.filter { $0.first != uid })
            }
        }
    }
}
