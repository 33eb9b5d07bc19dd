import Hashing

/// Schnorr signatures on ristretto255 as Substrate chains use them: schnorrkel with the context `substrate`.
public enum Sr25519 {
    /// A signature with what it claims to sign, as it came from outside: lengths are not yet checked.
    public struct Claim: Sendable {
        /// The signed bytes.
        public var message: [UInt8]
        /// 64 bytes: R, then s with the marker bit.
        public var signature: [UInt8]
        /// The signer's public key, 32 bytes.
        public var publicKey: [UInt8]

        /// Claims that the holder of `publicKey` made `signature` for `message`.
        public init(message: [UInt8], signature: [UInt8], publicKey: [UInt8]) {
            self.message = message
            self.signature = signature
            self.publicKey = publicKey
        }
    }

    // Every signature starts from the same transcript, so it is computed once and copied.
    private static let substrateContext = Transcript(context: "substrate")

    /// The transcript of a message and its signer, up to the point where signer and verifier part.
    static func transcript(message: [UInt8], publicKey: [UInt8]) -> Transcript {
        var transcript = substrateContext
        transcript.append("sign-bytes", message)
        transcript.append("proto-name", Array("Schnorr-sig".utf8))
        transcript.append("sign:pk", publicKey)
        return transcript
    }

    /// Whether `signature` is one of the message by the key. Wrong lengths, a missing marker bit, a scalar of L or more
    /// and encodings that are not canonical are all a plain no.
    public static func verify(_ signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard let equation = Equation(Claim(message: message, signature: signature, publicKey: publicKey)) else {
            return false
        }
        return equation.holds
    }

    /// What a claim amounts to: R = s·B − k·A for the challenge k.
    struct Equation {
        /// The encoding of R, not decoded yet.
        let commitment: Word256
        let response: Scalar
        let challenge: Scalar
        let negatedKey: EdwardsPoint

        /// `nil` when the claim is malformed.
        init?(_ claim: Claim) {
            guard claim.signature.count == 64, claim.publicKey.count == 32 else { return nil }
            // Bit 255 of s tells schnorrkel's signatures from Ed25519's.
            guard claim.signature[63] & 0x80 != 0 else { return nil }
            var s = Word256(claim.signature, at: 32)
            s.words[3] &= .max >> 1
            guard let response = Scalar(canonical: s), let key = EdwardsPoint(ristretto: Word256(claim.publicKey))
            else { return nil }
            var transcript = Sr25519.transcript(message: claim.message, publicKey: claim.publicKey)
            transcript.append("sign:R", Array(claim.signature[0..<32]))
            challenge = transcript.challengeScalar("sign:c")
            commitment = Word256(claim.signature)
            self.response = response
            negatedKey = key.negated
        }

        /// Encodings of group elements are unique, so R needs no decoding: the computed one must have its very bytes.
        var holds: Bool {
            let terms = [MultiScalar.Term(scalar: challenge, point: negatedKey)]
            return MultiScalar.sum(generatorTimes: response, terms).ristretto == commitment
        }
    }
}
