extension Sr25519 {
    /// A signature to be verified together with others.
    public typealias Claim = SchnorrClaim

    /// Whether every claim is good; less than half the time of single verification from about 16 claims on.
    public static func verifyBatch(_ claims: [Claim]) -> Bool { indicesOfInvalid(in: claims).isEmpty }

    /// The indices of all bad claims, ascending: empty when ``verifyBatch(_:)`` says yes.
    ///
    /// Costs a batch when all are good; a part with a bad claim among its up to 128 is verified one by one besides,
    /// whichever claim is bad.
    public static func indicesOfInvalid(in claims: [Claim]) -> [Int] {
        var batch = SchnorrBatch<Sr25519>()
        return batch.indicesOfInvalid(in: claims)
    }
}

extension Sr25519: SchnorrScheme {
    static func equation(of claim: SchnorrClaim) -> SchnorrEquation? {
        guard claim.signature.count == 64, claim.publicKey.count == 32 else { return nil }
        // Bit 255 of s tells schnorrkel's signatures from Ed25519's.
        guard claim.signature[63] & 0x80 != 0 else { return nil }
        var s = Word256(claim.signature, at: 32)
        s.words[3] &= .max >> 1
        guard let response = Scalar(canonical: s), let key = EdwardsPoint(ristretto: Word256(claim.publicKey))
        else { return nil }
        var transcript = transcript(message: claim.message, publicKey: claim.publicKey)
        transcript.append("sign:R", Array(claim.signature[0..<32]))
        return SchnorrEquation(
            commitment: Word256(claim.signature), response: response,
            challenge: transcript.challengeScalar("sign:c"), negatedKey: key.negated)
    }

    static func commitment(_ encoding: Word256) -> EdwardsPoint? { EdwardsPoint(ristretto: encoding) }

    static func isNeutral(_ remainder: EdwardsPoint) -> Bool { remainder.isRistrettoIdentity }

    /// Encodings of group elements are unique, so R needs no decoding: the computed one must have its very bytes.
    static func holds(_ equation: SchnorrEquation) -> Bool {
        equation.expectedCommitment.ristretto == equation.commitment
    }
}
