import Frame
import Primitives
import RuntimeInterface
import Yuma

/// What the chain does by itself at the start of every block.
/// Source: pallets/subtensor/src/coinbase/block_step.rs.
///
/// One step of the reference is left out: revealing weights under a drand timelock, since this chain has none.
extension Subtensor {
    static func runBlockStep(in state: inout State) {
        let schedule = prepareEpochs(in: &state)
        for epoch in schedule.epochs { distribute(epoch, in: &state) }
        updateRootProportions(schedule.epochs.map(\.netuid), in: &state)
        for netuid in schedule.advanced { applyPendingChildren(netuid, in: &state) }
        claimRootDividendsInTurn(in: &state)
    }

    /// Everything before the first epoch of the block: prices of registrations, emission, and the choice of the subnets
    /// whose epoch runs now.
    static func prepareEpochs(in state: inout State) -> BlockEpochs {
        anchorIssuance(in: &state)
        updateRegistrationPrices(in: &state)
        emit(mintBlockEmission(in: &state), in: &state)
        return drainPending(in: &state)
    }

    /// Writes the root proportion again where an epoch recycled alpha, which moves it.
    private static func updateRootProportions(_ netuids: [NetUID], in state: inout State) {
        let rootTao = state.get(subnetTAO, .root)
        let weight = rootTaoWeight(in: state)
        for netuid in netuids where takesPartInEmission(netuid, in: state) {
            let proportion = RootProportion.value(
                rootTao: rootTao, taoWeight: weight, alphaIssuance: alphaIssuance(netuid, in: state))
            state.set(rootProp, netuid, to: proportion)
        }
    }
}
