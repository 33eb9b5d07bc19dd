import RuntimeInterface

/// Every storage map that has entries of subnets: what has to go when a subnet is dissolved.
///
/// What stays: `RegisteredSubnetCounter`, which counts how often a number was given, and `MaxDelegateTake` and the
/// like, which belong to no subnet. A new map of subnets has to be named here; a test finds those that are not.
enum SubnetMaps {
    /// One entry a subnet.
    static let settings: [SubnetMap] =
        pool + emission + neuronLimits + registration + votingPower + consensus + rules

    private static let pool = [
        SubnetMap(Subtensor.subnetTAO), SubnetMap(Subtensor.subnetAlphaIn), SubnetMap(Subtensor.subnetAlphaOut),
        SubnetMap(Subtensor.subnetProtocolAlpha), SubnetMap(Subtensor.subnetVolume),
        SubnetMap(Subtensor.subnetMovingPrice), SubnetMap(Subtensor.emaPriceHalvingBlocks),
        SubnetMap(Subtensor.subnetLocked), SubnetMap(Subtensor.subnetTaoFlow), SubnetMap(Subtensor.subnetProtocolFlow),
        SubnetMap(Subtensor.subnetEmaTaoFlow), SubnetMap(Subtensor.subnetEmaProtocolFlow),
        SubnetMap(Subtensor.totalAlphaStaked), SubnetMap(Subtensor.ownerLock),
        SubnetMap(Subtensor.decayingOwnerLock),
        SubnetMap(Subtensor.subnetMechanism), SubnetMap(Subtensor.tokenSymbol), SubnetMap(Subtensor.subtokenEnabled),
        SubnetMap(Subtensor.transferToggle),
    ]
    private static let emission = [
        SubnetMap(Subtensor.subnetAlphaInEmission), SubnetMap(Subtensor.subnetAlphaOutEmission),
        SubnetMap(Subtensor.subnetTaoInEmission), SubnetMap(Subtensor.subnetExcessTao),
        SubnetMap(Subtensor.subnetRootSellTao), SubnetMap(Subtensor.rootProp),
        SubnetMap(Subtensor.rootClaimableThreshold), SubnetMap(Subtensor.subnetEmissionEnabled),
        SubnetMap(Subtensor.firstEmissionBlockNumber), SubnetMap(Subtensor.pendingServerEmission),
        SubnetMap(Subtensor.pendingValidatorEmission), SubnetMap(Subtensor.pendingRootAlphaDivs),
        SubnetMap(Subtensor.pendingOwnerCut), SubnetMap(Subtensor.ownerCutEnabled),
        SubnetMap(Subtensor.ownerCutAutoLockEnabled), SubnetMap(Subtensor.minerBurned),
        SubnetMap(Subtensor.recycleOrBurn),
    ]
    private static let neuronLimits = [
        SubnetMap(Subtensor.subnetworkN), SubnetMap(Subtensor.minAllowedUids), SubnetMap(Subtensor.maxAllowedUids),
        SubnetMap(Subtensor.maxAllowedValidators), SubnetMap(Subtensor.minNonImmuneUids),
        SubnetMap(Subtensor.immuneOwnerUidsLimit), SubnetMap(Subtensor.immunityPeriod),
        SubnetMap(Subtensor.minChildkeyTakePerSubnet), SubnetMap(Subtensor.servingRateLimit),
        SubnetMap(Subtensor.collateralLockShare), SubnetMap(Subtensor.collateralDrainRatio),
    ]
    private static let registration = [
        SubnetMap(Subtensor.networkRegisteredAt), SubnetMap(Subtensor.subnetOwner),
        SubnetMap(Subtensor.subnetOwnerHotkey), SubnetMap(Subtensor.subnetIdentitiesV3),
        SubnetMap(Subtensor.networkRegistrationAllowed), SubnetMap(Subtensor.networkPowRegistrationAllowed),
        SubnetMap(Subtensor.registrationsThisInterval), SubnetMap(Subtensor.registrationsThisBlock),
        SubnetMap(Subtensor.maxRegistrationsPerBlock), SubnetMap(Subtensor.targetRegistrationsPerInterval),
        SubnetMap(Subtensor.adjustmentInterval), SubnetMap(Subtensor.adjustmentAlpha), SubnetMap(Subtensor.burn),
        SubnetMap(Subtensor.minBurn), SubnetMap(Subtensor.maxBurn), SubnetMap(Subtensor.burnHalfLife),
        SubnetMap(Subtensor.burnIncreaseMult), SubnetMap(Subtensor.raoRecycledForRegistration),
        SubnetMap(Subtensor.difficulty), SubnetMap(Subtensor.minDifficulty), SubnetMap(Subtensor.maxDifficulty),
    ]
    private static let votingPower = [
        SubnetMap(Subtensor.totalVotingPower), SubnetMap(Subtensor.votingPowerTrackingEnabled),
        SubnetMap(Subtensor.votingPowerDisableAtBlock), SubnetMap(Subtensor.votingPowerEmaAlpha),
    ]
    private static let consensus = [
        SubnetMap(Subtensor.active), SubnetMap(Subtensor.consensus), SubnetMap(Subtensor.dividends),
        SubnetMap(Subtensor.emission), SubnetMap(Subtensor.validatorTrust), SubnetMap(Subtensor.validatorPermit),
        SubnetMap(Subtensor.stakeWeight), SubnetMap(Subtensor.mechanismCountCurrent),
        SubnetMap(Subtensor.mechanismEmissionSplit), SubnetMap(Subtensor.subnetEpochConsensus),
        SubnetMap(Subtensor.lastYumaStepBlock), SubnetMap(Subtensor.nullPruningTarget),
        SubnetMap(Subtensor.savedYumaMaxAllowedValidators),
    ]
    private static let rules = [
        SubnetMap(Subtensor.tempo), SubnetMap(Subtensor.lastEpochBlock), SubnetMap(Subtensor.pendingEpochAt),
        SubnetMap(Subtensor.subnetEpochIndex), SubnetMap(Subtensor.blocksSinceLastStep),
        SubnetMap(Subtensor.lastMechansimStepBlock), SubnetMap(Subtensor.kappa), SubnetMap(Subtensor.rho),
        SubnetMap(Subtensor.alphaSigmoidSteepness), SubnetMap(Subtensor.activityCutoff),
        SubnetMap(Subtensor.activityCutoffFactorMilli), SubnetMap(Subtensor.bondsMovingAverage),
        SubnetMap(Subtensor.bondsPenalty), SubnetMap(Subtensor.bondsResetOn), SubnetMap(Subtensor.liquidAlphaOn),
        SubnetMap(Subtensor.liquidAlphaConsensusMode),
        SubnetMap(Subtensor.alphaValues), SubnetMap(Subtensor.yuma3On), SubnetMap(Subtensor.maxWeightsLimit),
        SubnetMap(Subtensor.minAllowedWeights), SubnetMap(Subtensor.weightsVersionKey),
        SubnetMap(Subtensor.weightsSetRateLimit), SubnetMap(Subtensor.commitRevealWeightsEnabled),
        SubnetMap(Subtensor.revealPeriodEpochs),
    ]

