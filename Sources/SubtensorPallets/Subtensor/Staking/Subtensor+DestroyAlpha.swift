import Frame
import Primitives
import RuntimeInterface

/// Stake that its holder destroys. Source: pallets/subtensor/src/staking/recycle_alpha.rs.
extension Subtensor {
    /// Destroys staked alpha so that it can be minted again; more than the coldkey holds means all of it. Emits
    /// `AlphaRecycled`.
    ///
    /// Fails as ``takeAlpha(_:of:at:on:in:)`` does. For any coldkey.
    static func recycleAlpha(
        _ origin: Origin, _ hotkey: AccountID, _ alpha: Alpha, _ netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let taken = try takeAlpha(alpha, of: coldkey, at: hotkey, on: netuid, in: &state)
        recycleAlpha(taken, on: netuid, in: &state)
        state.deposit(.subtensor(.alphaRecycled(coldkey, hotkey, taken, netuid)))
    }

    /// Destroys staked alpha for good: it still counts as issued. Emits `AlphaBurned`.
    ///
    /// Fails as ``takeAlpha(_:of:at:on:in:)`` does. For any coldkey.
    static func burnAlpha(
        _ origin: Origin, _ hotkey: AccountID, _ alpha: Alpha, _ netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let taken = try takeAlpha(alpha, of: coldkey, at: hotkey, on: netuid, in: &state)
        burnAlpha(taken, on: netuid, in: &state)
        state.deposit(.subtensor(.alphaBurned(coldkey, hotkey, taken, netuid)))
    }

    /// Buys alpha, with or without a price limit, and burns it at once. Emits `StakeAdded`, `AlphaBurned` and
    /// `AddStakeBurn`.
    ///
    /// Fails as ``addStake(_:_:_:_:in:)`` with no limit, as ``addStakeLimit(_:_:_:_:limit:allowsPart:in:)`` with one,
    /// and as ``burnAlpha(_:_:_:_:in:)``. For any coldkey.
    static func addStakeBurn(
        _ origin: Origin, _ hotkey: AccountID, _ netuid: NetUID, _ tao: Rao, limit: Rao?, in state: inout State
    ) throws(DispatchError) {
        let alpha =
            if let limit {
                try addStakeLimit(origin, hotkey, netuid, tao, limit: limit, allowsPart: false, in: &state)
            } else {
                try addStake(origin, hotkey, netuid, tao, in: &state)
            }
        try burnAlpha(origin, hotkey, alpha, netuid, in: &state)
        state.deposit(.subtensor(.addStakeBurn(netuid: netuid, hotkey: hotkey, amount: tao, alpha: alpha)))
    }

    /// Takes alpha from a position, as much as there is up to `alpha`.
    /// - Returns: what was taken.
    /// - Throws: `subnetNotExists`, `cannotBurnOrRecycleOnRootSubnet`, `subtokenDisabled`, `hotKeyAccountNotExists` or
    ///   `insufficientLiquidity`, in this order.
    private static func takeAlpha(
        _ alpha: Alpha, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) throws(DispatchError) -> Alpha {
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard !netuid.isRoot else { throw .subtensor(.cannotBurnOrRecycleOnRootSubnet) }
        try requireSubtoken(netuid, in: state)
        guard isOwned(hotkey, in: state) else { throw .subtensor(.hotKeyAccountNotExists) }
        let taken = min(alpha, stake(of: coldkey, at: hotkey, on: netuid, in: state))
        guard state.get(subnetAlphaOut, netuid) >= taken else { throw .subtensor(.insufficientLiquidity) }
        decreaseStake(taken, of: coldkey, at: hotkey, on: netuid, in: &state)
        return taken
    }
}
