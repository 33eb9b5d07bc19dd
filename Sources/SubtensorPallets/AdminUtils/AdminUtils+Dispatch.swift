public import Frame
public import RuntimeInterface

extension AdminUtils: Pallet {}

extension AdminUtils.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .sudoSetDefaultTake(let take): try AdminUtils.setDefaultTake(take, origin, in: &state)
        case .sudoSetTxRateLimit(let blocks): try AdminUtils.setTxRateLimit(blocks, origin, in: &state)
        case .sudoSetServingRateLimit(let netuid, let blocks):
            try AdminUtils.setServingRateLimit(netuid, blocks, origin, in: &state)
        case .sudoSetWeightsVersionKey(let netuid, let key):
            try AdminUtils.setWeightsVersionKey(netuid, key, origin, in: &state)
        case .sudoSetWeightsSetRateLimit(let netuid, let blocks):
            try AdminUtils.setWeightsRateLimit(netuid, blocks, origin, in: &state)
        case .sudoSetImmunityPeriod(let netuid, let blocks):
            try AdminUtils.setImmunityPeriod(netuid, blocks, origin, in: &state)
        case .sudoSetMinAllowedWeights(let netuid, let count):
            try AdminUtils.setWeightsMinimum(netuid, count, origin, in: &state)
        case .sudoSetMaxAllowedUIDs(let netuid, let count):
            try AdminUtils.setUIDsMaximum(netuid, count, origin, in: &state)
        case .sudoSetKappa(let netuid, let kappa): try AdminUtils.setKappa(netuid, kappa, origin, in: &state)
        case .sudoSetRho(let netuid, let rho): try AdminUtils.setRho(netuid, rho, origin, in: &state)
        case .sudoSetActivityCutoffFactor(let netuid, let factor):
            try AdminUtils.setActivityCutoffFactor(netuid, factor, origin, in: &state)
        case .sudoSetNetworkRegistrationAllowed(let netuid, let allowed):
            try AdminUtils.setRegistrationAllowed(netuid, allowed, origin, in: &state)
        case .sudoSetTargetRegistrationsPerInterval(let netuid, let count):
            try AdminUtils.setRegistrationTarget(netuid, count, origin, in: &state)
        case .sudoSetMinBurn(let netuid, let price): try AdminUtils.setBurnMinimum(netuid, price, origin, in: &state)
        case .sudoSetMaxBurn(let netuid, let price): try AdminUtils.setBurnMaximum(netuid, price, origin, in: &state)
        case .sudoSetMaxAllowedValidators(let netuid, let count):
            try AdminUtils.setValidatorsMaximum(netuid, count, origin, in: &state)
        case .sudoSetBondsMovingAverage(let netuid, let average):
            try AdminUtils.setBondsMovingAverage(netuid, average, origin, in: &state)
        case .sudoSetBondsPenalty(let netuid, let penalty):
            try AdminUtils.setBondsPenalty(netuid, penalty, origin, in: &state)
        case .sudoSetMaxRegistrationsPerBlock(let netuid, let count):
            try AdminUtils.setRegistrationsMaximum(netuid, count, origin, in: &state)
        case .sudoSetSubnetOwnerCut(let cut): try AdminUtils.setSubnetOwnerCut(cut, origin, in: &state)
        case .sudoSetNetworkRateLimit(let blocks): try AdminUtils.setNetworkRateLimit(blocks, origin, in: &state)
        case .sudoSetTempo(let netuid, let tempo): try AdminUtils.setTempo(netuid, tempo, origin, in: &state)
        case .sudoSetNetworkImmunityPeriod(let blocks):
            try AdminUtils.setNetworkImmunityPeriod(blocks, origin, in: &state)
        case .sudoSetNetworkMinLockCost(let cost): try AdminUtils.setLockCostMinimum(cost, origin, in: &state)
        case .sudoSetSubnetLimit(let count): try AdminUtils.setSubnetLimit(count, origin, in: &state)
        case .sudoSetLockReductionInterval(let blocks):
            try AdminUtils.setLockReductionInterval(blocks, origin, in: &state)
        case .sudoSetStakeThreshold(let stake): try AdminUtils.setStakeThreshold(stake, origin, in: &state)
        case .sudoSetNominatorMinRequiredStake(let stake):
            try AdminUtils.setNominationMinimum(stake, origin, in: &state)
        case .sudoSetTxDelegateTakeRateLimit(let blocks):
            try AdminUtils.setDelegateTakeRateLimit(blocks, origin, in: &state)
        case .sudoSetMinDelegateTake(let take): try AdminUtils.setDelegateTakeMinimum(take, origin, in: &state)
        case .sudoSetCommitRevealWeightsEnabled(let netuid, let enabled):
            try AdminUtils.setCommitReveal(netuid, enabled, origin, in: &state)
        case .sudoSetLiquidAlphaEnabled(let netuid, let enabled):
            try AdminUtils.setLiquidAlpha(netuid, enabled, origin, in: &state)
        case .sudoSetAlphaValues(let netuid, let low, let high):
            try AdminUtils.setAlphaValues(netuid, low: low, high: high, origin, in: &state)
        case .sudoSetCommitRevealWeightsInterval(let netuid, let epochs):
            try AdminUtils.setRevealPeriod(netuid, epochs, origin, in: &state)
        case .sudoSetRecycleOrBurn(let netuid, let choice):
            try AdminUtils.setRecycleOrBurn(netuid, choice, origin, in: &state)
        case .sudoSetEMAPriceHalvingPeriod(let netuid, let blocks):
            try AdminUtils.setPriceHalvingPeriod(netuid, blocks, origin, in: &state)
        case .sudoSetAlphaSigmoidSteepness(let netuid, let steepness):
            try AdminUtils.setSigmoidSteepness(netuid, steepness, origin, in: &state)
        case .sudoSetYuma3Enabled(let netuid, let enabled): try AdminUtils.setYuma3(netuid, enabled, origin, in: &state)
        case .sudoSetSubtokenEnabled(let netuid, let enabled):
            try AdminUtils.setSubtoken(netuid, enabled, origin, in: &state)
        case .sudoSetOwnerImmuneNeuronLimit(let netuid, let count):
            try AdminUtils.setOwnerImmuneLimit(netuid, count, origin, in: &state)
        case .sudoSetAdminFreezeWindow(let blocks): try AdminUtils.setAdminFreezeWindow(blocks, origin, in: &state)
        case .sudoSetOwnerHparamRateLimit(let tempos): try AdminUtils.setOwnerRateLimit(tempos, origin, in: &state)
        case .sudoSetMinAllowedUIDs(let netuid, let count):
            try AdminUtils.setUIDsMinimum(netuid, count, origin, in: &state)
        case .sudoSetMinNonImmuneUIDs(let netuid, let count):
            try AdminUtils.setNonImmuneMinimum(netuid, count, origin, in: &state)
        case .sudoSetStartCallDelay(let blocks): try AdminUtils.setStartCallDelay(blocks, origin, in: &state)
        case .sudoSetBurnHalfLife(let netuid, let blocks):
            try AdminUtils.setBurnHalfLife(netuid, blocks, origin, in: &state)
        case .sudoSetBurnIncreaseMult(let netuid, let factor):
            try AdminUtils.setBurnIncrease(netuid, factor, origin, in: &state)
        case .sudoSetOwnerCutEnabled(let netuid, let enabled):
            try AdminUtils.setOwnerCut(netuid, enabled, origin, in: &state)
        case .sudoSetSubnetEmissionEnabled(let netuid, let enabled):
            try AdminUtils.setEmission(netuid, enabled, origin, in: &state)
        case .sudoSetMechanismCount(let netuid, let count):
            try AdminUtils.setMechanismCount(netuid, count, origin, in: &state)
        case .sudoSetMechanismEmissionSplit(let netuid, let split):
            try AdminUtils.setMechanismEmissionSplit(netuid, split, origin, in: &state)
        case .sudoSetMaxMechanismCount(let count): try AdminUtils.setMaxMechanismCount(count, origin, in: &state)
        case .sudoSetToggleTransfer(let netuid, let allowed):
            try AdminUtils.setTransfers(netuid, allowed, origin, in: &state)
        case .sudoSetBondsResetEnabled(let netuid, let enabled):
            try AdminUtils.setBondsReset(netuid, enabled, origin, in: &state)
        case .sudoSetMinChildkeyTakePerSubnet(let netuid, let take):
            try AdminUtils.setChildkeyTakeMinimum(netuid, take, origin, in: &state)
        case .sudoSetCkBurn(let share): try AdminUtils.setChildkeyBurn(share, origin, in: &state)
        case .sudoSetSubnetMovingAlpha(let alpha): try AdminUtils.setMovingAlpha(alpha, origin, in: &state)
        case .sudoSetSnOwnerHotkey(let netuid, let hotkey):
            try AdminUtils.setOwnerHotkey(netuid, hotkey, origin, in: &state)
        case .sudoSetMaxEpochsPerBlock(let count): try AdminUtils.setEpochsMaximum(count, origin, in: &state)
        }
    }
}
