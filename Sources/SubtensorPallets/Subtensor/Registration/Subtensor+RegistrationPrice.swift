import Frame
import Primitives
import RuntimeInterface
import Yuma

/// The price of a registration through time. Source: pallets/subtensor/src/subnets/registration.rs.
extension Subtensor {
    /// Opens a block: every subnet's price decays and its counter of the block starts anew. Root's counter of the
    /// interval does so whenever an epoch of root would be due.
    static func updateRegistrationPrices(in state: inout State) {
        let now = currentBlock(in: state)
        for netuid in netuids(in: state) {
            let price = state.get(burn, netuid)
            let decayed = registrationBurn(netuid, in: state).decayed(price, in: now)
            if decayed != price { state.set(burn, netuid, to: decayed) }
            if !netuid.isRoot { decayRegistrationDifficulty(netuid, in: &state) }
            state.set(registrationsThisBlock, netuid, to: 0)
            if netuid.isRoot && epochSchedule(netuid, in: state).isDue(at: now) {
                state.set(registrationsThisInterval, netuid, to: 0)
            }
        }
    }

    /// Raises the price after a registration.
    static func bumpRegistrationPrice(_ netuid: NetUID, in state: inout State) {
        let raised = registrationBurn(netuid, in: state).increased(state.get(burn, netuid))
        state.set(burn, netuid, to: raised)
    }

    /// When the subnet's epochs run.
    static func epochSchedule(_ netuid: NetUID, in state: borrowing State) -> EpochSchedule {
        EpochSchedule(
            tempo: state.get(tempo, netuid), lastEpochBlock: state.get(lastEpochBlock, netuid),
            pendingEpochBlock: state.get(pendingEpochAt, netuid),
            blocksSinceLastStep: state.get(blocksSinceLastStep, netuid))
    }

    private static func registrationBurn(_ netuid: NetUID, in state: borrowing State) -> RegistrationBurn {
        RegistrationBurn(
            minimum: state.get(minBurn, netuid), maximum: state.get(maxBurn, netuid),
            halfLife: state.get(burnHalfLife, netuid), increase: state.get(burnIncreaseMult, netuid))
    }
}
