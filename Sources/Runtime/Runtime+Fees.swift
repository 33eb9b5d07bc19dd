import Frame
import Primitives
import RuntimeInterface
import SubtensorPallets
import SystemPallets

/// How a signer pays for an extrinsic: with TAO, or with the stake that the extrinsic removes.
extension Runtime {
    /// What was taken before the call ran.
    enum TakenFee {
        case tao(Rao)
        case alpha(Subtensor.AlphaFee)
    }

    /// Whether the signer could pay `fee` now.
    static func canPay(_ fee: Rao, for call: RuntimeCall, by who: AccountID, in state: borrowing State) -> Bool {
        TransactionPayment.canPay(fee, by: who, in: state)
            || Subtensor.canPayInAlpha(fee, for: call, by: who, in: state)
    }

    /// Takes the fee before the call runs.
    /// - Throws: ``InvalidTransaction/payment`` where the signer cannot pay; then nothing was taken.
    static func takeFee(
        _ fee: Rao, for call: RuntimeCall, by who: AccountID, in state: inout State
    ) throws(InvalidTransaction) -> TakenFee {
        do throws(DispatchError) {
            guard !TransactionPayment.canPay(fee, by: who, in: state) else {
                try TransactionPayment.charge(fee, to: who, in: &state)
                return .tao(fee)
            }
            return .alpha(
                try state.transaction { (state: inout State) throws(DispatchError) in
                    try Subtensor.payInAlpha(fee, for: call, by: who, in: &state)
                })
        } catch {
            throw .payment
        }
    }

    /// Closes the account of a fee after the call ran: what was taken beyond `actual` goes back, the rest to the
    /// block's author. A fee in alpha is not given back.
    static func settle(_ taken: TakenFee, actual: Rao, tip: Rao, of who: AccountID, in state: inout State) {
        var paid = actual
        switch taken {
        case .tao(let fee): paid = TransactionPayment.settle(fee, actual: actual, of: who, in: &state)
        case .alpha(let fee):
            state.deposit(
                .subtensor(
                    .transactionFeePaidWithAlpha(
                        who: who, netuid: fee.netuid, alphaFee: fee.alpha, taoAmount: fee.tao)))
        }
        state.deposit(.transactionPayment(.transactionFeePaid(who: who, actualFee: paid, tip: tip)))
    }
}
