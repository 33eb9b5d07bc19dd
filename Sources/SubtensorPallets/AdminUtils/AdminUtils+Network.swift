import Frame
import Primitives
import RuntimeInterface

/// Values of the whole network, which root alone may set. Each setter emits the event that is named after the value.
extension AdminUtils {
    static func setDefaultTake(_ take: PerU16, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.maxDelegateTake, to: take)
            state.deposit(.subtensor(.defaultTakeSet(take)))
        }
    }

    static func setDelegateTakeMinimum(_ take: PerU16, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.minDelegateTake, to: take)
            state.deposit(.subtensor(.minDelegateTakeSet(take)))
        }
    }

    static func setTxRateLimit(_ blocks: UInt64, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.txRateLimit, to: blocks)
            state.deposit(.subtensor(.txRateLimitSet(blocks)))
        }
    }

    static func setDelegateTakeRateLimit(
        _ blocks: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.txDelegateTakeRateLimit, to: blocks)
            state.deposit(.subtensor(.txDelegateTakeRateLimitSet(blocks)))
        }
    }

    static func setNetworkRateLimit(_ blocks: UInt64, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.networkRateLimit, to: blocks)
            state.deposit(.subtensor(.networkRateLimitSet(blocks)))
        }
    }

    static func setNetworkImmunityPeriod(
        _ blocks: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.networkImmunityPeriod, to: blocks)
            state.deposit(.subtensor(.networkImmunityPeriodSet(blocks)))
        }
    }

    static func setLockCostMinimum(_ cost: Rao, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.networkMinLockCost, to: cost)
            state.deposit(.subtensor(.networkMinLockCostSet(cost)))
        }
    }

    static func setLockReductionInterval(
        _ blocks: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.networkLockReductionInterval, to: blocks)
            state.deposit(.subtensor(.networkLockCostReductionIntervalSet(blocks)))
        }
    }

    static func setSubnetLimit(_ count: UInt16, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.subnetLimit, to: count)
            state.deposit(.subtensor(.subnetLimitSet(count)))
        }
    }

    static func setSubnetOwnerCut(_ cut: UInt16, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.subnetOwnerCut, to: cut)
            state.deposit(.subtensor(.subnetOwnerCutSet(cut)))
        }
    }

    static func setStakeThreshold(_ stake: UInt64, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.stakeThreshold, to: stake)
            state.deposit(.subtensor(.stakeThresholdSet(stake)))
        }
    }

    /// Nominations that are too small under a raised minimum are sold at once.
    static func setNominationMinimum(_ stake: UInt64, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            let previous = state.get(Subtensor.nominatorMinRequiredStake)
            state.set(Subtensor.nominatorMinRequiredStake, to: stake)
            if stake > previous { Subtensor.clearSmallNominations(in: &state) }
        }
    }

    static func setAdminFreezeWindow(_ blocks: UInt16, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.adminFreezeWindow, to: blocks)
            state.deposit(.subtensor(.adminFreezeWindowSet(blocks)))
        }
    }

    static func setOwnerRateLimit(_ tempos: UInt16, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.ownerHyperparamRateLimit, to: tempos)
            state.deposit(.subtensor(.ownerHyperparamRateLimitSet(tempos)))
        }
    }

    static func setStartCallDelay(_ blocks: UInt64, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in
            state.set(Subtensor.startCallDelay, to: blocks)
            state.deposit(.subtensor(.startCallDelaySet(blocks)))
        }
    }

    static func setEpochsMaximum(_ count: UInt8, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state throws(DispatchError) in
            guard count > 0 else { throw .adminUtils(.valueNotInBounds) }
            state.set(Subtensor.maxEpochsPerBlock, to: count)
            state.deposit(.subtensor(.maxEpochsPerBlockSet(count)))
        }
    }
}
