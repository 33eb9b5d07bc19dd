/// Runs one epoch of Yuma Consensus: from stake, weights and old bonds to consensus, rewards, permits and new bonds. On
/// a subnet without consensus (``EpochInput/nullBudget``), one that divides by a single validator's weights.
///
/// The result equals that of the chain bit for bit. The function is total: every input gives a result, numbers that
/// leave their range saturate as they do on chain.
///
/// - Complexity: O(entries · log(validators) + UIDs · log(UIDs)).
public func runEpoch(_ input: EpochInput) -> EpochOutput {
    var trace: EpochTrace?
    return epoch(input, trace: &trace, dense: true)
}

/// Runs one epoch and returns its intermediate values, with liquid alpha the rates of all pairs of UIDs too.
public func explainEpoch(_ input: EpochInput) -> EpochTrace {
    var trace: EpochTrace? = EpochTrace()
    _ = epoch(input, trace: &trace, dense: false)
    return trace ?? EpochTrace()
}

/// The epoch without its form over dense columns, which tests compare with it.
func runSparseEpoch(_ input: EpochInput) -> EpochOutput {
    var trace: EpochTrace?
    return epoch(input, trace: &trace, dense: false)
}

/// The steps of an epoch in order.
private func epoch(_ input: EpochInput, trace: inout EpochTrace?, dense: Bool) -> EpochOutput {
    if let budget = input.nullBudget { return nullEpoch(input, dividing: budget, trace: &trace) }
    let active = input.activity()
    let registrations = input.registrations()
    let stake = StakeShares(input)
    let permitsBefore = input.permitsBefore()
    let permits = permitsAfter(
        stake: stake.share, limit: Int(input.maxAllowedValidators), owner: input.ownerUID)
    let activeStake = activeStakeShares(stake: stake.share, active: active, permits: permitsBefore)
    let densely =
        dense && stake.isExact
        ? DenseEpoch.result(
            input, permitsBefore: permitsBefore, permits: permits, registrations: registrations,
            activeStake: activeStake) : nil
    let result =
        densely
        ?? sparseResult(
            input, permitsBefore: permitsBefore, permits: permits, registrations: registrations,
            activeStake: activeStake, trace: &trace)
    let emission = EmissionShares(
        incentive: result.incentive, dividends: result.dividends, stake: stake.share, activeStake: activeStake)
    if trace != nil {
        trace?.stake = stake.share
        trace?.activeStake = activeStake
        trace?.serverShare = emission.server
        trace?.validatorShare = emission.validator
        trace?.combinedShare = emission.combined
    }
    var output = EpochOutput()
    output.active = active
    output.stakeWeight = stake.share.map(RawFixed.stored)
    output.consensus = result.consensus.map(RawFixed.stored)
    output.incentive = result.incentive.map(RawFixed.stored)
    output.dividends = result.dividends.map(RawFixed.stored)
    output.validatorTrust = result.trust.map(RawFixed.stored)
    output.serverEmission = EmissionShares.amounts(emission.server, of: input.raoEmission)
    output.validatorEmission = EmissionShares.amounts(emission.validator, of: input.raoEmission)
    output.emission = EmissionShares.amounts(emission.combined, of: input.raoEmission)
    output.stake = stake.total
    output.validatorPermits = permits
    output.bonds = result.bonds
    return output
}

/// The steps from weights to bonds over sparse rows.
private func sparseResult(
    _ input: EpochInput, permitsBefore: [Bool], permits: [Bool], registrations: [UInt64], activeStake: [Int64],
    trace: inout EpochTrace?
) -> BondingResult {
    let weights = input.maskedWeights(permits: permitsBefore, registrations: registrations)
    let consensus = consensusScores(weights, activeStake: activeStake, kappa: input.kappa)
    let clipped = clippedWeights(weights, consensus: consensus)
    let trust = rowSums(clipped)
    var incentive = ranks(clipped, activeStake: activeStake)
    RawFixed.normalise(&incentive)

    let buying = weightsForBonds(weights, clipped: clipped, consensus: consensus, penalty: input.bondsPenalty)
    let bonds =
        input.yuma3
        ? yumaThreeBonds(
            input, weights: buying, consensus: consensus, activeStake: activeStake, incentive: incentive,
            registrations: registrations, trace: &trace)
        : yumaTwoBonds(
            input, weights: buying, activeStake: activeStake, incentive: incentive, registrations: registrations,
            trace: &trace)
    if trace != nil {
        trace?.weights = weights
        trace?.consensus = consensus
        trace?.clippedWeights = clipped
        trace?.validatorTrust = trust
        trace?.incentive = incentive
        trace?.dividends = bonds.dividends
        trace?.weightsForBonds = buying
    }
    return BondingResult(
        consensus: consensus, trust: trust, incentive: incentive, dividends: bonds.dividends,
        bonds: storedBonds(bonds.bonds, permits: permits))
}