    /// Several entries a subnet, led by its number.
    static let entries = [
        SubnetMap(Subtensor.keys), SubnetMap(Subtensor.uids), SubnetMap(Subtensor.blockAtRegistration),
        SubnetMap(Subtensor.axons), SubnetMap(Subtensor.neuronCertificates), SubnetMap(Subtensor.prometheus),
        SubnetMap(Subtensor.alphaDividendsPerSubnet), SubnetMap(Subtensor.rootAlphaDividendsPerSubnet),
        SubnetMap(Subtensor.pendingChildKeys), SubnetMap(Subtensor.votingPower),
        SubnetMap(Subtensor.lastHotkeySwapOnNetuid), SubnetMap(Subtensor.hotkeyLock),
        SubnetMap(Subtensor.decayingHotkeyLock), SubnetMap(Subtensor.hotkeySuccessor),
        SubnetMap(Subtensor.hotkeyRoot),
    ]

    /// Root stakers' claims of one subnet.
    static let rootClaims = [SubnetMap(Subtensor.rootClaimed)]

    /// One or several entries for each mechanism of a subnet, led by the mechanism's number.
    static let mechanisms = [
        SubnetMap(Subtensor.incentive), SubnetMap(Subtensor.lastUpdate), SubnetMap(Subtensor.consensusByMechanism),
        SubnetMap(Subtensor.weights), SubnetMap(Subtensor.bonds), SubnetMap(Subtensor.weightCommits),
        SubnetMap(Subtensor.timelockedWeightCommits),
    ]

    /// Neurons' data in the commitments pallet.
    static let commitments = [
        SubnetMap(Commitments.commitmentOf), SubnetMap(Commitments.lastCommitment),
        SubnetMap(Commitments.lastBondsReset), SubnetMap(Commitments.revealedCommitments),
        SubnetMap(Commitments.usedSpaceOf),
    ]

    /// The pool's weights and fee.
    static let swap = [
        SubnetMap(Swap.feeRate), SubnetMap(Swap.swapBalancer), SubnetMap(Swap.palSwapInitialized),
    ]

    /// The books of issued alpha.
    static let alphaAssets = [
        SubnetMap(AlphaAssets.totalAlphaIssuance), SubnetMap(AlphaAssets.alphaBurned),
        SubnetMap(AlphaAssets.alphaRecycled),
    ]

    /// Maps led by accounts, in each of which all entries have to be looked at, by the phase that does so.
    static func ledByAccounts(_ phase: DissolveCleanupPhase) -> [SubnetMap] {
        switch phase {
        case .alphaInOutStakesHotkeyTotals:
            [
                SubnetMap(Subtensor.totalHotkeyAlpha, after: 1), SubnetMap(Subtensor.totalHotkeySharesV2, after: 1),
                SubnetMap(Subtensor.alphaSharePoolEpoch, after: 1), SubnetMap(Subtensor.alphaShareEpoch, after: 2),
            ]
        case .alphaInOutStakesLocks: [SubnetMap(Subtensor.lock, after: 1), SubnetMap(Subtensor.decayingLock, after: 1)]
        case .networkIsNetworkMember: [SubnetMap(Subtensor.isNetworkMember, after: 1)]
        case .networkChildkeyTake: [SubnetMap(Subtensor.childkeyTake, after: 1)]
        case .networkChildkeys: [SubnetMap(Subtensor.childKeys, after: 1)]
        case .networkParentkeys: [SubnetMap(Subtensor.parentKeys, after: 1)]
        case .networkLastHotkeyEmissionOnNetuid: [SubnetMap(Subtensor.lastHotkeyEmissionOnNetuid, after: 1)]
        case .networkTotalHotkeyAlphaLastEpoch: [SubnetMap(Subtensor.totalHotkeyAlphaLastEpoch, after: 1)]
        case .networkTransactionKeyLastBlock:
            [
                SubnetMap(Subtensor.transactionKeyLastBlock, after: 1),
                SubnetMap(Subtensor.autoStakeDestination, after: 1),
                SubnetMap(Subtensor.autoStakeDestinationColdkeys, after: 1),
            ]
        default: []
        }
    }
}
