import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Checks before stake moves. Source: pallets/subtensor/src/staking/{stake_utils,add_stake,remove_stake}.rs.
extension Subtensor {
    /// The least TAO that may be staked or unstaked at once.
    static let stakeMinimum: Rao = 2_000_000

    /// - Throws: `subtokenDisabled` until the subnet was started.
    static func requireSubtoken(_ netuid: NetUID, in state: borrowing State) throws(DispatchError) {
        guard state.get(subtokenEnabled, netuid) else { throw .subtensor(.subtokenDisabled) }
    }

    /// - Throws: `insufficientLiquidity` for more than 1,000 times the pool's reserve.
    static func requireSupportedInput(
        _ amount: UInt64, _ direction: SwapDirection, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        guard !netuid.isRoot, state.get(subnetMechanism, netuid) == Swap.dynamicMechanism else { return }
        let reserve =
            switch direction {
            case .buy: state.get(subnetTAO, netuid).units
            case .sell: state.get(subnetAlphaIn, netuid).units
            }
        guard amount <= Rao(reserve).multipliedClamped(by: Swap.inputMultipleMaximum).units else {
            throw .subtensor(.insufficientLiquidity)
        }
    }

    /// Checks a purchase of stake.
    /// - Parameters:
    ///   - maximum: what the price limit lets in.
    ///   - allowsPart: whether `maximum` may be bought where `tao` exceeds it.
    /// - Throws: `subnetNotExists`, `subtokenDisabled`, `amountTooLow`, `slippageTooHigh`, `notEnoughBalanceToStake`,
    ///   `hotKeyAccountNotExists` or `insufficientLiquidity`, in this order.
    static func requireStakeable(
        _ tao: Rao, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, maximum: Rao, allowsPart: Bool,
        in state: borrowing State
    ) throws(DispatchError) {
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        try requireSubtoken(netuid, in: state)
        let fee =
            (try? Swap.simulate(.buy, stakeMinimum.units, on: netuid, in: state))?.fee
            ?? Swap.fee(on: stakeMinimum.units, of: netuid, in: state)
        guard tao >= stakeMinimum.addingClamped(Rao(fee)) else { throw .subtensor(.amountTooLow) }
        guard allowsPart || tao <= maximum else { throw .subtensor(.slippageTooHigh) }
        let amount = min(tao, maximum)
        guard amount <= spendableTao(coldkey, in: state) else { throw .subtensor(.notEnoughBalanceToStake) }
        guard isOwned(hotkey, in: state) else { throw .subtensor(.hotKeyAccountNotExists) }
        guard let outcome = try? Swap.simulate(.buy, amount.units, on: netuid, in: state) else {
            throw .subtensor(.insufficientLiquidity)
        }
        guard outcome.paidIn >= stakeMinimum.units else { throw .subtensor(.amountTooLow) }
        guard outcome.paidOut > 0, canIncreaseStake(Alpha(outcome.paidOut), at: hotkey, on: netuid, in: state) else {
            throw .subtensor(.insufficientLiquidity)
        }
    }

    /// Checks a sale of stake.
    /// - Parameters:
    ///   - maximum: what the price limit lets in.
    ///   - allowsPart: whether `maximum` may be sold where `alpha` exceeds it.
    /// - Throws: `subnetNotExists`, `amountTooLow`, `notEnoughStakeToWithdraw`, `insufficientLiquidity`,
    ///   `slippageTooHigh` or `hotKeyAccountNotExists`, in this order.
    static func requireUnstakeable(
        _ alpha: Alpha, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, maximum: Alpha,
        allowsPart: Bool, in state: borrowing State
    ) throws(DispatchError) {
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard !alpha.isZero else { throw .subtensor(.amountTooLow) }
        guard let rest = stake(of: coldkey, at: hotkey, on: netuid, in: state).subtractingChecked(alpha) else {
            throw .subtensor(.notEnoughStakeToWithdraw)
        }
        guard let outcome = try? Swap.simulate(.sell, alpha.units, on: netuid, in: state) else {
            throw .subtensor(.insufficientLiquidity)
        }
        guard rest.isZero || outcome.paidOut >= stakeMinimum.units else { throw .subtensor(.amountTooLow) }
        guard allowsPart || alpha <= maximum else { throw .subtensor(.slippageTooHigh) }
        guard isOwned(hotkey, in: state) else { throw .subtensor(.hotKeyAccountNotExists) }
    }

    /// What a price limit lets in of TAO. Root and stable subnets never move from 1.
    /// - Throws: as ``Swap/inputMaximum(_:on:limit:in:)``.
    static func purchaseMaximum(
        on netuid: NetUID, limit: Rao, in state: borrowing State
    ) throws(DispatchError) -> Rao {
        if netuid.isRoot || state.get(subnetMechanism, netuid) == 0 { return limit >= .tao(1) ? .max : .zero }
        return Rao(try Swap.inputMaximum(.buy, on: netuid, limit: limit, in: state))
    }

    /// What a price limit lets in of alpha. Root and stable subnets never move from 1.
    /// - Throws: as ``Swap/inputMaximum(_:on:limit:in:)``.
    static func saleMaximum(
        on netuid: NetUID, limit: Rao, in state: borrowing State
    ) throws(DispatchError) -> Alpha {
        if netuid.isRoot || state.get(subnetMechanism, netuid) == 0 { return limit <= .tao(1) ? .max : .zero }
        return Alpha(try Swap.inputMaximum(.sell, on: netuid, limit: limit, in: state))
    }
}
