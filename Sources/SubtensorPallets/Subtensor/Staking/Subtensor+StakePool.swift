import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// The share pool of a hotkey on a subnet: how much alpha stands behind the hotkey, and which part of it is whose.
/// Source: pallets/subtensor/src/staking/stake_utils.rs.
extension Subtensor {
    /// The alpha behind a hotkey, all coldkeys together.
    static func stake(at hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Alpha {
        state.get(totalHotkeyAlpha, hotkey, netuid)
    }

    /// What a coldkey's share of a hotkey is worth.
    static func stake(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> Alpha {
        let share = share(of: coldkey, at: hotkey, on: netuid, in: state)
        guard !share.isZero else { return .zero }
        return Alpha(stakePool(at: hotkey, on: netuid, in: state).value(of: share))
    }

    /// Rewards everybody who staked to the hotkey, in proportion.
    static func increaseStake(_ amount: Alpha, at hotkey: AccountID, on netuid: NetUID, in state: inout State) {
        var pool = stakePool(at: hotkey, on: netuid, in: state)
        pool.reward(amount.units)
        setStakePool(pool, at: hotkey, on: netuid, in: &state)
    }

    /// Takes from everybody who staked to the hotkey, in proportion; at most what there is.
    static func decreaseStake(_ amount: Alpha, at hotkey: AccountID, on netuid: NetUID, in state: inout State) {
        var pool = stakePool(at: hotkey, on: netuid, in: state)
        pool.penalize(amount.units)
        setStakePool(pool, at: hotkey, on: netuid, in: &state)
    }

    /// Adds to one coldkey's stake, and lists the hotkey among those it stakes to.
    static func increaseStake(
        _ amount: Alpha, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) {
        guard !amount.isZero else { return }
        addStakingHotkey(hotkey, of: coldkey, in: &state)
        var pool = stakePool(at: hotkey, on: netuid, in: state)
        let share = pool.add(amount.units, to: share(of: coldkey, at: hotkey, on: netuid, in: state))
        setShare(share, of: coldkey, at: hotkey, on: netuid, in: &state)
        setStakePool(pool, at: hotkey, on: netuid, in: &state)
    }

    /// Takes from one coldkey's stake; nothing where it has less.
    static func decreaseStake(
        _ amount: Alpha, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) {
        guard !amount.isZero else { return }
        var pool = stakePool(at: hotkey, on: netuid, in: state)
        let share = share(of: coldkey, at: hotkey, on: netuid, in: state)
        guard !share.isZero, pool.value(of: share) >= amount.units else { return }
        setShare(pool.remove(amount.units, from: share), of: coldkey, at: hotkey, on: netuid, in: &state)
        setStakePool(pool, at: hotkey, on: netuid, in: &state)
    }

    /// Whether the pool is precise enough for `amount` to move a share.
    static func canIncreaseStake(
        _ amount: Alpha, at hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> Bool {
        stakePool(at: hotkey, on: netuid, in: state).isEffective(amount.units)
    }

    /// The subnets on which a coldkey has a share of a hotkey, ascending.
    static func netuidsStaked(
        by coldkey: AccountID, at hotkey: AccountID, in state: borrowing State
    ) -> [NetUID] {
        state.entries(of: alphaV2, under: hotkey, coldkey).map(\.key)
            .filter { !share(of: coldkey, at: hotkey, on: $0, in: state).isZero }.sorted()
    }

    /// Hands a coldkey's share of a hotkey to another coldkey.
    static func moveShare(_ swap: KeySwap, at hotkey: AccountID, on netuid: NetUID, in state: inout State) {
        let share = share(of: swap.old, at: hotkey, on: netuid, in: state)
        setShare(.zero, of: swap.old, at: hotkey, on: netuid, in: &state)
        let own = Self.share(of: swap.new, at: hotkey, on: netuid, in: state)
        setShare(own.adding(share) ?? own, of: swap.new, at: hotkey, on: netuid, in: &state)
    }

    /// Hands all stake behind a hotkey to another hotkey: the pool as it is where the other one has none; else every
    /// coldkey gets the worth of its share there, and all of them what rounding leaves.
    /// - Parameters:
    ///   - stakers: the coldkeys with a share of the old hotkey.
    ///   - others: the coldkeys with a share of the new one.
    static func moveStakePool(
        _ swap: KeySwap, on netuid: NetUID, of stakers: [AccountID], others: [AccountID], in state: inout State
    ) {
        let source = stakePool(at: swap.old, on: netuid, in: state)
        var pool = stakePool(at: swap.new, on: netuid, in: state)
        let isEmpty = pool.total == 0
        if isEmpty {
            // Shares of an empty pool are worth nothing, and would be worth something in the pool that comes.
            for coldkey in others { setShare(.zero, of: coldkey, at: swap.new, on: netuid, in: &state) }
            pool = source
        }
        var rest = source.total
        for coldkey in stakers {
            var share = share(of: coldkey, at: swap.old, on: netuid, in: state)
            setShare(.zero, of: coldkey, at: swap.old, on: netuid, in: &state)
            if !isEmpty {
                let worth = min(source.value(of: share), rest)
                rest -= worth
                share = pool.add(worth, to: Self.share(of: coldkey, at: swap.new, on: netuid, in: state))
            }
            setShare(share, of: coldkey, at: swap.new, on: netuid, in: &state)
        }
        if !isEmpty { pool.reward(rest) }
        setStakePool(SharePool(total: 0, denominator: .zero), at: swap.old, on: netuid, in: &state)
        // No share of the old hotkey is left that the number of its pool would tell from others.
        state.remove(alphaSharePoolEpoch, swap.old, netuid)
        setStakePool(pool, at: swap.new, on: netuid, in: &state)
    }

    private static func stakePool(
        at hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> SharePool {
        SharePool(
            total: state.get(totalHotkeyAlpha, hotkey, netuid).units,
            denominator: state.get(totalHotkeySharesV2, hotkey, netuid))
    }

    private static func setStakePool(
        _ pool: SharePool, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) {
        let others = state.get(totalAlphaStaked, netuid).subtractingClamped(state.get(totalHotkeyAlpha, hotkey, netuid))
        setTotalStaked(others.addingClamped(Alpha(pool.total)), on: netuid, in: &state)
        if pool.total == 0 {
            state.remove(totalHotkeyAlpha, hotkey, netuid)
        } else {
            state.set(totalHotkeyAlpha, hotkey, netuid, to: Alpha(pool.total))
        }
        if pool.denominator.isZero {
            if state.contains(totalHotkeySharesV2, hotkey, netuid) {
                closeSharePool(at: hotkey, on: netuid, in: &state)
            }
            state.remove(totalHotkeySharesV2, hotkey, netuid)
        } else {
            state.set(totalHotkeySharesV2, hotkey, netuid, to: pool.denominator)
        }
    }

    /// Source: the runtime's interface from spec 448 on, which has this sum of `TotalHotkeyAlpha`.
    private static func setTotalStaked(_ total: Alpha, on netuid: NetUID, in state: inout State) {
        if total == .zero {
            state.remove(totalAlphaStaked, netuid)
        } else {
            state.set(totalAlphaStaked, netuid, to: total)
        }
    }

    /// A coldkey's share of a hotkey's pool; none where it is left over from a pool that was closed.
    private static func share(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> SafeFloat {
        let epoch = state.get(alphaSharePoolEpoch, hotkey, netuid)
        guard epoch == 0 || state.get(alphaShareEpoch, hotkey, coldkey, netuid) == epoch else { return .zero }
        return state.get(alphaV2, hotkey, coldkey, netuid)
    }

    /// Ends a pool that has no shares any more. What rounding left of somebody's share would claim a part of the pool
    /// that comes after it, so that pool has the next number, and shares of other numbers count as none.
    ///
    /// Spec 425 had no such numbers. Newer sources raise them when a pool is opened, too, for the sake of shares that
    /// were left over before there were any (RaoFoundation/subtensor, pallets/subtensor/src/staking/stake_utils.rs,
    /// `set_denominator`); this chain has none of those.
    private static func closeSharePool(at hotkey: AccountID, on netuid: NetUID, in state: inout State) {
        state.update(alphaSharePoolEpoch, hotkey, netuid) { $0 = $0 == .max ? $0 : $0 + 1 }
    }

    private static func setShare(
        _ share: SafeFloat, of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) {
        let epoch = state.get(alphaSharePoolEpoch, hotkey, netuid)
        if share.isZero {
            state.remove(alphaV2, hotkey, coldkey, netuid)
            if epoch > 0 { state.remove(alphaShareEpoch, hotkey, coldkey, netuid) }
        } else {
            state.set(alphaV2, hotkey, coldkey, netuid, to: share)
            if epoch > 0 { state.set(alphaShareEpoch, hotkey, coldkey, netuid, to: epoch) }
        }
    }
}
