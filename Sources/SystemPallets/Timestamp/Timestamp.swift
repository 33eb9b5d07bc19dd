public import Frame
import Primitives
public import RuntimeInterface

extension Timestamp: Pallet {
    public static func onFinalize(_ state: inout State) { state.remove(didUpdate) }
}

extension Timestamp.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .set(let now): try Timestamp.set(origin, now, in: &state)
        }
    }
}

extension Timestamp {
    /// Time of the block being executed, in milliseconds of Unix time.
    public static func milliseconds(in state: borrowing State) -> UInt64 { state.get(now) }

    /// Sets the block's time: once a block, by its author, and never backwards.
    static func set(_ origin: Origin, _ milliseconds: UInt64, in state: inout State) throws(DispatchError) {
        try origin.requireNone()
        guard !state.get(didUpdate) else { throw .other }
        guard milliseconds >= state.get(now) else { throw .other }
        state.set(now, to: milliseconds)
        state.set(didUpdate, to: true)
    }
}
