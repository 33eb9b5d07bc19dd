/// An epoch without consensus (Null): the one validator of most stake decides who earns, and stake alone earns
/// dividends.
///
/// Servers are paid by the validator's row of weights as it was set: not clipped, nor rounded before it is divided by
/// its sum. Where no weight of it counts, all neurons get the same. Dividends go to everybody in proportion to stake.
/// Activity changes nothing; consensus and trust are 0, and the only permit is the validator's. No bonds come of it:
/// those of the last epoch under Yuma stay as they are.
///
/// Source: RaoFoundation/subtensor at spec 475 (d1718c99), pallets/subtensor/src/epoch/run_epoch.rs, as its tests
/// (pallets/subtensor/src/tests/null_consensus.rs) tell of it. Which servers a remainder goes to they leave open.
///
/// - Complexity: O(UIDs · log(UIDs)).
func nullEpoch(_ input: EpochInput, dividing budget: NullBudget, trace: inout EpochTrace?) -> EpochOutput {
    let none = [UInt16](repeating: 0, count: input.count)
    let stake = StakeShares(input)
    let validator = input.nullValidator.map(Int.init)
    let dividends = Apportionment(StakeShares.counted(StakeShares.totals(input), input).map { UInt128($0) })
    let incentive = Apportionment(input.nullWeights(of: validator))
    let server = incentive.parts(of: budget.servers(withStake: !dividends.isEmpty))
    let staker = dividends.parts(of: budget.stakers)

    var output = EpochOutput()
    output.active = input.activity()
    output.stakeWeight = stake.share.map(RawFixed.stored)
    output.consensus = none
    output.incentive = incentive.fractions()
    output.dividends = dividends.fractions()
    output.validatorTrust = none
    output.serverEmission = server
    output.validatorEmission = staker
    output.emission = zip(server, staker).map { $0.addingClamped($1) }
    output.stake = stake.total
    output.validatorPermits = (0..<input.count).map { $0 == validator }
    if trace != nil {
        trace?.stake = stake.share
        trace?.incentive = output.incentive.map(RawFixed.share)
        trace?.dividends = output.dividends.map(RawFixed.share)
    }
    return output
}

extension EpochInput {
    /// The neuron that validates alone where there is no consensus: the one of most stake before it is rounded, whether
    /// it reaches the threshold or not, of equal ones the first. `nil` without neurons.
    public var nullValidator: UInt16? {
        let totals = StakeShares.totals(self)
        guard let most = totals.max(), let uid = totals.firstIndex(of: most) else { return nil }
        return UInt16(truncatingIfNeeded: uid)
    }

    /// By what the servers are paid: the validator's weights, or 1 for everybody where none of them counts. Those for
    /// itself count only where it is the owner's, those for neurons that registered after they were set or committed to
    /// never.
    fileprivate func nullWeights(of validator: Int?) -> [UInt128] {
        var row = [UInt128](repeating: 0, count: count)
        if let validator {
            let limit = registrationLimit(of: validator)
            for (uid, weight) in weights.row(validator) where Int(uid) < count {
                guard Int(uid) != validator || ownerUID == uid, Self.number(blockAtRegistration, Int(uid)) < limit
                else {
                    continue
                }
                row[Int(uid)] += UInt128(weight)
            }
        }
        return row.contains { $0 > 0 } ? row : Array(repeating: 1, count: count)
    }
}
