import Frame
import Primitives
import RuntimeInterface

extension Subtensor {
    /// Sets up an empty subnet with the defaults of this chain's profile. Emits an event for each hyper-parameter that
    /// clients follow. Source: pallets/subtensor/src/subnets/subnet.rs, `init_new_network`.
    static func initializeSubnet(_ netuid: NetUID, in state: inout State) {
        let defaults = NetworkProfile.current(in: state).subnetDefaults
        state.set(subnetworkN, netuid, to: 0)
        state.set(networksAdded, netuid, to: true)
        state.set(tempo, netuid, to: defaults.tempo)
        // Subnets of one tempo take turns, so that their epochs do not all fall into one block.
        let now = currentBlock(in: state)
        let stagger = UInt64(netuid.number % max(defaults.tempo, 1))
        state.set(lastEpochBlock, netuid, to: now > stagger ? now - stagger : 0)
        state.update(totalNetworks) { $0 = $0 == .max ? $0 : $0 + 1 }

        state.set(networkRegistrationAllowed, netuid, to: true)
        state.deposit(.subtensor(.registrationAllowed(netuid, true)))
        state.set(maxAllowedUids, netuid, to: defaults.uidsMaximum)
        state.deposit(.subtensor(.maxAllowedUidsSet(netuid, defaults.uidsMaximum)))
        state.set(maxAllowedValidators, netuid, to: defaults.validatorsMaximum)
        state.deposit(.subtensor(.maxAllowedValidatorsSet(netuid, defaults.validatorsMaximum)))
        state.set(minAllowedWeights, netuid, to: defaults.weightsMinimum)
        state.deposit(.subtensor(.minAllowedWeightSet(netuid, defaults.weightsMinimum)))
        state.set(immunityPeriod, netuid, to: defaults.immunityPeriod)
        state.deposit(.subtensor(.immunityPeriodSet(netuid, defaults.immunityPeriod)))
        state.set(yuma3On, netuid, to: true)
        state.set(burn, netuid, to: defaults.burn)
        state.set(subnetEmissionEnabled, netuid, to: true)
        if let limit = defaults.weightsRateLimit { state.set(weightsSetRateLimit, netuid, to: limit) }
        if let commits = defaults.commitsWeights { state.set(commitRevealWeightsEnabled, netuid, to: commits) }

        // These stand in the state even at their fallbacks, so that a later change of a fallback leaves old subnets
        // alone.
        if !state.contains(kappa, netuid) { state.set(kappa, netuid, to: state.get(kappa, netuid)) }
        if !state.contains(activityCutoff, netuid) {
            state.set(activityCutoff, netuid, to: state.get(activityCutoff, netuid))
        }
        if !state.contains(registrationsThisInterval, netuid) {
            state.set(registrationsThisInterval, netuid, to: 0)
        }
    }
}
