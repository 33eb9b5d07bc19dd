public import Frame
public import Primitives
public import RuntimeInterface

extension TransactionPayment: Pallet {}

/// Fees: what an extrinsic costs, and the way of that cost from the signer to the block's author.
///
/// fee = base + 1 rao for each byte + 0.0005 rao for each picosecond of weight + tip.
/// Source: pallets/transaction-fee/src/lib.rs and runtime/src/lib.rs of the reference.
extension TransactionPayment {
    /// Picoseconds that any extrinsic takes beyond its call.
    static let baseReferenceTime: UInt64 = 108_157_000

    /// The part of the fee that pays for time: 500,000 parts of 10⁹ rao for each picosecond, rounded to the nearest and
    /// a half down.
    public static func fee(forReferenceTime picoseconds: UInt64) -> Rao {
        let (whole, rest) = picoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let part = rest * 500_000
        let rounded = part / 1_000_000_000 + (part % 1_000_000_000 > 500_000_000 ? 1 : 0)
        let scaled = whole.multipliedReportingOverflow(by: 500_000)
        return scaled.overflow ? .max : Rao(scaled.partialValue).addingClamped(Rao(rounded))
    }

    /// The part of the fee that pays for size: 1 rao a byte.
    public static func fee(forLength bytes: UInt32) -> Rao { Rao(UInt64(bytes)) }

    /// The parts of the whole fee of an extrinsic of `length` bytes; `nil` for a call that is free of fees.
    public static func inclusionFee(of info: DispatchEventInfo, length: UInt32) -> InclusionFee? {
        guard info.paysFee == .yes else { return nil }
        return InclusionFee(
            baseFee: fee(forReferenceTime: baseReferenceTime),
            lenFee: fee(forLength: length),
            adjustedWeightFee: fee(forReferenceTime: info.weight.refTime))
    }

    /// What the signer pays in all.
    public static func fee(of info: DispatchEventInfo, length: UInt32, tip: Rao) -> Rao {
        guard let fee = inclusionFee(of: info, length: length) else { return tip }
        return fee.baseFee.addingClamped(fee.lenFee).addingClamped(fee.adjustedWeightFee).addingClamped(tip)
    }

    /// Whether `who` could pay `fee` now.
    public static func canPay(_ fee: Rao, by who: AccountID, in state: borrowing State) -> Bool {
        fee.isZero || Balances.spendable(who, .preserve, in: state) >= fee
    }

    /// Takes the fee before the call runs.
    /// - Throws: what ``Balances`` throws where the account cannot pay.
    public static func charge(_ fee: Rao, to who: AccountID, in state: inout State) throws(DispatchError) {
        try Balances.withdraw(fee, from: who, .preserve, in: &state)
    }

    /// Gives back what was taken beyond the actual fee, unless the account has ended, and hands the rest to the block's
    /// author. What nobody can receive is burned.
    /// - Returns: what was paid in the end.
    public static func settle(_ taken: Rao, actual: Rao, of who: AccountID, in state: inout State) -> Rao {
        let refund = Balances.free(who, in: state).isZero ? .zero : taken.subtractingClamped(actual)
        let returned = Balances.deposit(refund, to: who, in: &state)
        let paid = taken.subtractingClamped(returned)
        if let author = Aura.author(in: state) { Balances.deposit(paid, to: author, in: &state) }
        return paid
    }
}
