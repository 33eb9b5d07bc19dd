import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

extension Subtensor {
    /// How much alpha can leave `origin` for `destination` and still get `limit` billionths of the destination's alpha
    /// for each of its own, on average.
    ///
    /// Root and stable subnets have the price 1, which never moves; with one of them the limit is that of a purchase or
    /// a sale. Between two pools it is an estimate that is exact for equal weights: with reserves of alpha a and TAO t,
    /// `a2·t1/(t1+t2) / limit − a1·t2/(t1+t2)`.
    /// Source: pallets/subtensor/src/staking/move_stake.rs, `get_max_amount_move`.
    /// - Throws: as ``Swap/inputMaximum(_:on:limit:in:)``.
    static func transitionMaximum(
        from origin: NetUID, to destination: NetUID, limit: Rao, in state: borrowing State
    ) throws(DispatchError) -> Alpha {
        switch (hasPool(origin, in: state), hasPool(destination, in: state)) {
        case (false, false): return limit > .tao(1) ? .zero : .max
        case (true, false): return try saleMaximum(on: origin, limit: limit, in: state)
        case (false, true):
            guard !limit.isZero else { return .max }
            // Turned round: what the destination's alpha may cost.
            let price = one.dividedSafely(by: U64F64(limit.units)).multipliedSaturated(by: one).flooredUInt64
            return Alpha(try purchaseMaximum(on: destination, limit: Rao(price), in: state).units)
        case (true, true): return poolTransitionMaximum(from: origin, to: destination, limit: limit, in: state)
        }
    }

    private static func poolTransitionMaximum(
        from origin: NetUID, to destination: NetUID, limit: Rao, in state: borrowing State
    ) -> Alpha {
        let tao = (U64F64(state.get(subnetTAO, origin).units), U64F64(state.get(subnetTAO, destination).units))
        let alpha = (
            U64F64(state.get(subnetAlphaIn, origin).units), U64F64(state.get(subnetAlphaIn, destination).units)
        )
        guard tao.0 != .zero, tao.1 != .zero, alpha.0 != .zero, alpha.1 != .zero else { return .zero }
        let wanted = U64F64(limit.units).dividedSafely(by: one)
        let price = Swap.price(origin, in: state).dividedSafely(by: Swap.price(destination, in: state))
        guard wanted <= price else { return .zero }
        guard !limit.isZero else { return .max }
        let sum = tao.1.addingSaturated(tao.0)
        let most = alpha.1.multipliedSaturated(by: tao.0.dividedSafely(by: sum)).dividedSafely(by: wanted)
        return Alpha(
            most.subtractingSaturated(alpha.0.multipliedSaturated(by: tao.1.dividedSafely(by: sum))).flooredUInt64)
    }

    private static func hasPool(_ netuid: NetUID, in state: borrowing State) -> Bool {
        !netuid.isRoot && state.get(subnetMechanism, netuid) == Swap.dynamicMechanism
    }

    /// Billionths: what a price of 1 is as a limit.
    private static let one = U64F64(1_000_000_000)
}
