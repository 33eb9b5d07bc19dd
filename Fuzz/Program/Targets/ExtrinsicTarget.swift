import Primitives
import Runtime
import RuntimeInterface
import SCALE

@testable import Frame

/// Extrinsics as they come from a client: decoding, encoding, and the judgement before anything runs.
enum ExtrinsicTarget {
    static let target = FuzzTarget(
        name: "extrinsic", summary: "decode, encode, judge: no change of state", byteMaximum: 1_024, seeds: seeds,
        check: check)

    private static let network = SmallNetwork()

    private static func seeds() -> [[UInt8]] {
        network.sampleCalls.enumerated().map { index, call in
            let era = index.isMultiple(of: 3) ? Era(period: 64, current: UInt64(network.number)) : .immortal
            return network.signed(call, by: network.signers[index % network.signers.count], era: era)
        } + [Runtime.timestampInherent(1).bytes]
    }

    @Sendable private static func check(_ input: [UInt8]) {
        guard let extrinsic = try? Extrinsic(input) else { return }
        hold(extrinsic.callBytes == extrinsic.call.encoded(), "a call has one form")
        if let signature = extrinsic.signature {
            let again = Extrinsic.signed(
                callBytes: extrinsic.callBytes, signer: signature.signer, signature: signature.signature,
                extra: signature.extra)
            hold(again == input, "a signed extrinsic has one form")
        }
        // Judged twice: as it is, and as if the signature were good, which mutations hardly ever leave it.
        let state = network.state
        for checkingSignature in [true, false] {
            do throws(InvalidTransaction) {
                let valid = try Runtime.validate(
                    extrinsic, checkingSignature: checkingSignature, in: state)
                hold(valid.sender.account == extrinsic.signature?.signer, "the signer is the sender")
            } catch {
                hold(!error.description.isEmpty, "a refusal has words")
            }
        }
    }
}
