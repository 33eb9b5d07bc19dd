/// Which stored weights and bonds count.
extension EpochInput {
    /// A validator's weights count for targets registered in blocks below this: before its last update and, with
    /// commit-reveal, not after its oldest pending commit.
    func registrationLimit(of uid: Int) -> UInt64 {
        let updated = Self.number(lastUpdate, uid)
        guard let commits = commitRevealBlocks, uid < commits.count, commits[uid] != .max else { return updated }
        return min(updated, commits[uid] + 1)
    }

    /// Bonds to neurons registered in this block or later are void.
    var bondsDeadline: UInt64 {
        if lastMechanismStepBlock == 0 { return currentBlock < tempo ? 0 : currentBlock - UInt64(tempo) }
        return lastMechanismStepBlock == .max ? .max : lastMechanismStepBlock + 1
    }

    /// The weight of this epoch in the bonds' moving average: 1 less the part that survives.
    var bondsRate: Int64 {
        let surviving = Int64(clamping: (UInt128(bondsMovingAverage) << 32) / 1_000_000)
        return RawFixed.subtract(RawFixed.one, surviving)
    }
}
