public import Frame
import RuntimeInterface
import SubtensorPallets
import SystemPallets

/// The chain's state machine: pallets put together.
public enum Runtime {
    /// Pallets in the order of their indices: the order of their hooks.
    typealias Pallets = AllPallets<
        System, Timestamp, Aura, Grandpa, Balances, TransactionPayment, Subtensor, Utility, Sudo, Commitments,
        AdminUtils, Swap, MevShield
    >

    /// Routes every call, at the top of an extrinsic and inside others, past the rules that hold for all of them.
    public static let dispatch: Dispatcher = {
        (call: RuntimeCall, origin: Origin, state: inout State) throws(DispatchError) in
        if case .signed(let signer) = origin { try CallGuard.check(call, by: signer, in: state) }
        switch call {
        case .system(let call): try call.dispatch(from: origin, on: &state)
        case .timestamp(let call): try call.dispatch(from: origin, on: &state)
        case .balances(let call): try call.dispatch(from: origin, on: &state)
        case .subtensor(let call): try call.dispatch(from: origin, on: &state)
        case .utility(let call): try call.dispatch(from: origin, on: &state)
        case .sudo(let call): try call.dispatch(from: origin, on: &state)
        case .commitments(let call): try call.dispatch(from: origin, on: &state)
        case .adminUtils(let call): try call.dispatch(from: origin, on: &state)
        case .swap(let call): try call.dispatch(from: origin, on: &state)
        case .mevShield(let call): try call.dispatch(from: origin, on: &state)
        }
    }

    /// A state of this runtime above `backend`.
    public static func state(over backend: any StateBackend) -> State { State(backend: backend, dispatcher: dispatch) }

    /// Checks what must hold between blocks.
    /// - Throws: ``InvariantViolation`` naming the first rule that is broken.
    public static func checkInvariants(in state: borrowing State) throws(InvariantViolation) {
        try Pallets.checkInvariants(in: state)
    }
}
