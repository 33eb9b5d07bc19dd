import Frame
import Primitives
import RuntimeInterface

/// Alpha that comes into being or ends. Source: pallets/subtensor/src/coinbase/alpha.rs.
extension Subtensor {
    /// All alpha of a subnet, inside and outside of the pool.
    static func alphaIssuance(_ netuid: NetUID, in state: borrowing State) -> Alpha {
        state.get(subnetAlphaIn, netuid).addingClamped(state.get(subnetAlphaOut, netuid))
    }

    /// Mints alpha for the participants. The caller says whose it is.
    static func mintAlphaOut(_ amount: Alpha, on netuid: NetUID, in state: inout State) {
        guard !amount.isZero else { return }
        AlphaAssets.mint(amount, on: netuid, in: &state)
        state.update(subnetAlphaOut, netuid) { $0 = $0.addingClamped(amount) }
    }

    /// Mints alpha into the pool.
    static func mintAlphaIn(_ amount: Alpha, on netuid: NetUID, in state: inout State) {
        guard !amount.isZero else { return }
        AlphaAssets.mint(amount, on: netuid, in: &state)
        state.update(subnetAlphaIn, netuid) { $0 = $0.addingClamped(amount) }
    }

    /// Destroys alpha outside of the pool, so that it can be minted again. The caller has taken it from its holder.
    static func recycleAlpha(_ amount: Alpha, on netuid: NetUID, in state: inout State) {
        guard !amount.isZero else { return }
        state.update(subnetAlphaOut, netuid) { $0 = $0.subtractingClamped(amount) }
        AlphaAssets.recycle(amount, on: netuid, in: &state)
    }

    /// Destroys alpha outside of the pool for good: it still counts as issued. The caller has taken it from its holder.
    static func burnAlpha(_ amount: Alpha, on netuid: NetUID, in state: inout State) {
        AlphaAssets.burn(amount, on: netuid, in: &state)
    }
}
