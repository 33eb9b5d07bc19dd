import Frame
import Primitives
import RuntimeInterface
import SystemPallets
import Yuma

extension Subtensor {
    /// Buys alpha with a coldkey's TAO and stakes it to a hotkey. The fee goes to the block's author. Everything was
    /// checked by the caller, who undoes the rest where this throws. Emits `StakeAdded`.
    /// - Returns: the alpha staked.
    /// - Throws: `amountTooLow` where the TAO buys nothing, `insufficientLiquidity` where the hotkey's pool is too
    ///   coarse, or what the transfers and the trade throw.
    @discardableResult
    static func stakeIntoSubnet(
        _ tao: Rao, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, limit: Rao = Swap.priceMaximum,
        chargesFee: Bool = true, in state: inout State
    ) throws(DispatchError) -> Alpha {
        let staked = try transferTao(tao, from: coldkey, toSubnet: netuid, in: &state)
        let outcome = try swapTaoForAlpha(staked, on: netuid, limit: limit, chargesFee: chargesFee, in: &state)
        let bought = Alpha(outcome.paidOut)
        guard !bought.isZero else { throw .subtensor(.amountTooLow) }
        guard canIncreaseStake(bought, at: hotkey, on: netuid, in: state) else {
            throw .subtensor(.insufficientLiquidity)
        }
        increaseStake(bought, of: coldkey, at: hotkey, on: netuid, in: &state)
        let fee = Rao(outcome.feeToBlockAuthor)
        if let author = Aura.author(in: state) {
            try transferTao(fee, fromSubnet: netuid, to: author, in: &state)
        } else {
            try? burnTao(fee, from: subnetAccount(netuid), in: &state)
        }
        recordTaoInflow(Rao(outcome.paidIn), on: netuid, in: &state)
        state.set(lastColdkeyHotkeyStakeBlock, coldkey, hotkey, to: currentBlock(in: state))
        if netuid.isRoot {
            raiseRootClaimed(by: bought, of: coldkey, at: hotkey, in: &state)
            addToStakingIndex(coldkey, in: &state)
        }
        state.deposit(.subtensor(.stakeAdded(coldkey, hotkey, staked, bought, netuid, outcome.fee)))
        return bought
    }

    /// Sells alpha that a coldkey staked to a hotkey. What a price limit leaves unsold is staked again; the fee is
    /// sold too, for the block's author. Everything was checked by the caller, who undoes the rest where this throws.
    /// Emits `StakeRemoved`.
    /// - Returns: the TAO that the coldkey got.
    /// - Throws: what the trades and transfers throw.
    @discardableResult
    static func unstakeFromSubnet(
        _ alpha: Alpha, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID,
        limit: Rao = Swap.priceMinimum, chargesFee: Bool = true, in state: inout State
    ) throws(DispatchError) -> Rao {
        decreaseStake(alpha, of: coldkey, at: hotkey, on: netuid, in: &state)
        let outcome = try swapAlphaForTao(alpha, on: netuid, limit: limit, chargesFee: chargesFee, in: &state)
        let unsold = alpha.subtractingClamped(Alpha(outcome.paidIn).addingClamped(Alpha(outcome.fee)))
        increaseStake(unsold, of: coldkey, at: hotkey, on: netuid, in: &state)
        let proceeds = Rao(outcome.paidOut)
        try transferTao(proceeds, fromSubnet: netuid, to: coldkey, in: &state)
        let outflow = try payAlphaFee(Alpha(outcome.feeToBlockAuthor), on: netuid, in: &state)
        if netuid.isRoot {
            lowerRootClaimed(by: alpha, of: coldkey, at: hotkey, in: &state)
            if !hasRootStake(coldkey, in: state) { removeFromStakingIndex(coldkey, in: &state) }
        }
        recordTaoOutflow(proceeds.addingClamped(outflow), on: netuid, in: &state)
        state.set(lastColdkeyHotkeyStakeBlock, coldkey, hotkey, to: currentBlock(in: state))
        let event = Event.stakeRemoved(coldkey, hotkey, proceeds, Alpha(outcome.paidIn), netuid, outcome.fee)
        state.deposit(.subtensor(event))
        return proceeds
    }

    /// Sells the alpha of a fee without fee and pays the block's author; without author the alpha is burned.
    /// - Returns: the TAO paid.
    private static func payAlphaFee(
        _ fee: Alpha, on netuid: NetUID, in state: inout State
    ) throws(DispatchError) -> Rao {
        guard let author = Aura.author(in: state) else {
            burnAlpha(fee, on: netuid, in: &state)
            return .zero
        }
        let outcome = try swapAlphaForTao(fee, on: netuid, chargesFee: false, in: &state)
        let paid = Rao(outcome.paidOut)
        try transferTao(paid, fromSubnet: netuid, to: author, in: &state)
        return paid
    }
}
