import Frame
import Primitives
import RuntimeInterface
import Yuma

/// How often a subnet's epochs come. Source: pallets/subtensor/src/coinbase/tempo_control.rs.
extension Subtensor {
    /// Blocks between two changes of a tempo by the owner.
    private static let tempoRateLimitBlocks: UInt64 = 360
    /// Tempos, in thousandths, after which a silent validator may count as inactive.
    static let activityCutoffFactors: ClosedRange<UInt32> = 1_000...50_000

    /// Sets the blocks from one epoch to the next and begins a new cycle. Emits `TempoSet`.
    ///
    /// Fails with `badOrigin`, `tempoOutOfBounds`, `adminActionProhibitedDuringWeightsWindow` or `txRateLimitExceeded`.
    /// For the subnet's owner.
    static func setTempo(
        _ origin: Origin, _ netuid: NetUID, _ blocks: UInt16, in state: inout State
    ) throws(DispatchError) {
        let owner = try requireSubnetOwner(origin, of: netuid, in: state)
        guard (360...50_400).contains(blocks) else { throw .subtensor(.tempoOutOfBounds) }
        try requireAdminWindow(netuid, in: state)
        guard mayRepeat(.tempoUpdate, by: owner, on: netuid, after: tempoRateLimitBlocks, in: state) else {
            throw .subtensor(.txRateLimitExceeded)
        }
        storeTempo(blocks, of: netuid, in: &state)
        noteRepeatable(.tempoUpdate, by: owner, on: netuid, in: &state)
    }

    static func storeTempo(_ blocks: UInt16, of netuid: NetUID, in state: inout State) {
        state.set(tempo, netuid, to: blocks)
        state.set(lastEpochBlock, netuid, to: currentBlock(in: state))
        state.deposit(.subtensor(.tempoSet(netuid, blocks)))
    }

    /// Sets after how many tempos, in thousandths, a silent validator counts as inactive. Emits
    /// `ActivityCutoffFactorMilliSet`.
    ///
    /// Fails with `badOrigin`, `activityCutoffFactorMilliOutOfBounds`, `adminActionProhibitedDuringWeightsWindow` or
    /// `txRateLimitExceeded`. For the subnet's owner and root.
    static func setActivityCutoffFactor(
        _ origin: Origin, _ netuid: NetUID, _ factorMilli: UInt32, in state: inout State
    ) throws(DispatchError) {
        let owner = try requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        guard activityCutoffFactors.contains(factorMilli) else {
            throw .subtensor(.activityCutoffFactorMilliOutOfBounds)
        }
        if owner != nil {
            try requireAdminWindow(netuid, in: state)
            try requireOwnerRate(netuid, .activityCutoffFactorMilli, in: state)
        }
        state.set(activityCutoffFactorMilli, netuid, to: factorMilli)
        state.deposit(.subtensor(.activityCutoffFactorMilliSet(netuid: netuid, factorMilli: factorMilli)))
        if owner != nil {
            state.set(
                lastRateLimitedBlock, .ownerHyperparamUpdate(netuid, .activityCutoffFactorMilli),
                to: currentBlock(in: state))
        }
    }

    /// Schedules an epoch before its time, behind the window in which nothing may be changed. Emits `EpochTriggered`.
    ///
    /// Fails with `badOrigin`, `dynamicTempoBlockedByCommitReveal`, `epochTriggerAlreadyPending`,
    /// `autoEpochAlreadyImminent` or `txRateLimitExceeded`. For the subnet's owner.
    static func triggerEpoch(_ origin: Origin, _ netuid: NetUID, in state: inout State) throws(DispatchError) {
        let owner = try requireSubnetOwner(origin, of: netuid, in: state)
        guard !state.get(commitRevealWeightsEnabled, netuid) else {
            throw .subtensor(.dynamicTempoBlockedByCommitReveal)
        }
        guard state.get(pendingEpochAt, netuid) == 0 else { throw .subtensor(.epochTriggerAlreadyPending) }
        let now = currentBlock(in: state)
        let window = UInt64(state.get(adminFreezeWindow))
        guard epochSchedule(netuid, in: state).blocksUntilNext(at: now) >= window else {
            throw .subtensor(.autoEpochAlreadyImminent)
        }
        try requireOwnerRate(netuid, .triggerEpoch, in: state)
        let (sum, overflow) = now.addingReportingOverflow(window)
        let firesAt = overflow ? .max : sum
        state.set(pendingEpochAt, netuid, to: firesAt)
        state.set(lastRateLimitedBlock, .ownerHyperparamUpdate(netuid, .triggerEpoch), to: now)
        state.deposit(.subtensor(.epochTriggered(netuid: netuid, by: owner, firesAt: firesAt)))
    }
}
