import Frame
import Primitives
import RuntimeInterface

/// The voting power of validators: a moving average of their stake weight, by epochs, where a subnet's owner wants it.
/// Source: pallets/subtensor/src/utils/voting_power.rs; the total of a subnet is newer than that source, and the sum of
/// its validators' here.
extension Subtensor {
    /// Blocks from the end of the record being asked for to the end: 14 days of blocks of 12 seconds.
    static let votingPowerGraceBlocks: UInt64 = 100_800
    /// What stands for 1 in `VotingPowerEmaAlpha`.
    static let votingPowerUnit: UInt64 = 1_000_000_000_000_000_000

    /// Starts to record the voting power of a subnet, or goes on with it where the end was scheduled. Emits
    /// `VotingPowerTrackingEnabled`.
    ///
    /// Fails with `subnetNotExists`. For the subnet's owner and root.
    static func enableVotingPower(_ origin: Origin, _ netuid: NetUID, in state: inout State) throws(DispatchError) {
        try requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        state.set(votingPowerTrackingEnabled, netuid, to: true)
        state.remove(votingPowerDisableAtBlock, netuid)
        state.deposit(.subtensor(.votingPowerTrackingEnabled(netuid: netuid)))
    }

    /// Schedules the end of the record. Emits `VotingPowerTrackingDisableScheduled`.
    ///
    /// Fails with `votingPowerTrackingNotEnabled`. For the subnet's owner and root.
    static func disableVotingPower(_ origin: Origin, _ netuid: NetUID, in state: inout State) throws(DispatchError) {
        try requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        guard state.get(votingPowerTrackingEnabled, netuid) else { throw .subtensor(.votingPowerTrackingNotEnabled) }
        let end = currentBlock(in: state) + votingPowerGraceBlocks
        state.set(votingPowerDisableAtBlock, netuid, to: end)
        state.deposit(.subtensor(.votingPowerTrackingDisableScheduled(netuid: netuid, disableAtBlock: end)))
    }

    /// Sets how much of the new stake an epoch takes over, in parts of ``votingPowerUnit``. Emits
    /// `VotingPowerEmaAlphaSet`.
    ///
    /// Fails with `subnetNotExists` or `invalidVotingPowerEmaAlpha`. For root.
    static func sudoSetVotingPowerAlpha(
        _ origin: Origin, _ netuid: NetUID, _ alpha: UInt64, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard alpha <= votingPowerUnit else { throw .subtensor(.invalidVotingPowerEmaAlpha) }
        state.set(votingPowerEmaAlpha, netuid, to: alpha)
        state.deposit(.subtensor(.votingPowerEmaAlphaSet(netuid: netuid, alpha: alpha)))
    }

    /// Takes the stake of an epoch over; ends the record where its time has come. Only holders of a permit have voting
    /// power. Emits `VotingPowerTrackingDisabled` at the end.
    /// - Parameters:
    ///   - permits: who holds a permit from now on, by UID.
    ///   - stakes: what each counts with, by UID.
    static func updateVotingPower(
        on netuid: NetUID, permits: [Bool], stakes: [UInt64], in state: inout State
    ) {
        guard state.get(votingPowerTrackingEnabled, netuid) else { return }
        let end = state.get(votingPowerDisableAtBlock, netuid)
        guard end == 0 || currentBlock(in: state) < end else {
            endVotingPower(on: netuid, in: &state)
            return
        }
        let alpha = state.get(votingPowerEmaAlpha, netuid)
        let threshold = state.get(stakeThreshold)
        for (uid, hotkey) in state.entries(of: keys, under: netuid) {
            let index = Int(uid)
            guard index < permits.count, index < stakes.count, permits[index] else {
                state.remove(votingPower, netuid, hotkey)
                continue
            }
            let old = state.get(votingPower, netuid, hotkey)
            let new = averagedVotingPower(old, stake: stakes[index], alpha: alpha)
            // Who never reached the threshold builds up; who fell below it is out.
            if new < threshold && old >= threshold {
                state.remove(votingPower, netuid, hotkey)
            } else if new > 0 {
                state.set(votingPower, netuid, hotkey, to: new)
            }
        }
        var total: UInt64 = 0
        for (hotkey, power) in state.entries(of: votingPower, under: netuid) {
            if state.get(isNetworkMember, hotkey, netuid) {
                let (sum, overflow) = total.addingReportingOverflow(power)
                total = overflow ? .max : sum
            } else {
                state.remove(votingPower, netuid, hotkey)
            }
        }
        state.set(totalVotingPower, netuid, to: total)
    }

    /// One step of the moving average, rounded down.
    static func averagedVotingPower(_ old: UInt64, stake: UInt64, alpha: UInt64) -> UInt64 {
        let unit = UInt128(votingPowerUnit)
        let weight = min(UInt128(alpha), unit)
        return UInt64(clamping: (weight * UInt128(stake) + (unit - weight) * UInt128(old)) / unit)
    }

    /// Hands voting power over to another hotkey.
    static func moveVotingPower(_ swap: KeySwap, on netuid: NetUID, in state: inout State) {
        let power = state.get(votingPower, netuid, swap.old)
        state.remove(votingPower, netuid, swap.old)
        guard power > 0 else { return }
        state.update(votingPower, netuid, swap.new) { own in
            let (sum, overflow) = own.addingReportingOverflow(power)
            own = overflow ? .max : sum
        }
    }

    private static func endVotingPower(on netuid: NetUID, in state: inout State) {
        state.removeAll(of: votingPower, under: netuid)
        state.remove(totalVotingPower, netuid)
        state.set(votingPowerTrackingEnabled, netuid, to: false)
        state.remove(votingPowerDisableAtBlock, netuid)
        state.deposit(.subtensor(.votingPowerTrackingDisabled(netuid: netuid)))
    }
}
