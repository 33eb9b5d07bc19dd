import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

/// Answers about fees. None of them looks at a signature.
extension RuntimeQuery {
    func extrinsicInfo() throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentAPI.queryInfo) { (opaque, length) throws(RuntimeCallError) in
            let extrinsic = try Self.decoded(opaque)
            return Self.info(of: extrinsic.call, length: length, paysFee: extrinsic.signature != nil)
        }
    }

    func extrinsicFeeDetails() throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentAPI.queryFeeDetails) { (opaque, length) throws(RuntimeCallError) in
            let extrinsic = try Self.decoded(opaque)
            return Self.details(of: extrinsic.call, length: length, paysFee: extrinsic.signature != nil)
        }
    }

    func callInfo() throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentCallAPI.queryCallInfo) { Self.info(of: $0, length: $1, paysFee: true) }
    }

    func callFeeDetails() throws(RuntimeCallError) -> [UInt8] {
        try answer(TransactionPaymentCallAPI.queryCallFeeDetails) { Self.details(of: $0, length: $1, paysFee: true) }
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

    /// What a call costs without a tip; an inherent costs nothing.
    private static func info(of call: RuntimeCall, length: UInt32, paysFee: Bool) -> RuntimeDispatchInfo {
        let info = call.dispatchInfo
        let fee = paysFee ? TransactionPayment.fee(of: info, length: length, tip: .zero) : .zero
        return RuntimeDispatchInfo(weight: info.weight, class: info.class, partialFee: fee)
    }

    private static func details(of call: RuntimeCall, length: UInt32, paysFee: Bool) -> FeeDetails {
        let fee = paysFee ? TransactionPayment.inclusionFee(of: call.dispatchInfo, length: length) : nil
        return FeeDetails(inclusionFee: fee, tip: .zero)
    }
}
