import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Source: pallets/subtensor/src/staking/remove_stake.rs.
extension Subtensor {
    /// Sells staked alpha at the market's price; more than the coldkey holds means all of it. What is then too small
    /// to stay is sold as well. Emits `StakeRemoved`.
    ///
    /// Fails with `subtokenDisabled`, `insufficientLiquidity`, `subnetNotExists`, `amountTooLow` or
    /// `hotKeyAccountNotExists`. For any coldkey.
    static func removeStake(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, _ alpha: Alpha, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        try requireSubtoken(netuid, in: state)
        let sold = min(alpha, stake(of: coldkey, at: hotkey, on: netuid, in: state))
        try requireSupportedInput(sold.units, .sell, on: netuid, in: state)
        try requireUnstakeable(
            sold, of: coldkey, at: hotkey, on: netuid, maximum: sold, allowsPart: false, in: state)
        try unstakeFromSubnet(sold, of: coldkey, at: hotkey, on: netuid, in: &state)
        clearSmallNomination(of: coldkey, at: hotkey, on: netuid, in: &state)
        dropPendingChildrenIfPoor(hotkey, in: &state)
    }

    /// Sells staked alpha at no less than `limit` rao per alpha. With `allowsPart` it sells as much as the limit lets
    /// it, else all or nothing. Works before the subnet is started. Emits `StakeRemoved`.
    ///
    /// Fails with `priceLimitExceeded` where the price is at the limit already, with `slippageTooHigh` where it would
    /// pass it, with `notEnoughStakeToWithdraw`, and as ``removeStake(_:_:_:_:in:)`` does. For any coldkey.
    static func removeStakeLimit(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, _ alpha: Alpha, limit: Rao, allowsPart: Bool,
        in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        try requireSupportedInput(alpha.units, .sell, on: netuid, in: state)
        let maximum = try saleMaximum(on: netuid, limit: limit, in: state)
        try requireUnstakeable(
            alpha, of: coldkey, at: hotkey, on: netuid, maximum: maximum, allowsPart: allowsPart, in: state)
        try unstakeFromSubnet(min(alpha, maximum), of: coldkey, at: hotkey, on: netuid, limit: limit, in: &state)
        clearSmallNomination(of: coldkey, at: hotkey, on: netuid, in: &state)
        dropPendingChildrenIfPoor(hotkey, in: &state)
    }

    /// Sells a whole position, with or without a price limit, all or nothing. Emits `StakeRemoved`.
    ///
    /// Fails as ``removeStakeLimit(_:_:_:_:limit:allowsPart:in:)`` with a limit and as ``removeStake(_:_:_:_:in:)``
    /// without. For any coldkey.
    static func removeStakeFullLimit(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, limit: Rao?, in state: inout State
    ) throws(DispatchError) {
        let alpha = stake(of: try origin.signer(), at: hotkey, on: netuid, in: state)
        if let limit {
            try removeStakeLimit(origin, hotkey, netuid, alpha, limit: limit, allowsPart: false, in: &state)
        } else {
            try removeStake(origin, hotkey, netuid, alpha, in: &state)
        }
    }

    /// Sells everything under a hotkey, root stake too. Positions that cannot be sold stay. Emits `StakeRemoved` for
    /// each.
    ///
    /// Fails with `hotKeyAccountNotExists`. For any coldkey.
    static func unstakeAll(_ origin: Origin, _ hotkey: AccountID, in state: inout State) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard isOwned(hotkey, in: state) else { throw .subtensor(.hotKeyAccountNotExists) }
        for netuid in netuids(in: state) {
            _ = try unstakeEverything(of: coldkey, at: hotkey, on: netuid, in: &state)
        }
    }

    /// Sells all alpha under a hotkey and stakes the TAO to it on root. Positions that cannot be sold stay. Emits
    /// `StakeRemoved` for each and `StakeAdded` for the sum.
    ///
    /// Fails with `hotKeyAccountNotExists`, and with `amountTooLow` where nothing could be sold. For any coldkey.
    static func unstakeAllAlpha(
        _ origin: Origin, _ hotkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard isOwned(hotkey, in: state) else { throw .subtensor(.hotKeyAccountNotExists) }
        var proceeds = Rao.zero
        for netuid in netuids(in: state) where !netuid.isRoot {
            proceeds = proceeds.addingClamped(
                try unstakeEverything(of: coldkey, at: hotkey, on: netuid, in: &state))
        }
        try stakeIntoSubnet(proceeds, of: coldkey, at: hotkey, on: .root, in: &state)
    }

    /// Sells one position as far as the rules allow it; a position that they don't allow to sell stays.
    /// - Returns: the TAO that the coldkey got.
    private static func unstakeEverything(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) throws(DispatchError) -> Rao {
        guard state.get(subtokenEnabled, netuid) else { return .zero }
        let alpha = stake(of: coldkey, at: hotkey, on: netuid, in: state)
        do throws(DispatchError) {
            try requireUnstakeable(
                alpha, of: coldkey, at: hotkey, on: netuid, maximum: alpha, allowsPart: false, in: state)
        } catch {
            return .zero
        }
        let proceeds = try unstakeFromSubnet(alpha, of: coldkey, at: hotkey, on: netuid, in: &state)
        clearSmallNomination(of: coldkey, at: hotkey, on: netuid, in: &state)
        return proceeds
    }

    /// Forgets the children that a hotkey asked for once its stake is worth less than the threshold.
    private static func dropPendingChildrenIfPoor(_ hotkey: AccountID, in state: inout State) {
        let threshold = Rao(state.get(stakeThreshold))
        guard !threshold.isZero, stakeValue(at: hotkey, in: state) < threshold else { return }
        for netuid in netuids(in: state) { state.remove(pendingChildKeys, netuid, hotkey) }
    }
}
