import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Alpha that waits for a subnet's next epoch, and the turn of the epochs.
/// Source: pallets/subtensor/src/coinbase/run_coinbase.rs, `drain_pending`.
extension Subtensor {
    /// What waits for the next epoch.
    static func pending(of netuid: NetUID, in state: borrowing State) -> AlphaPending {
        AlphaPending(
            server: state.get(pendingServerEmission, netuid), validator: state.get(pendingValidatorEmission, netuid),
            root: state.get(pendingRootAlphaDivs, netuid), owner: state.get(pendingOwnerCut, netuid))
    }

    /// Writes what waits for the next epoch, as far as it differs.
    static func setPending(
        _ new: AlphaPending, of netuid: NetUID, replacing old: AlphaPending, in state: inout State
    ) {
        if new.server != old.server { state.set(pendingServerEmission, netuid, to: new.server) }
        if new.validator != old.validator { state.set(pendingValidatorEmission, netuid, to: new.validator) }
        if new.root != old.root { state.set(pendingRootAlphaDivs, netuid, to: new.root) }
        if new.owner != old.owner { state.set(pendingOwnerCut, netuid, to: new.owner) }
    }

    /// Chooses the subnets whose epoch runs in this block and takes their alpha. No more than `MaxEpochsPerBlock` run,
    /// and one where it is the turn of a subnet of Null, which may have ten times as many neurons; the others wait for
    /// the next block (RaoFoundation/subtensor at spec 475, `epoch_cap_for_block`). A subnet with a hotkey under two
    /// UIDs loses its turn and keeps its alpha. Emits `EpochDeferred` and `EpochSkipped`.
    static func drainPending(in state: inout State) -> BlockEpochs {
        let now = currentBlock(in: state)
        let maximum = epochsMaximum(at: now, in: state)
        var result = BlockEpochs()
        for netuid in netuids(in: state) where !netuid.isRoot {
            state.update(blocksSinceLastStep, netuid) { $0 = $0 == .max ? $0 : $0 + 1 }
            guard epochSchedule(netuid, in: state).isDue(at: now) else { continue }
            guard result.epochs.count < maximum else {
                state.set(pendingEpochAt, netuid, to: now + 1)
                state.deposit(
                    .subtensor(.epochDeferred(netuid: netuid, fromBlock: now, toBlock: now + 1)))
                continue
            }
            if hasDistinctHotkeys(netuid, in: state) {
                state.set(blocksSinceLastStep, netuid, to: 0)
                let waiting = pending(of: netuid, in: state)
                setPending(AlphaPending(), of: netuid, replacing: waiting, in: &state)
                result.epochs.append(BlockEpochs.Epoch(netuid: netuid, pending: waiting))
            } else {
                state.deposit(.subtensor(.epochSkipped(netuid: netuid, block: now)))
            }
            state.set(lastEpochBlock, netuid, to: now)
            state.set(pendingEpochAt, netuid, to: 0)
            state.update(subnetEpochIndex, netuid) { $0 = $0 == .max ? $0 : $0 + 1 }
            result.advanced.append(netuid)
        }
        result.epochs.sort { $0.netuid < $1.netuid }
        return result
    }

    /// How many epochs may run in this block.
    private static func epochsMaximum(at block: UInt64, in state: borrowing State) -> Int {
        let maximum = Int(state.get(maxEpochsPerBlock))
        for netuid in netuids(in: state) where !netuid.isRoot && isNull(netuid, in: state) {
            if epochSchedule(netuid, in: state).isDue(at: block) { return min(maximum, 1) }
        }
        return maximum
    }

    /// Whether every neuron of a subnet has a hotkey of its own.
    static func hasDistinctHotkeys(_ netuid: NetUID, in state: borrowing State) -> Bool {
        let hotkeys = state.entries(of: keys, under: netuid).map(\.value)
        return Set(hotkeys).count == hotkeys.count
    }
}
