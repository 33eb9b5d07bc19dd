import Frame
import Primitives
import RuntimeInterface

/// Settings that take more than storing a value.
extension AdminUtils {
    /// Sets the blocks from one epoch to the next, without bounds, and begins a new cycle. Emits `TempoSet`. For root.
    /// The subnet's owner may too, under the rules of `set_tempo`: SDK 11.3.0 takes this way, so runtimes newer than
    /// spec 461 allow it.
    static func setTempo(
        _ netuid: NetUID, _ tempo: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        guard origin == .root else { return try Subtensor.setTempo(origin, netuid, tempo, in: &state) }
        try change(netuid, by: .root, origin, in: &state) { state in
            Subtensor.storeTempo(tempo, of: netuid, in: &state)
        }
    }

    /// Sets after how many tempos, in thousandths, a silent validator counts as inactive. For root, and for the
    /// subnet's owner under the rules of `set_activity_cutoff_factor`, as SDK 11.3.0 expects.
    static func setActivityCutoffFactor(
        _ netuid: NetUID, _ factorMilli: UInt32, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        guard origin == .root else {
            return try Subtensor.setActivityCutoffFactor(origin, netuid, factorMilli, in: &state)
        }
        try activityCutoffFactor.set(factorMilli, on: netuid, origin, in: &state)
    }

    /// Sets how many mechanisms a subnet has, for its owner once in a number of blocks.
    static func setMechanismCount(
        _ netuid: NetUID, _ count: MechanismID, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let setter = Setter.ownerOnce(.mechanismCountUpdate, blocks: Subtensor.mechanismRateLimit)
        try change(netuid, by: setter, origin, in: &state) { state throws(DispatchError) in
            try Subtensor.setMechanismCount(count, of: netuid, in: &state)
        }
    }

    /// Sets how the mechanisms share a subnet's emission, for its owner once in a number of blocks.
    static func setMechanismEmissionSplit(
        _ netuid: NetUID, _ split: [UInt16]?, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let setter = Setter.ownerOnce(.mechanismEmission, blocks: Subtensor.mechanismRateLimit)
        try change(netuid, by: setter, origin, in: &state) { state throws(DispatchError) in
            try Subtensor.setMechanismEmissionSplit(split, of: netuid, in: &state)
        }
    }

    /// Sets the most mechanisms that a subnet may have. For root.
    static func setMaxMechanismCount(
        _ count: MechanismID, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        try Subtensor.setMaxMechanismCount(count, in: &state)
    }

    /// Sets the least nomination; those that are too small under a raised minimum are sold in this
    /// block and the next ones. For root.
    static func setNominationMinimum(_ stake: UInt64, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try origin.requireRoot()
        let previous = state.get(Subtensor.nominatorMinRequiredStake)
        state.set(Subtensor.nominatorMinRequiredStake, to: stake)
        if stake > previous { Subtensor.startClearingSmallNominations(in: &state) }
    }

    /// Sets the hotkey that stands for a subnet's owner, at most once a week. Emits `SubnetOwnerHotkeySet`.
    ///
    /// Fails with `subnetNotExists`, `txRateLimitExceeded` or `cannotUseSystemAccount`. For the subnet's owner and
    /// root. Source: pallets/subtensor/src/subnets/subnet.rs, `do_set_sn_owner_hotkey`.
    static func setOwnerHotkey(
        _ netuid: NetUID, _ hotkey: AccountID, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try Subtensor.requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        guard Subtensor.subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        let last = state.get(Subtensor.lastRateLimitedBlock, .setSNOwnerHotkey(netuid))
        guard Subtensor.passesRateLimit(ownerHotkeyRateLimit, last: last, in: state) else {
            throw .subtensor(.txRateLimitExceeded)
        }
        try Subtensor.requireNoSubnetAccount(hotkey)
        let now = Subtensor.currentBlock(in: state)
        state.set(Subtensor.lastRateLimitedBlock, .setSNOwnerHotkey(netuid), to: now)
        state.set(Subtensor.subnetOwnerHotkey, netuid, to: hotkey)
        state.deposit(.subtensor(.subnetOwnerHotkeySet(netuid, hotkey)))
    }

    /// A week of blocks of 12 seconds.
    private static let ownerHotkeyRateLimit: UInt64 = 50_400
}
