import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Values that weights and consensus of a subnet depend on. Each setter emits the event that is named after the value.
extension AdminUtils {
    static func setWeightsVersionKey(
        _ netuid: NetUID, _ key: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        // The owner's limit is one of its own, longer than that of other values.
        let signer = try Subtensor.requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        if let signer {
            let tempos = state.get(Subtensor.weightsVersionKeyRateLimit)
            let (limit, overflow) = tempos.multipliedReportingOverflow(by: UInt64(state.get(Subtensor.tempo, netuid)))
            guard
                Subtensor.mayRepeat(
                    .setWeightsVersionKey, by: signer, on: netuid, after: overflow ? .max : limit, in: state)
            else {
                throw .subtensor(.txRateLimitExceeded)
            }
        }
        try Subtensor.requireAdminWindow(netuid, in: state)
        guard Subtensor.subnetExists(netuid, in: state) else { throw .adminUtils(.subnetDoesNotExist) }
        if let signer { Subtensor.noteRepeatable(.setWeightsVersionKey, by: signer, on: netuid, in: &state) }
        state.set(Subtensor.weightsVersionKey, netuid, to: key)
        state.deposit(.subtensor(.weightsVersionKeySet(netuid, key)))
    }

    static func setWeightsRateLimit(
        _ netuid: NetUID, _ blocks: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, respectsWindow: false, in: &state) { state in
            state.set(Subtensor.weightsSetRateLimit, netuid, to: blocks)
            state.deposit(.subtensor(.weightsSetRateLimitSet(netuid, blocks)))
        }
    }

    static func setWeightsMinimum(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.minAllowedWeights), origin, in: &state) { state in
            state.set(Subtensor.minAllowedWeights, netuid, to: count)
            state.deposit(.subtensor(.minAllowedWeightSet(netuid, count)))
        }
    }

    static func setKappa(
        _ netuid: NetUID, _ kappa: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, respectsWindow: false, in: &state) { state in
            state.set(Subtensor.kappa, netuid, to: kappa)
            state.deposit(.subtensor(.kappaSet(netuid, kappa)))
        }
    }

    static func setRho(_ netuid: NetUID, _ rho: UInt16, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try change(netuid, by: .owner(.rho), origin, in: &state) { state in
            state.set(Subtensor.rho, netuid, to: rho)
            state.deposit(.subtensor(.rhoSet(netuid, rho)))
        }
    }

    static func setActivityCutoffFactor(
        _ netuid: NetUID, _ factor: UInt32, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, respectsWindow: false, in: &state) { state throws(DispatchError) in
            try Subtensor.storeActivityCutoffFactor(factor, of: netuid, in: &state)
        }
    }

    static func setBondsMovingAverage(
        _ netuid: NetUID, _ average: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.bondsMovingAverage), origin, in: &state) { state throws(DispatchError) in
            guard origin == .root || average <= 975_000 else { throw .adminUtils(.bondsMovingAverageMaxReached) }
            state.set(Subtensor.bondsMovingAverage, netuid, to: average)
            state.deposit(.subtensor(.bondsMovingAverageSet(netuid, average)))
        }
    }

    static func setBondsPenalty(
        _ netuid: NetUID, _ penalty: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.bondsPenalty), origin, in: &state) { state in
            state.set(Subtensor.bondsPenalty, netuid, to: penalty)
            state.deposit(.subtensor(.bondsPenaltySet(netuid, penalty)))
        }
    }

    static func setCommitReveal(
        _ netuid: NetUID, _ enabled: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.commitRevealEnabled), origin, in: &state) { state in
            state.set(Subtensor.commitRevealWeightsEnabled, netuid, to: enabled)
            state.deposit(.subtensor(.commitRevealEnabled(netuid, enabled)))
        }
    }

    static func setRevealPeriod(
        _ netuid: NetUID, _ epochs: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.weightCommitInterval), origin, in: &state) { state throws(DispatchError) in
            guard epochs <= 100 else { throw .subtensor(.revealPeriodTooLarge) }
            guard epochs >= 1 else { throw .subtensor(.revealPeriodTooSmall) }
            state.set(Subtensor.revealPeriodEpochs, netuid, to: epochs)
            state.deposit(.subtensor(.commitRevealPeriodsSet(netuid, epochs)))
        }
    }

    static func setLiquidAlpha(
        _ netuid: NetUID, _ enabled: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.liquidAlphaEnabled), origin, in: &state) { state in
            state.set(Subtensor.liquidAlphaOn, netuid, to: enabled)
        }
    }

    /// Fails with `liquidAlphaDisabled`, `alphaHighTooLow` or `alphaLowOutOfRange`.
    static func setAlphaValues(
        _ netuid: NetUID, low: UInt16, high: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        // A fortieth of the whole range.
        let least: UInt16 = 1638
        try change(netuid, by: .owner(.alphaValues), origin, in: &state) { state throws(DispatchError) in
            guard state.get(Subtensor.liquidAlphaOn, netuid) else { throw .subtensor(.liquidAlphaDisabled) }
            guard high >= least else { throw .subtensor(.alphaHighTooLow) }
            guard low >= least, low <= high else { throw .subtensor(.alphaLowOutOfRange) }
            state.set(Subtensor.alphaValues, netuid, to: Pair(low, high))
        }
    }

    static func setSigmoidSteepness(
        _ netuid: NetUID, _ steepness: Int16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.alphaSigmoidSteepness), origin, in: &state) { state throws(DispatchError) in
            guard origin == .root || steepness >= 0 else { throw .adminUtils(.negativeSigmoidSteepness) }
            state.set(Subtensor.alphaSigmoidSteepness, netuid, to: steepness)
            state.deposit(.subtensor(.alphaSigmoidSteepnessSet(netuid, steepness)))
        }
    }

    static func setYuma3(
        _ netuid: NetUID, _ enabled: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.yuma3Enabled), origin, in: &state) { state in
            state.set(Subtensor.yuma3On, netuid, to: enabled)
            state.deposit(.adminUtils(.yuma3EnableToggled(netuid: netuid, enabled: enabled)))
        }
    }

    static func setTempo(
        _ netuid: NetUID, _ tempo: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, in: &state) { state in
            Subtensor.storeTempo(tempo, of: netuid, in: &state)
        }
    }
}
