public import Frame
import Primitives
public import RuntimeInterface
import SCALE

extension Sudo: Pallet {}

extension Sudo.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .sudo(let call): try Sudo.sudo(call, from: origin, on: &state)
        case .sudoUncheckedWeight(let call, _): try Sudo.sudo(call, from: origin, on: &state)
        case .sudoAs(let who, let call): try Sudo.sudoAs(who, call, from: origin, on: &state)
        case .setKey(let new): try Sudo.setKey(new, from: origin, on: &state)
        }
    }
}

extension Sudo {
    /// Runs `call` with the chain's own authority. Emits `Sudid` with its outcome; an inner failure is no outer one.
    static func sudo(_ call: RuntimeCall, from origin: Origin, on state: inout State) throws(DispatchError) {
        try requireKey(origin, in: state)
        let outcome = run(call, as: .root, on: &state)
        state.deposit(.sudo(.sudid(sudoResult: outcome)))
    }

    /// Runs `call` in the name of another account. Emits `SudoAsDone` with its outcome.
    static func sudoAs(
        _ who: MultiAddress, _ call: RuntimeCall, from origin: Origin, on state: inout State
    ) throws(DispatchError) {
        try requireKey(origin, in: state)
        let outcome = run(call, as: .signed(try who.lookedUp()), on: &state)
        state.deposit(.sudo(.sudoAsDone(sudoResult: outcome)))
    }

    private static func run(
        _ call: RuntimeCall, as origin: Origin, on state: inout State
    ) -> ScaleResult<Unit, DispatchError> {
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: origin)
            }
            return .ok(Unit())
        } catch {
            return .err(error)
        }
    }

    /// Hands the authority to another account. Emits `KeyChanged`.
    static func setKey(_ new: MultiAddress, from origin: Origin, on state: inout State) throws(DispatchError) {
        try requireKey(origin, in: state)
        let account = try new.lookedUp()
        let old = state.get(key)
        state.set(key, to: account)
        state.deposit(.sudo(.keyChanged(old: old, new: account)))
    }

    /// Lets the key pass, and root, which has the authority already.
    private static func requireKey(_ origin: Origin, in state: borrowing State) throws(DispatchError) {
        if origin == .root { return }
        guard try origin.signer() == state.get(key) else { throw .sudo(.requireSudo) }
    }
}
