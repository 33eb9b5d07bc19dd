public import Frame
public import Primitives
public import RuntimeInterface

/// Balance that its owner has promised: it cannot be spent, and still belongs to the account.
extension Balances {
    /// Sets `amount` of an account's free balance aside; the existential deposit stays free. Emits `Reserved`.
    /// - Throws: `.token(.fundsUnavailable)` or `.token(.notExpendable)`; nothing has changed then.
    public static func reserve(_ amount: Rao, of who: AccountID, in state: inout State) throws(DispatchError) {
        try requireWithdrawable(amount, from: who, .preserve, in: state)
        guard !amount.isZero else { return }
        state.update(System.account, who) { info in
            info.data.free = info.data.free.subtractingClamped(amount)
            info.data.reserved = info.data.reserved.addingClamped(amount)
        }
        state.deposit(.balances(.reserved(who: who, amount: amount)))
    }

    /// Gives an account back what was reserved, at most what there is. Emits `Unreserved`.
    public static func unreserve(_ amount: Rao, of who: AccountID, in state: inout State) {
        let returned = min(amount, state.get(System.account, who).data.reserved)
        guard !returned.isZero else { return }
        state.update(System.account, who) { info in
            info.data.reserved = info.data.reserved.subtractingClamped(returned)
            info.data.free = info.data.free.addingClamped(returned)
        }
        state.deposit(.balances(.unreserved(who: who, amount: returned)))
    }
}
