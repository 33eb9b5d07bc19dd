import Yuma

/// Steps 12 to 14, and all steps in order.
extension ReferenceEpoch {
    func output() -> EpochOutput {
        if let budget = input.nullBudget { return nullOutput(budget) }
        let (totals, stake) = stakes()
        let permits = newPermits(stake)
        let active = activeStake(stake)
        let w = weights()
        let median = consensus(w, active)
        let cut = clipped(w, median)
        let share = incentive(cut, active)
        let buying = weightsForBonds(w, cut)
        let (dividends, bonds) =
            input.yuma3 ? yumaThree(buying, median, active, share) : yumaTwo(buying, active, share)
        let (server, validator, combined) = emissionShares(share, dividends, stake, active)

        var output = EpochOutput()
        output.active = (0..<n).map { !inactive($0) }
        output.stakeWeight = stake.map(\.storedFraction)
        output.consensus = median.map(\.storedFraction)
        output.incentive = share.map(\.storedFraction)
        output.dividends = dividends.map(\.storedFraction)
        output.validatorTrust = cut.map { FixedNumber.sum($0.map(\.value)).storedFraction }
        output.serverEmission = server.map(amount)
        output.validatorEmission = validator.map(amount)
        output.emission = combined.map(amount)
        output.stake = totals
        output.validatorPermits = permits
        output.bonds = SparseRows(
            (0..<n).map { i in permits[i] ? bonds[i].map { (UInt16($0.uid), $0.value.storedFraction) } : [] })
        return output
    }

    /// Step 12.
    func emissionShares(
        _ incentive: [FixedNumber], _ dividends: [FixedNumber], _ stake: [FixedNumber], _ activeStake: [FixedNumber]
    ) -> (server: [FixedNumber], validator: [FixedNumber], combined: [FixedNumber]) {
        let both = zip(incentive, dividends).map { $0 + $1 }
        let total = FixedNumber.sum(both)
        if total == .zero {
            let fallback = FixedNumber.sum(activeStake) == .zero ? stake : activeStake
            return (incentive, fallback, fallback)
        }
        return (incentive.map { $0 / total }, dividends.map { $0 / total }, both.map { $0 / total })
    }

    /// Step 13.
    func amount(_ share: FixedNumber) -> UInt64 {
        let rao = (share.bits * Int128(input.raoEmission)) >> 32
        return UInt64(min(max(rao, 0), Int128(UInt64.max)))
    }
}
