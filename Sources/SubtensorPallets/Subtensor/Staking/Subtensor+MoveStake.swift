import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Stake that changes its hotkey, its subnet or its owner. Source: pallets/subtensor/src/staking/move_stake.rs.
extension Subtensor {
    /// Moves stake to another hotkey, another subnet, or both. Emits `StakeMoved`, with the trades it took.
    ///
    /// Fails as ``carryOut(_:in:)`` does. For any coldkey.
    static func moveStake(
        _ origin: Origin, from hotkey: AccountID, to destination: AccountID, _ netuid: NetUID,
        to destinationNetuid: NetUID, _ alpha: Alpha, limit: (price: Rao, allowsPart: Bool)? = nil,
        in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let tao = try carryOut(
            StakeTransition(
                origin: .init(coldkey: coldkey, hotkey: hotkey, netuid: netuid),
                destination: .init(coldkey: coldkey, hotkey: destination, netuid: destinationNetuid),
                alpha: alpha, limit: limit),
            in: &state)
        state.deposit(
            .subtensor(.stakeMoved(coldkey, hotkey, netuid, destination, destinationNetuid, tao)))
    }

    /// Gives stake at a hotkey to another coldkey, on the same or another subnet. Emits `StakeTransferred`.
    ///
    /// Fails with `transferDisallowed` where a subnet does not let stake change hands, and as ``carryOut(_:in:)``.
    /// For any coldkey.
    static func transferStake(
        _ origin: Origin, to recipient: AccountID, at hotkey: AccountID, _ netuid: NetUID,
        to destinationNetuid: NetUID, _ alpha: Alpha, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let tao = try carryOut(
            StakeTransition(
                origin: .init(coldkey: coldkey, hotkey: hotkey, netuid: netuid),
                destination: .init(coldkey: recipient, hotkey: hotkey, netuid: destinationNetuid),
                alpha: alpha, needsTransferToggle: true),
            in: &state)
        state.deposit(
            .subtensor(.stakeTransferred(coldkey, recipient, hotkey, netuid, destinationNetuid, tao)))
    }

    /// Gives stake to another coldkey at another hotkey, on the same or another subnet. Emits
    /// `StakeAndHotkeyTransferred`.
    ///
    /// Fails with `transferDisallowed` where a subnet does not let stake change hands, and as ``carryOut(_:in:)``.
    /// For any coldkey.
    static func transferStakeAndHotkey(
        _ origin: Origin, to recipient: AccountID, from hotkey: AccountID, to destination: AccountID,
        _ netuid: NetUID, to destinationNetuid: NetUID, _ alpha: Alpha, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let tao = try carryOut(
            StakeTransition(
                origin: .init(coldkey: coldkey, hotkey: hotkey, netuid: netuid),
                destination: .init(coldkey: recipient, hotkey: destination, netuid: destinationNetuid),
                alpha: alpha, needsTransferToggle: true),
            in: &state)
        state.deposit(
            .subtensor(
                .stakeAndHotkeyTransferred(
                    originColdkey: coldkey, destinationColdkey: recipient, originHotkey: hotkey,
                    destinationHotkey: destination, originNetuid: netuid, destinationNetuid: destinationNetuid,
                    amount: tao)))
    }

    /// Moves stake to another subnet. Emits `StakeSwapped`.
    ///
    /// Fails as ``carryOut(_:in:)`` does. For any coldkey.
    static func swapStake(
        _ origin: Origin, at hotkey: AccountID, _ netuid: NetUID, to destinationNetuid: NetUID, _ alpha: Alpha,
        limit: (price: Rao, allowsPart: Bool)? = nil, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let tao = try carryOut(
            StakeTransition(
                origin: .init(coldkey: coldkey, hotkey: hotkey, netuid: netuid),
                destination: .init(coldkey: coldkey, hotkey: hotkey, netuid: destinationNetuid),
                alpha: alpha, limit: limit),
            in: &state)
        state.deposit(.subtensor(.stakeSwapped(coldkey, hotkey, netuid, destinationNetuid, tao)))
    }

