public import Frame
import Primitives
public import RuntimeInterface

extension Swap: Pallet {}

extension Swap.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .setFeeRate(let netuid, let rate): try Swap.setFeeRate(origin, netuid, rate, in: &state)
        // Pools hold the liquidity of the protocol alone, for whoever asks.
        case .addLiquidity, .removeLiquidity, .modifyPosition, .toggleUserLiquidity, .disableLp:
            throw .swap(.deprecated)
        }
    }
}
