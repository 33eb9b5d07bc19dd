import FixedPoint
public import Primitives

extension SubnetEmissionState {
    /// Buys alpha for the protocol, without fee, and returns the TAO that counts as staked: all of it, even where the
    /// price limit leaves a part unspent. A purchase that fails leaves the TAO in the subnet's account.
    public mutating func buyAlpha(for excess: Rao) -> Rao {
        accountCredit = accountCredit.addingClamped(excess)
        let outcome: SwapOutcome
        if pool.isStable {
            outcome = SwapOutcome(paidIn: excess.units, paidOut: excess.units, fee: 0, feeToBlockAuthor: 0)
        } else if let traded = try? pool.swap(SwapOrder(.buy, amount: excess.units, feeRate: 0)) {
            outcome = traded
        } else {
            return .zero
        }
        let bought = Alpha(outcome.paidOut)
        let paid = Rao(outcome.paidIn)
        pool.alpha = pool.alpha.subtractingClamped(bought)
        pool.tao = pool.tao.addingClamped(paid)
        alphaOut = alphaOut.addingClamped(bought)
        protocolAlpha = protocolAlpha.addingClamped(bought)
        protocolFlow = protocolFlow.addingClamped(paid)
        volume += UInt128(excess.units)
        excessTao = paid
        return excess
    }

    /// Puts emitted TAO into the pool and the subnet's account.
    public mutating func addTao(_ amount: Rao) {
        accountCredit = accountCredit.addingClamped(amount)
        pool.tao = pool.tao.addingClamped(amount)
        taoInEmission = amount
        protocolFlow = protocolFlow.addingClamped(amount)
    }
}