    /// Moves stake. Between subnets it is sold and bought, for one fee; the TAO of a sale that is too small to stake
    /// stays with the destination's coldkey.
    ///
    /// - Returns: what it was worth on the way, in TAO.
    /// - Throws: `sameNetuid` where nothing would change, `subnetNotExists`, `subtokenDisabled`,
    ///   `hotKeyAccountNotExists`, `insufficientLiquidity`, `amountTooLow`, `slippageTooHigh`, `transferDisallowed`,
    ///   `priceLimitExceeded`, and what trades and transfers throw.
    private static func carryOut(
        _ transition: StakeTransition, in state: inout State
    ) throws(DispatchError) -> Rao {
        var transition = transition
        let (origin, destination) = (transition.origin, transition.destination)
        // A fee paid in alpha has left the position by now.
        let held = stake(of: origin.coldkey, at: origin.hotkey, on: origin.netuid, in: state)
        transition.alpha = min(transition.alpha, held)
        var maximum = transition.alpha
        if transition.changesSubnet, let limit = transition.limit {
            maximum = try transitionMaximum(
                from: origin.netuid, to: destination.netuid, limit: limit.price, in: state)
        }
        try requireTransition(transition, maximum: maximum, in: state)
        let moved = min(transition.alpha, maximum)
        guard transition.changesSubnet else {
            return try moveWithinSubnet(moved, from: origin, to: destination, in: &state)
        }
        // One fee for both trades: on root there is none to take, so that the other side pays then.
        let paysOnPurchase = origin.netuid.isRoot
        let tao = try unstakeFromSubnet(
            moved, of: origin.coldkey, at: origin.hotkey, on: origin.netuid, chargesFee: !paysOnPurchase, in: &state)
        if origin.coldkey != destination.coldkey {
            try transferTao(tao, from: origin.coldkey, to: destination.coldkey, in: &state)
        }
        guard tao >= stakeMinimum else { return tao }
        if ownerColdkey(of: destination.hotkey, in: state) != destination.coldkey {
            becomeDelegateIfNeeded(destination.hotkey, in: &state)
        }
        try stakeIntoSubnet(
            tao, of: destination.coldkey, at: destination.hotkey, on: destination.netuid,
            chargesFee: paysOnPurchase, in: &state)
        return tao
    }

    /// The checks of ``carryOut(_:in:)``, in the reference's order.
    private static func requireTransition(
        _ transition: StakeTransition, maximum: Alpha, in state: borrowing State
    ) throws(DispatchError) {
        let (origin, destination) = (transition.origin, transition.destination)
        guard origin != destination else { throw .subtensor(.sameNetuid) }
        for netuid in [origin.netuid, destination.netuid] {
            guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        }
        for netuid in [origin.netuid, destination.netuid] { try requireSubtoken(netuid, in: state) }
        for hotkey in [origin.hotkey, destination.hotkey] {
            guard isOwned(hotkey, in: state) else { throw .subtensor(.hotKeyAccountNotExists) }
        }
        if transition.changesSubnet {
            guard let sale = try? Swap.simulate(.sell, transition.alpha.units, on: origin.netuid, in: state) else {
                throw .subtensor(.insufficientLiquidity)
            }
            guard sale.paidOut > stakeMinimum.units else { throw .subtensor(.amountTooLow) }
            if let limit = transition.limit, !limit.allowsPart {
                guard transition.alpha <= maximum else { throw .subtensor(.slippageTooHigh) }
            }
        }
        if transition.needsTransferToggle {
            for netuid in [origin.netuid, destination.netuid] {
                guard state.get(transferToggle, netuid) else { throw .subtensor(.transferDisallowed) }
            }
        }
    }

    /// Hands shares over without a trade; worth what the current price says.
    /// Source: pallets/subtensor/src/staking/stake_utils.rs, `transfer_stake_within_subnet`.
    /// - Throws: `amountTooLow` below ``stakeMinimum``, `insufficientLiquidity` where the hotkey's pool is too coarse.
    private static func moveWithinSubnet(
        _ alpha: Alpha, from origin: StakeTransition.Position, to destination: StakeTransition.Position,
        in state: inout State
    ) throws(DispatchError) -> Rao {
        let netuid = origin.netuid
        let worth = Swap.price(netuid, in: state).multipliedSaturated(by: U64F64(alpha.units)).flooredUInt64
        let tao = Rao(worth)
        guard tao >= stakeMinimum else { throw .subtensor(.amountTooLow) }
        decreaseStake(alpha, of: origin.coldkey, at: origin.hotkey, on: netuid, in: &state)
        if netuid.isRoot { lowerRootClaimed(by: alpha, of: origin.coldkey, at: origin.hotkey, in: &state) }
        guard canIncreaseStake(alpha, at: destination.hotkey, on: netuid, in: state) else {
            throw .subtensor(.insufficientLiquidity)
        }
        increaseStake(alpha, of: destination.coldkey, at: destination.hotkey, on: netuid, in: &state)
        if netuid.isRoot {
            raiseRootClaimed(by: alpha, of: destination.coldkey, at: destination.hotkey, in: &state)
            // The reference leaves its list of root stakers as it is here, so that a recipient is never visited by the
            // automatic claims; see the README's table.
            addToStakingIndex(destination.coldkey, in: &state)
            if !hasRootStake(origin.coldkey, in: state) { removeFromStakingIndex(origin.coldkey, in: &state) }
        }
        state.set(
            lastColdkeyHotkeyStakeBlock, destination.coldkey, destination.hotkey, to: currentBlock(in: state))
        state.deposit(.subtensor(.stakeRemoved(origin.coldkey, origin.hotkey, tao, alpha, netuid, 0)))
        state.deposit(.subtensor(.stakeAdded(destination.coldkey, destination.hotkey, tao, alpha, netuid, 0)))
        return tao
    }
}
