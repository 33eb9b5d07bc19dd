/// A signature with what it claims to sign, as it came from outside: lengths are not yet checked.
public struct SchnorrClaim: Sendable {
    /// The signed bytes.
    public var message: [UInt8]
    /// 64 bytes: R, then s.
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

/// A kind of Schnorr signature on the curve: how bytes become an equation, and which points count as neutral.
protocol SchnorrScheme {
    /// What a claim amounts to; `nil` when it is malformed.
    static func equation(of claim: SchnorrClaim) -> SchnorrEquation?

    /// The point that R stands for; `nil` when the bytes stand for none.
    static func commitment(_ encoding: Word256) -> EdwardsPoint?

    /// Whether a signature is good of whose equation this is what remains.
    static func isNeutral(_ remainder: EdwardsPoint) -> Bool

    /// Whether an equation holds, on its own.
    static func holds(_ equation: SchnorrEquation) -> Bool
}

/// What a signature claims: s·B − k·A − R is neutral, for the challenge k.
struct SchnorrEquation {
    /// The encoding of R, not decoded yet.
    let commitment: Word256
    let response: Scalar
    let challenge: Scalar
    let negatedKey: EdwardsPoint

    /// s·B − k·A: R, where the signature is good.
    var expectedCommitment: EdwardsPoint {
        MultiScalar.sum(generatorTimes: response, [MultiScalar.Term(scalar: challenge, point: negatedKey)])
    }
}
