public import Primitives
public import RuntimeInterface

/// Who sends a call.
public enum Origin: Sendable, Equatable {
    /// The chain's own authority: passes every check.
    case root
    /// An account that signed the extrinsic.
    case signed(AccountID)
    /// Nobody: inherents of the block's author.
    case none

    /// The signer.
    /// - Throws: `.badOrigin` for root and for unsigned calls.
    public func signer() throws(DispatchError) -> AccountID {
        guard case .signed(let account) = self else { throw .badOrigin }
        return account
    }

    /// Lets root pass only.
    /// - Throws: `.badOrigin` for everybody else.
    public func requireRoot() throws(DispatchError) {
        guard self == .root else { throw .badOrigin }
    }

    /// Lets unsigned inherents pass only.
    /// - Throws: `.badOrigin` for everybody else.
    public func requireNone() throws(DispatchError) {
        guard self == .none else { throw .badOrigin }
    }
}
