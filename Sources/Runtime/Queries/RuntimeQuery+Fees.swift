import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

/// Answers about fees. None of them looks at a signature.
extension RuntimeQuery {
    func extrinsicInfo(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentAPI.queryInfo) { (opaque, length) throws(RuntimeCallError) in
            let extrinsic = try Self.decoded(opaque)
            return Self.info(of: extrinsic.call, by: extrinsic.signature?.signer, length: length, in: state)
        }
    }

    func extrinsicFeeDetails(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentAPI.queryFeeDetails) { (opaque, length) throws(RuntimeCallError) in
            let extrinsic = try Self.decoded(opaque)
            return Self.details(of: extrinsic.call, by: extrinsic.signature?.signer, length: length, in: state)
        }
    }

    func callInfo(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentCallAPI.queryCallInfo) { Self.info(of: $0, by: .zero, length: $1, in: state) }
    }

    func callFeeDetails(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentCallAPI.queryCallFeeDetails) {
            Self.details(of: $0, by: .zero, length: $1, in: state)
        }
    }

    func weightFee() throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentAPI.queryWeightToFee) { TransactionPayment.fee(forReferenceTime: $0.refTime) }
    }

    func lengthFee() throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentAPI.queryLengthToFee) { TransactionPayment.fee(forLength: $0) }
    }

    /// The extrinsic that a client made to ask for its price: with a signature of zeros, as a rule.
    private static func decoded(_ opaque: OpaqueExtrinsic) throws(RuntimeCallError) -> Extrinsic {
        do throws(ScaleError) {
            return try Extrinsic(opaque.encoded())
        } catch {
            throw .badArguments(error)
        }
    }

    /// What a call costs without a tip now; an inherent, which nobody signs, costs nothing.
    private static func info(
        of call: RuntimeCall, by signer: AccountID?, length: UInt32, in state: borrowing State
    ) -> RuntimeDispatchInfo {
        let info = signer.map { Runtime.weigh(call, by: $0, in: state).info } ?? call.dispatchInfo
        let fee = signer == nil ? .zero : TransactionPayment.fee(of: info, length: length, tip: .zero)
        return RuntimeDispatchInfo(weight: info.weight, class: info.class, partialFee: fee)
    }

    private static func details(
        of call: RuntimeCall, by signer: AccountID?, length: UInt32, in state: borrowing State
    ) -> FeeDetails {
        let fee = signer.flatMap {
            TransactionPayment.inclusionFee(of: Runtime.weigh(call, by: $0, in: state).info, length: length)
        }
        return FeeDetails(inclusionFee: fee, tip: .zero)
    }
}
