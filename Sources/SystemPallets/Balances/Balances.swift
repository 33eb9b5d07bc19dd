public import Frame
public import Primitives
public import RuntimeInterface
import SCALE

extension Balances: Pallet {
    /// The total equals the sum of all free and reserved balances and stays within the cap of 21 million TAO.
    public static func checkInvariants(in state: borrowing State) throws(InvariantViolation) {
        var sum: UInt128 = 0
        for (who, account) in state.entries(of: System.account) {
            sum += UInt128(account.data.free.units) + UInt128(account.data.reserved.units)
            let total = account.data.free.addingClamped(account.data.reserved)
            guard total.isZero || total >= existentialDeposit else {
                throw InvariantViolation("account \(who.bytes) holds \(total) rao, below the existential deposit")
            }
        }
        let issuance = state.get(totalIssuance)
        guard sum == UInt128(issuance.units) else {
            throw InvariantViolation("Balances.TotalIssuance is \(issuance), all accounts hold \(sum)")
        }
        guard issuance <= issuanceMaximum else { throw InvariantViolation("issuance \(issuance) exceeds the cap") }
    }
}

extension Balances {
    /// All TAO there will ever be, in rao.
    public static let issuanceMaximum = Rao(21_000_000_000_000_000)

    /// What an account may lose.
    public enum Preservation: Sendable {
        /// The account must keep the existential deposit.
        case preserve
        /// The account may be reaped; a rest below the existential deposit is burned.
        case expendable
    }

    /// Free balance of `who`, the existential deposit included.
    public static func free(_ who: AccountID, in state: borrowing State) -> Rao {
        state.get(System.account, who).data.free
    }

    /// What `who` can spend: nothing frozen, and not the existential deposit where it must be kept.
    public static func spendable(_ who: AccountID, _ preservation: Preservation, in state: borrowing State) -> Rao {
        let data = state.get(System.account, who).data
        let frozen = data.frozen.subtractingClamped(data.reserved)
        switch preservation {
        case .expendable: return data.free.subtractingClamped(frozen)
        case .preserve: return data.free.subtractingClamped(max(frozen, existentialDeposit))
        }
    }

    /// Moves `amount` from one account to another. Emits `Transfer`, and what comes of an account's birth or end.
    /// - Returns: the dust that was burned when the source was reaped.
    /// - Throws: `.token(.fundsUnavailable)`, `.token(.notExpendable)` or `.token(.belowMinimum)`; nothing has changed
    ///   then.
    @discardableResult
    public static func transfer(
        from source: AccountID, to destination: AccountID, _ amount: Rao, _ preservation: Preservation,
        in state: inout State
    ) throws(DispatchError) -> Rao {
        try requireWithdrawable(amount, from: source, preservation, in: state)
        guard source != destination else { return .zero }
        let received = free(destination, in: state).addingChecked(amount)
        guard let received else { throw .arithmetic(.overflow) }
        guard received >= existentialDeposit || amount.isZero else { throw .token(.belowMinimum) }
        let dust = setFree(source, to: free(source, in: state) - amount, in: &state)
        if !amount.isZero { setFree(destination, to: received, in: &state) }
        state.deposit(.balances(.transfer(from: source, to: destination, amount: amount)))
        return dust
    }

    static func requireWithdrawable(
        _ amount: Rao, from who: AccountID, _ preservation: Preservation, in state: borrowing State
    ) throws(DispatchError) {
        guard !amount.isZero else { return }
        guard amount <= spendable(who, .expendable, in: state) else { throw .token(.fundsUnavailable) }
        guard preservation == .expendable || amount <= spendable(who, .preserve, in: state) else {
            throw .token(.notExpendable)
        }
    }

    /// Takes `amount` out of an account and out of the issuance. Emits `Withdraw`.
    /// - Returns: the dust that was burned with it.
    /// - Throws: as ``transfer(from:to:_:_:in:)``.
    @discardableResult
    public static func withdraw(
        _ amount: Rao, from who: AccountID, _ preservation: Preservation, in state: inout State
    ) throws(DispatchError) -> Rao {
        try requireWithdrawable(amount, from: who, preservation, in: state)
        guard !amount.isZero else { return .zero }
        let dust = setFree(who, to: free(who, in: state) - amount, in: &state)
        state.update(totalIssuance) { $0 = $0.subtractingClamped(amount) }
        state.deposit(.balances(.withdraw(who: who, amount: amount)))
        return dust
    }

    /// Puts new issuance into an account. An amount that would leave a new account below the existential deposit is not
    /// issued. Emits `Deposit`.
    /// - Returns: what was deposited: `amount` or nothing.
    @discardableResult
    public static func deposit(_ amount: Rao, to who: AccountID, in state: inout State) -> Rao {
        guard !amount.isZero, let balance = free(who, in: state).addingChecked(amount),
            let issuance = state.get(totalIssuance).addingChecked(amount), balance >= existentialDeposit
        else { return .zero }
        setFree(who, to: balance, in: &state)
        state.set(totalIssuance, to: issuance)
        state.deposit(.balances(.deposit(who: who, amount: amount)))
        return amount
    }

    /// Writes a free balance. An account comes to life at the existential deposit and ends below it, its rest burned.
    /// - Returns: the dust burned.
    @discardableResult
    static func setFree(_ who: AccountID, to balance: Rao, in state: inout State) -> Rao {
        var info = state.get(System.account, who)
        let wasAlive = isAlive(info.data)
        info.data.free = balance
        let total = balance.addingClamped(info.data.reserved)
        if total >= existentialDeposit {
            if !wasAlive {
                info.providers += 1
                if info.providers == 1 && info.sufficients == 0 { state.deposit(.system(.newAccount(account: who))) }
                state.deposit(.balances(.endowed(account: who, freeBalance: balance)))
            }
            state.set(System.account, who, to: info)
            return .zero
        }
        // Here `total` is below the deposit, so nothing is reserved.
        info.data.free = .zero
        if wasAlive { info.providers = info.providers > 0 ? info.providers - 1 : 0 }
        if info.providers == 0 && info.sufficients == 0 && (wasAlive || info.nonce == 0) {
            if wasAlive { state.deposit(.system(.killedAccount(account: who))) }
            state.remove(System.account, who)
        } else {
            state.set(System.account, who, to: info)
        }
        if !balance.isZero {
            state.update(totalIssuance) { $0 = $0.subtractingClamped(balance) }
            state.deposit(.balances(.dustLost(account: who, amount: balance)))
        }
        return balance
    }

    private static func isAlive(_ data: AccountData) -> Bool {
        data.free.addingClamped(data.reserved) >= existentialDeposit
    }
}
