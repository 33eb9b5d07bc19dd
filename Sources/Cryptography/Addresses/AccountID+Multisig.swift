import Hashing
public import Primitives
import SCALE

extension AccountID {
    /// The account that any `threshold` of the signatories move together. Their order does not matter.
    /// Source: `multi_account_id` of pallet-multisig: BLAKE2b-256 of `modlpy/utilisuba`, sorted keys and threshold.
    public static func multisig(signatories: [AccountID], threshold: UInt16) -> AccountID {
        var encoder = ScaleEncoder()
        encoder.append(contentsOf: "modlpy/utilisuba".utf8)
        encoder.append(count: signatories.count)
        for signatory in signatories.sorted() { signatory.encode(to: &encoder) }
        encoder.append(littleEndian: threshold)
        guard let account = AccountID(Blake2b.hash256(encoder.bytes)) else {
            preconditionFailure("BLAKE2b-256 gives 32 bytes")
        }
        return account
    }
}
