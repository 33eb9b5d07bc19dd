public import Frame
public import RuntimeInterface
import SCALE

extension AdminUtils: Pallet {}

extension AdminUtils.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .swapAuthorities(let authorities): try AdminUtils.swapAuthorities(authorities, origin, in: &state)
        case .scheduleGrandpaChange(let authorities, let delay, let forced):
            try AdminUtils.scheduleGrandpaChange(authorities, inBlocks: delay, forced: forced, origin, in: &state)
        case .sudoSetDefaultTake(let take): try AdminUtils.delegateTakeMaximum.set(take, origin, in: &state)
        case .sudoSetTxRateLimit(let blocks): try AdminUtils.txRateLimit.set(blocks, origin, in: &state)
        case .sudoSetServingRateLimit(let netuid, let blocks):
            try AdminUtils.servingRateLimit.set(blocks, on: netuid, origin, in: &state)
        case .sudoSetWeightsVersionKey(let netuid, let key):
            try AdminUtils.weightsVersionKey.set(key, on: netuid, origin, in: &state)
        case .sudoSetWeightsSetRateLimit(let netuid, let blocks):
            try AdminUtils.weightsRateLimit.set(blocks, on: netuid, origin, in: &state)
        case .sudoSetImmunityPeriod(let netuid, let blocks):
            try AdminUtils.immunityPeriod.set(blocks, on: netuid, origin, in: &state)
        case .sudoSetMinAllowedWeights(let netuid, let count):
            try AdminUtils.weightsMinimum.set(count, on: netuid, origin, in: &state)
        case .sudoSetMaxAllowedUIDs(let netuid, let count):
            try AdminUtils.uidsMaximum.set(count, on: netuid, origin, in: &state)
        case .sudoSetKappa(let netuid, let kappa): try AdminUtils.kappa.set(kappa, on: netuid, origin, in: &state)
        case .sudoSetRho(let netuid, let rho): try AdminUtils.rho.set(rho, on: netuid, origin, in: &state)
        case .sudoSetActivityCutoffFactor(let netuid, let factor):
            try AdminUtils.setActivityCutoffFactor(netuid, factor, origin, in: &state)
        case .sudoSetActivityCutoff(let netuid, let blocks):
            try AdminUtils.activityCutoff.set(blocks, on: netuid, origin, in: &state)
        case .sudoSetNetworkRegistrationAllowed(let netuid, let allowed):
            try AdminUtils.setRegistrationAllowed(netuid, allowed, origin, in: &state)
        case .sudoSetNetworkPowRegistrationAllowed(let netuid, let allowed):
            try AdminUtils.setWorkRegistrationAllowed(netuid, allowed, origin, in: &state)
        case .sudoSetDifficulty(let netuid, let value):
            try AdminUtils.difficulty.set(value, on: netuid, origin, in: &state)
        case .sudoSetMinDifficulty(let netuid, let value):
            try AdminUtils.difficultyMinimum.set(value, on: netuid, origin, in: &state)
        case .sudoSetMaxDifficulty(let netuid, let value):
            try AdminUtils.difficultyMaximum.set(value, on: netuid, origin, in: &state)
        case .sudoSetAdjustmentInterval(let netuid, let blocks):
            try AdminUtils.adjustmentInterval.set(blocks, on: netuid, origin, in: &state)
        case .sudoSetAdjustmentAlpha(let netuid, let alpha):
            try AdminUtils.adjustmentAlpha.set(alpha, on: netuid, origin, in: &state)
        case .sudoTrimToMaxAllowedUIDs(let netuid, let maximum):
            try AdminUtils.trimNeurons(netuid, maximum, origin, in: &state)
        case .sudoTrimNullUIDsBatch(let netuid, let target):
            try AdminUtils.trimNullNeurons(netuid, target, origin, in: &state)
        case .sudoSetEpochConsensus(let netuid, let consensus):
            try AdminUtils.setEpochConsensus(netuid, consensus, origin, in: &state)
        case .sudoSetTargetRegistrationsPerInterval(let netuid, let count):
            try AdminUtils.registrationTarget.set(count, on: netuid, origin, in: &state)
        case .sudoSetMinBurn(let netuid, let price):
            try AdminUtils.burnMinimum.set(price, on: netuid, origin, in: &state)
        case .sudoSetMaxBurn(let netuid, let price):
            try AdminUtils.burnMaximum.set(price, on: netuid, origin, in: &state)
        case .sudoSetMaxAllowedValidators(let netuid, let count):
            try AdminUtils.validatorsMaximum.set(count, on: netuid, origin, in: &state)
        case .sudoSetBondsMovingAverage(let netuid, let average):
            try AdminUtils.bondsMovingAverage.set(average, on: netuid, origin, in: &state)
        case .sudoSetBondsPenalty(let netuid, let penalty):
            try AdminUtils.bondsPenalty.set(penalty, on: netuid, origin, in: &state)
        case .sudoSetMaxRegistrationsPerBlock(let netuid, let count):
            try AdminUtils.registrationsMaximum.set(count, on: netuid, origin, in: &state)
        case .sudoSetSubnetOwnerCut(let cut): try AdminUtils.subnetOwnerCut.set(cut, origin, in: &state)
        case .sudoSetNetworkRateLimit(let blocks): try AdminUtils.networkRateLimit.set(blocks, origin, in: &state)
        case .sudoSetTempo(let netuid, let tempo): try AdminUtils.setTempo(netuid, tempo, origin, in: &state)
        case .sudoSetTotalIssuance: throw .adminUtils(.deprecated)
        case .sudoSetNetworkImmunityPeriod(let blocks):
            try AdminUtils.networkImmunityPeriod.set(blocks, origin, in: &state)
        case .sudoSetNetworkMinLockCost(let cost): try AdminUtils.lockCostMinimum.set(cost, origin, in: &state)
        case .sudoSetSubnetLimit(let count): try AdminUtils.subnetLimit.set(count, origin, in: &state)
        case .sudoSetLockReductionInterval(let blocks):
            try AdminUtils.lockReductionInterval.set(blocks, origin, in: &state)
        case .sudoSetRaoRecycled(let netuid, let amount):
            try AdminUtils.raoRecycled.set(amount, on: netuid, origin, in: &state)
        case .sudoSetStakeThreshold(let stake): try AdminUtils.stakeThreshold.set(stake, origin, in: &state)
        case .sudoSetNominatorMinRequiredStake(let stake):
            try AdminUtils.setNominationMinimum(stake, origin, in: &state)
        case .sudoSetTxDelegateTakeRateLimit(let blocks):
            try AdminUtils.delegateTakeRateLimit.set(blocks, origin, in: &state)
        case .sudoSetMinDelegateTake(let take): try AdminUtils.delegateTakeMinimum.set(take, origin, in: &state)
        case .sudoSetCommitRevealWeightsEnabled(let netuid, let enabled):
            try AdminUtils.commitReveal.set(enabled, on: netuid, origin, in: &state)
        case .sudoSetLiquidAlphaEnabled(let netuid, let enabled):
            try AdminUtils.liquidAlpha.set(enabled, on: netuid, origin, in: &state)
        case .sudoSetAlphaValues(let netuid, let low, let high):
            try AdminUtils.alphaValues.set(Pair(low, high), on: netuid, origin, in: &state)
        case .sudoSetLiquidAlphaConsensusMode(let netuid, let mode):
            try AdminUtils.liquidAlphaConsensus.set(mode, on: netuid, origin, in: &state)
        case .sudoSetDissolveNetworkScheduleDuration(let blocks):
            try AdminUtils.dissolveDuration.set(blocks, origin, in: &state)
        case .sudoSetCommitRevealWeightsInterval(let netuid, let epochs):
            try AdminUtils.revealPeriod.set(epochs, on: netuid, origin, in: &state)
        case .sudoSetRecycleOrBurn(let netuid, let choice):
            try AdminUtils.recycleOrBurn.set(choice, on: netuid, origin, in: &state)
        case .sudoSetEMAPriceHalvingPeriod(let netuid, let blocks):
            try AdminUtils.priceHalvingPeriod.set(blocks, on: netuid, origin, in: &state)
        case .sudoSetAlphaSigmoidSteepness(let netuid, let steepness):
            try AdminUtils.sigmoidSteepness.set(steepness, on: netuid, origin, in: &state)
        case .sudoSetYuma3Enabled(let netuid, let enabled):
            try AdminUtils.yuma3.set(enabled, on: netuid, origin, in: &state)
        case .sudoSetSubtokenEnabled(let netuid, let enabled):
            try AdminUtils.subtoken.set(enabled, on: netuid, origin, in: &state)
        case .sudoSetOwnerImmuneNeuronLimit(let netuid, let count):
            try AdminUtils.ownerImmuneLimit.set(count, on: netuid, origin, in: &state)
        case .sudoSetCommitRevealVersion(let version):
            try AdminUtils.commitRevealVersion.set(version, origin, in: &state)
        case .sudoSetAdminFreezeWindow(let blocks): try AdminUtils.adminFreezeWindow.set(blocks, origin, in: &state)
        case .sudoSetOwnerHparamRateLimit(let tempos): try AdminUtils.ownerRateLimit.set(tempos, origin, in: &state)
        case .sudoSetMinAllowedUIDs(let netuid, let count):
            try AdminUtils.uidsMinimum.set(count, on: netuid, origin, in: &state)
        case .sudoSetMinNonImmuneUIDs(let netuid, let count):
            try AdminUtils.nonImmuneMinimum.set(count, on: netuid, origin, in: &state)
        case .sudoSetStartCallDelay(let blocks): try AdminUtils.startCallDelay.set(blocks, origin, in: &state)
        case .sudoSetBurnHalfLife(let netuid, let blocks):
            try AdminUtils.burnHalfLife.set(blocks, on: netuid, origin, in: &state)
        case .sudoSetBurnIncreaseMult(let netuid, let factor):
            try AdminUtils.burnIncrease.set(factor, on: netuid, origin, in: &state)
        case .sudoSetOwnerCutEnabled(let netuid, let enabled):
            try AdminUtils.ownerCut.set(enabled, on: netuid, origin, in: &state)
        case .sudoSetSubnetEmissionEnabled(let netuid, let enabled):
            try AdminUtils.emission.set(enabled, on: netuid, origin, in: &state)
        case .sudoSetMechanismCount(let netuid, let count):
            try AdminUtils.setMechanismCount(netuid, count, origin, in: &state)
        case .sudoSetMechanismEmissionSplit(let netuid, let split):
            try AdminUtils.setMechanismEmissionSplit(netuid, split, origin, in: &state)
        case .sudoSetMaxMechanismCount(let count): try AdminUtils.setMaxMechanismCount(count, origin, in: &state)
        case .sudoSetToggleTransfer(let netuid, let allowed):
            try AdminUtils.transfers.set(allowed, on: netuid, origin, in: &state)
        case .sudoSetBondsResetEnabled(let netuid, let enabled):
            try AdminUtils.bondsReset.set(enabled, on: netuid, origin, in: &state)
        case .sudoSetMinChildkeyTakePerSubnet(let netuid, let take):
            try AdminUtils.childkeyTakeMinimum.set(take, on: netuid, origin, in: &state)
        case .sudoSetCkBurn(let share): try AdminUtils.childkeyBurn.set(share, origin, in: &state)
        case .sudoSetSubnetMovingAlpha(let alpha): try AdminUtils.movingAlpha.set(alpha, origin, in: &state)
        case .sudoSetTaoFlowCutoff(let cutoff): try AdminUtils.flowCutoff.set(cutoff, origin, in: &state)
        case .sudoSetTaoFlowNormalizationExponent(let exponent):
            try AdminUtils.flowExponent.set(exponent, origin, in: &state)
        case .sudoSetTaoFlowSmoothingFactor(let factor): try AdminUtils.flowSmoothing.set(factor, origin, in: &state)
        case .sudoSetNetTaoFlowEnabled(let enabled): try AdminUtils.netFlow.set(enabled, origin, in: &state)
        case .sudoSetSnOwnerHotkey(let netuid, let hotkey), .sudoSetSubnetOwnerHotkey(let netuid, let hotkey):
            try AdminUtils.setOwnerHotkey(netuid, hotkey, origin, in: &state)
        case .sudoSetColdkeySwapAnnouncementDelay(let blocks):
            try AdminUtils.coldkeySwapDelay.set(blocks, origin, in: &state)
        case .sudoSetColdkeySwapReannouncementDelay(let blocks):
            try AdminUtils.coldkeySwapChangeDelay.set(blocks, origin, in: &state)
        case .sudoSetMaxEpochsPerBlock(let count): try AdminUtils.epochsMaximum.set(count, origin, in: &state)
        }
    }
}
