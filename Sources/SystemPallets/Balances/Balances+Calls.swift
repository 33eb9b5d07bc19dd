public import Frame
public import Primitives
public import RuntimeInterface

extension Balances.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .transferAllowDeath(let destination, let value):
            try Balances.transfer(origin, destination, value, .expendable, in: &state)
        case .transferKeepAlive(let destination, let value):
            try Balances.transfer(origin, destination, value, .preserve, in: &state)
        case .transferAll(let destination, let keepAlive):
            try Balances.transferAll(origin, destination, keepAlive: keepAlive, in: &state)
        case .forceTransfer(let source, let destination, let value):
            try Balances.forceTransfer(origin, source, destination, value, in: &state)
        case .forceSetBalance(let who, let newFree):
            try Balances.forceSetBalance(origin, who, newFree, in: &state)
        }
    }
}

extension Balances {
    static func transfer(
        _ origin: Origin, _ destination: MultiAddress, _ value: Rao, _ preservation: Preservation, in state: inout State
    ) throws(DispatchError) {
        let source = try origin.signer()
        try transfer(from: source, to: try destination.lookedUp(), value, preservation, in: &state)
    }

    static func transferAll(
        _ origin: Origin, _ destination: MultiAddress, keepAlive: Bool, in state: inout State
    ) throws(DispatchError) {
        let source = try origin.signer()
        let preservation: Preservation = keepAlive ? .preserve : .expendable
        let amount = spendable(source, preservation, in: state)
        try transfer(from: source, to: try destination.lookedUp(), amount, preservation, in: &state)
    }

    /// Moves a balance by decree.
    static func forceTransfer(
        _ origin: Origin, _ source: MultiAddress, _ destination: MultiAddress, _ value: Rao, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        try transfer(from: try source.lookedUp(), to: try destination.lookedUp(), value, .expendable, in: &state)
    }

    /// Sets a free balance by decree; the issuance follows. Emits `BalanceSet`.
    static func forceSetBalance(
        _ origin: Origin, _ who: MultiAddress, _ newFree: Rao, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        let account = try who.lookedUp()
        let target = newFree < existentialDeposit ? .zero : newFree
        let current = free(account, in: state)
        let issuance = state.get(totalIssuance)
        guard let raised = issuance.subtractingClamped(current).addingChecked(target), raised <= issuanceMaximum else {
            throw .arithmetic(.overflow)
        }
        state.set(totalIssuance, to: issuance.subtractingClamped(current).addingClamped(target))
        setFree(account, to: target, in: &state)
        state.deposit(.balances(.balanceSet(who: account, free: target)))
    }
}

extension MultiAddress {
    /// The account this address stands for.
    /// - Throws: `.cannotLookup` for every form but a plain account: this chain keeps no index of accounts.
    public func lookedUp() throws(DispatchError) -> AccountID {
        guard case .id(let account) = self else { throw .cannotLookup }
        return account
    }
}
