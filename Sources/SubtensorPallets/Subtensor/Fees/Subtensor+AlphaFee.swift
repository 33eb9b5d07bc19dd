import FixedPoint
public import Frame
public import Primitives
public import RuntimeInterface
import SystemPallets
import Yuma

/// Fees paid with stake. Who has only alpha could otherwise never sell it.
/// Source: pallets/transaction-fee/src/lib.rs of the reference.
extension Subtensor {
    /// What a fee took from a position.
    public struct AlphaFee: Sendable {
        /// The subnet of the position.
        public var netuid: NetUID
        /// Alpha taken.
        public var alpha: Alpha
        /// TAO that the block's author got for it.
        public var tao: Rao
    }

    /// A coldkey's stake to a hotkey on a subnet, by whose sale a fee can be paid.
    private struct Position {
        var hotkey: AccountID
        var netuid: NetUID
    }

    /// Whether `who` holds alpha worth `fee` where `call` removes stake.
    public static func canPayInAlpha(
        _ fee: Rao, for call: RuntimeCall, by who: AccountID, in state: borrowing State
    ) -> Bool {
        guard let position = feePosition(of: call, by: who, in: state) else { return false }
        let held = stake(of: who, at: position.hotkey, on: position.netuid, in: state)
        return !held.isZero && held >= alphaWorth(fee, on: position.netuid, in: state)
    }

    /// Sells alpha worth `fee` of the position that `call` removes stake from, all of it where it is not worth that
    /// much, and pays the block's author. The sale itself is free of fees. Emits `StakeRemoved`.
    /// - Throws: `.token(.fundsUnavailable)` where there is no position or no author, and what the sale throws.
    public static func payInAlpha(
        _ fee: Rao, for call: RuntimeCall, by who: AccountID, in state: inout State
    ) throws(DispatchError) -> AlphaFee {
        guard let position = feePosition(of: call, by: who, in: state), let author = Aura.author(in: state) else {
            throw .token(.fundsUnavailable)
        }
        let netuid = position.netuid
        let held = stake(of: who, at: position.hotkey, on: netuid, in: state)
        let worth = alphaWorth(fee, on: netuid, in: state)
        let alpha = worth.isZero ? held : min(worth, held)
        guard !alpha.isZero else { throw .token(.fundsUnavailable) }
        decreaseStake(alpha, of: who, at: position.hotkey, on: netuid, in: &state)
        let outcome = try swapAlphaForTao(alpha, on: netuid, chargesFee: false, in: &state)
        let unsold = alpha.subtractingClamped(Alpha(outcome.paidIn))
        increaseStake(unsold, of: who, at: position.hotkey, on: netuid, in: &state)
        let tao = Rao(outcome.paidOut)
        try transferTao(tao, fromSubnet: netuid, to: author, in: &state)
        if netuid.isRoot {
            lowerRootClaimed(by: alpha, of: who, at: position.hotkey, in: &state)
            if !hasRootStake(who, in: state) { removeFromStakingIndex(who, in: &state) }
        }
        recordTaoOutflow(tao, on: netuid, in: &state)
        state.set(lastColdkeyHotkeyStakeBlock, who, position.hotkey, to: currentBlock(in: state))
        state.deposit(.subtensor(.stakeRemoved(who, position.hotkey, tao, Alpha(outcome.paidIn), netuid, 0)))
        return AlphaFee(netuid: netuid, alpha: alpha, tao: tao)
    }

    /// Alpha for `tao` at the price of the moment, rounded down.
    private static func alphaWorth(_ tao: Rao, on netuid: NetUID, in state: borrowing State) -> Alpha {
        guard state.get(subnetMechanism, netuid) == Swap.dynamicMechanism else { return Alpha(tao.units) }
        let price = Swap.price(netuid, in: state)
        guard price != .zero else { return .zero }
        return Alpha(U64F64(tao.units).dividedSaturated(by: price).flooredUInt64)
    }

    /// The one position that a call removes stake from; `nil` for other calls, and where there are several.
    private static func feePosition(
        of call: RuntimeCall, by who: AccountID, in state: borrowing State
    ) -> Position? {
        guard case .subtensor(let call) = call else { return nil }
        switch call {
        case .removeStake(let hotkey, let netuid, _), .removeStakeLimit(let hotkey, let netuid, _, _, _),
            .removeStakeFullLimit(let hotkey, let netuid, _):
            return subnetExists(netuid, in: state) ? Position(hotkey: hotkey, netuid: netuid) : nil
        case .unstakeAll(let hotkey), .unstakeAllAlpha(let hotkey):
            let netuids = netuids(in: state).filter {
                state.get(subtokenEnabled, $0) && !stake(of: who, at: hotkey, on: $0, in: state).isZero
            }
            return netuids.count == 1 ? netuids.first.map { Position(hotkey: hotkey, netuid: $0) } : nil
        default: return nil
        }
    }
}
