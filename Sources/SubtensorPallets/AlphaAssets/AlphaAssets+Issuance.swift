import Frame
import Primitives
import RuntimeInterface

/// Books of how much alpha was ever issued, burned and recycled. The pools do not look at them.
/// Source: pallets/alpha-assets/src/lib.rs.
extension AlphaAssets {
    /// Records newly minted alpha.
    static func mint(_ amount: Alpha, on netuid: NetUID, in state: inout State) {
        guard !amount.isZero else { return }
        state.update(totalAlphaIssuance, netuid) { $0 = $0.addingClamped(amount) }
    }

    /// Records alpha that nobody holds any more and that still counts as issued.
    static func burn(_ amount: Alpha, on netuid: NetUID, in state: inout State) {
        guard !amount.isZero else { return }
        state.update(alphaBurned, netuid) { $0 = $0.addingClamped(amount) }
    }

    /// Records alpha that left the issuance.
    static func recycle(_ amount: Alpha, on netuid: NetUID, in state: inout State) {
        guard !amount.isZero else { return }
        state.update(alphaRecycled, netuid) { $0 = $0.addingClamped(amount) }
        state.update(totalAlphaIssuance, netuid) { $0 = $0.subtractingClamped(amount) }
    }
}
