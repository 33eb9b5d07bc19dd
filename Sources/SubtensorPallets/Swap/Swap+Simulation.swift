import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// What clients ask before they trade. Source: runtime/src/lib.rs, `SwapRuntimeApi`.
extension Swap {
    /// What buying alpha for `tao` would give; all zero where it fails.
    static func simulatePurchase(_ tao: Rao, on netuid: NetUID, in state: borrowing State) -> SimSwapResult {
        guard let outcome = try? simulate(.buy, tao.units, on: netuid, in: state) else { return .nothing }
        let atSpot = U64F64(tao.units).dividedSafely(by: price(netuid, in: state)).flooredUInt64
        return SimSwapResult(
            taoAmount: Rao(outcome.paidIn), alphaAmount: Alpha(outcome.paidOut), taoFee: Rao(outcome.fee),
            alphaFee: .zero, taoSlippage: .zero,
            alphaSlippage: Alpha(atSpot).subtractingClamped(Alpha(outcome.paidOut)))
    }

    /// What selling `alpha` would give; all zero where it fails.
    static func simulateSale(_ alpha: Alpha, on netuid: NetUID, in state: borrowing State) -> SimSwapResult {
        guard let outcome = try? simulate(.sell, alpha.units, on: netuid, in: state) else { return .nothing }
        let atSpot = U64F64(alpha.units).multipliedSaturated(by: price(netuid, in: state)).flooredUInt64
        return SimSwapResult(
            taoAmount: Rao(outcome.paidOut), alphaAmount: Alpha(outcome.paidIn), taoFee: .zero,
            alphaFee: Alpha(outcome.fee), taoSlippage: Rao(atSpot).subtractingClamped(Rao(outcome.paidOut)),
            alphaSlippage: .zero)
    }
}

extension SimSwapResult {
    /// The answer for a trade that fails.
    static let nothing = SimSwapResult(
        taoAmount: .zero, alphaAmount: .zero, taoFee: .zero, alphaFee: .zero, taoSlippage: .zero, alphaSlippage: .zero)
}
