import JSON
import Primitives
import RuntimeInterface
import SCALE

extension ChainHandler {
    /// Weight, class and fee of a signed extrinsic, as older clients ask for them; newer ones call the runtime's API.
    func feeInfo(of extrinsic: [UInt8], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let info: RuntimeDispatchInfo = try fee("query_info", of: extrinsic, at: hash)
        return .json {
            $0.object {
                $0.field("weight") {
                    $0.object {
                        $0.field("ref_time") { $0.integer(info.weight.refTime) }
                        $0.field("proof_size") { $0.integer(info.weight.proofSize) }
                    }
                }
                $0.field("class") { $0.string(info.class.name) }
                // As text, because numbers of this size lose digits in browsers.
                $0.field("partialFee") { $0.string(String(info.partialFee.units)) }
            }
        }
    }

    /// The parts of an extrinsic's fee; null where nothing is to be paid.
    func feeDetails(of extrinsic: [UInt8], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let details: FeeDetails = try fee("query_fee_details", of: extrinsic, at: hash)
        return .json {
            $0.object {
                $0.field("inclusionFee") {
                    guard let fee = details.inclusionFee else { return $0.null() }
                    $0.object {
                        $0.field("baseFee") { $0.string("0x" + String(fee.baseFee.units, radix: 16)) }
                        $0.field("lenFee") { $0.string("0x" + String(fee.lenFee.units, radix: 16)) }
                        $0.field("adjustedWeightFee") {
                            $0.string("0x" + String(fee.adjustedWeightFee.units, radix: 16))
                        }
                    }
                }
            }
        }
    }

    private func fee<Answer: ScaleCodable>(
        _ function: String, of extrinsic: [UInt8], at hash: Hash?
    ) throws(RPCError) -> Answer {
        let arguments = extrinsic + UInt32(clamping: extrinsic.count).encoded()
        let bytes = try result(of: "TransactionPaymentApi_\(function)", arguments, at: hash)
        do throws(ScaleError) {
            return try Answer(scale: bytes)
        } catch {
            throw .internalError("the runtime's answer cannot be read: \(error)")
        }
    }
}

extension DispatchClass {
    fileprivate var name: String {
        switch self {
        case .normal: "normal"
        case .operational: "operational"
        case .mandatory: "mandatory"
        }
    }
}
