public import Frame
import Primitives
public import RuntimeInterface

extension Swap: Pallet {}

extension Swap.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .setFeeRate(let netuid, let rate): try Swap.setFeeRate(origin, netuid, rate, in: &state)
        }
    }
}
