import Frame
import Primitives
import RuntimeInterface
import SystemPallets

/// TAO that counts as issued and belongs to nobody yet. Not copyable, so it cannot be spent twice.
struct TaoCredit: ~Copyable {
    /// What is left.
    private(set) var amount: Rao

    /// A credit for what was just added to the issuance.
    init(_ amount: Rao) { self.amount = amount }

    /// Pays `part` to an account.
    /// - Returns: whether it was paid: not where the credit is smaller, nor where a new account would stay below the
    ///   existential deposit.
    mutating func spend(_ part: Rao, on account: AccountID, in state: inout State) -> Bool {
        guard part <= amount else { return false }
        guard part.isZero || Balances.deposit(part, to: account, in: &state) == part else { return false }
        amount -= part
        return true
    }

    /// Takes what is left out of the issuance again.
    consuming func recycle(in state: inout State) {
        let rest = amount
        guard !rest.isZero else { return }
        state.update(Subtensor.totalIssuance) { $0 = $0.subtractingClamped(rest) }
    }
}
