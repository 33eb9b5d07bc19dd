import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Source: pallets/subtensor/src/staking/add_stake.rs.
extension Subtensor {
    /// Buys alpha of a subnet at the market's price and stakes it to a hotkey; on root TAO is staked one for one. Emits
    /// `StakeAdded`.
    ///
    /// Fails with `insufficientLiquidity`, `subnetNotExists`, `subtokenDisabled`, `amountTooLow`,
    /// `notEnoughBalanceToStake` or `hotKeyAccountNotExists`. For any coldkey.
    /// - Returns: the alpha bought.
    @discardableResult
    static func addStake(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, _ tao: Rao, in state: inout State
    ) throws(DispatchError) -> Alpha {
        let coldkey = try origin.signer()
        try requireSupportedInput(tao.units, .buy, on: netuid, in: state)
        try requireStakeable(tao, of: coldkey, at: hotkey, on: netuid, maximum: tao, allowsPart: false, in: state)
        return try stakeIntoSubnet(tao, of: coldkey, at: hotkey, on: netuid, in: &state)
    }

    /// Does what ``addStake(_:_:_:_:in:)`` does at no more than `limit` rao per alpha. With `allowsPart` it buys as
    /// much as the limit lets it, else all or nothing. A hotkey of somebody else becomes a delegate. Emits
    /// `StakeAdded`.
    ///
    /// Fails with `priceLimitExceeded` where the price is at the limit already, with `slippageTooHigh` where it would
    /// pass it, and as `addStake` does. For any coldkey.
    /// - Returns: the alpha bought.
    @discardableResult
    static func addStakeLimit(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, _ tao: Rao, limit: Rao, allowsPart: Bool,
        in state: inout State
    ) throws(DispatchError) -> Alpha {
        let coldkey = try origin.signer()
        try requireSupportedInput(tao.units, .buy, on: netuid, in: state)
        let maximum = try purchaseMaximum(on: netuid, limit: limit, in: state)
        try requireStakeable(
            tao, of: coldkey, at: hotkey, on: netuid, maximum: maximum, allowsPart: allowsPart, in: state)
        if ownerColdkey(of: hotkey, in: state) != coldkey { becomeDelegateIfNeeded(hotkey, in: &state) }
        return try stakeIntoSubnet(
            min(tao, maximum), of: coldkey, at: hotkey, on: netuid, limit: limit, in: &state)
    }
}
