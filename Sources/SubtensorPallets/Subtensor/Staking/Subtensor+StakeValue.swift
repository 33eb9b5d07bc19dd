import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// What stake is worth in TAO. Source: pallets/subtensor/src/staking/helpers.rs.
extension Subtensor {
    /// The stake behind a hotkey on all subnets, at the present prices.
    static func stakeValue(at hotkey: AccountID, in state: borrowing State) -> Rao {
        var sum = U64F64.zero
        for netuid in netuids(in: state) {
            let alpha = stake(at: hotkey, on: netuid, in: state)
            guard !alpha.isZero else { continue }
            let value = U64F64(alpha.units).multipliedSaturated(by: Swap.price(netuid, in: state))
            sum = sum.addingSaturated(value)
        }
        return Rao(sum.flooredUInt64)
    }

    /// What a coldkey would get for all its stake, each position sold by itself, before fees.
    static func stakeValue(of coldkey: AccountID, in state: borrowing State) -> Rao {
        var sum = Rao.zero
        for hotkey in state.get(stakingHotkeys, coldkey) {
            for netuid in netuidsStaked(by: coldkey, at: hotkey, in: state) {
                sum = sum.addingClamped(positionValue(of: coldkey, at: hotkey, on: netuid, in: state))
            }
        }
        return sum
    }

    /// What a coldkey would get for all its stake on one subnet, each position sold by itself, before fees.
    static func stakeValue(of coldkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Rao {
        var sum = Rao.zero
        for hotkey in state.get(stakingHotkeys, coldkey) {
            sum = sum.addingClamped(positionValue(of: coldkey, at: hotkey, on: netuid, in: state))
        }
        return sum
    }

    private static func positionValue(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> Rao {
        let alpha = stake(of: coldkey, at: hotkey, on: netuid, in: state)
        guard !alpha.isZero, let sale = try? Swap.simulate(.sell, alpha.units, on: netuid, in: state) else {
            return .zero
        }
        let fee = U64F64(sale.fee).multipliedSaturated(by: Swap.price(netuid, in: state)).flooredUInt64
        return Rao(sale.paidOut).addingClamped(Rao(fee))
    }
}
