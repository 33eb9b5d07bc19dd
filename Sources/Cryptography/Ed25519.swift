import CSodium
import Hashing

/// Ed25519 signatures (RFC 8032), verified by the rules of ZIP-215.
public enum Ed25519 {
    /// Whether `signature` (64 bytes) is one of the message by the key (32 bytes).
    ///
    /// ZIP-215 leaves no room for two verifiers to differ: the scalar must be below L, keys and commitments may be any
    /// encoding of a point, and the equation is multiplied by the cofactor: 8·(s·B − R − k·A) = 0. A key of small
    /// order therefore "signs" everything; see ``verify(_:message:account:)`` for what that means for accounts.
    public static func verify(_ signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        let claim = SchnorrClaim(message: message, signature: signature, publicKey: publicKey)
        return equation(of: claim).map(holds) ?? false
    }

    /// The indices of all bad claims, ascending, verified together; see ``Sr25519/indicesOfInvalid(in:)``.
    public static func indicesOfInvalid(in claims: [SchnorrClaim]) -> [Int] {
        var batch = SchnorrBatch<Ed25519>()
        return batch.indicesOfInvalid(in: claims)
    }

    /// Whether a key is one of the points whose multiples are at most eight, for which anybody can make signatures.
    static func isOfSmallOrder(publicKey: [UInt8]) -> Bool {
        EdwardsPoint(zip215: Word256(publicKey))?.isOfSmallOrder ?? false
    }

    /// The public key of a seed of 32 bytes.
    public static func publicKey(seed: [UInt8]) throws(SecretKeyError) -> [UInt8] {
        var keys = try expand(seed)
        defer { keys.secret.erase() }
        return keys.public
    }

    /// Signs with the key of a seed of 32 bytes: 64 bytes, the same every time.
    public static func sign(_ message: [UInt8], seed: [UInt8]) throws(SecretKeyError) -> [UInt8] {
        var keys = try expand(seed)
        defer { keys.secret.erase() }
        return [UInt8](unsafeUninitializedCapacity: 64) { output, count in
            guard let start = output.baseAddress else { return }
            crypto_sign_ed25519_detached(start, nil, message, UInt64(message.count), keys.secret)
            count = 64
        }
    }

    private static func expand(_ seed: [UInt8]) throws(SecretKeyError) -> (public: [UInt8], secret: [UInt8]) {
        guard seed.count == 32 else { throw .wrongLength(seed.count) }
        Sodium.start()
        var publicKey = [UInt8](repeating: 0, count: 32)
        var secret = [UInt8](repeating: 0, count: 64)
        crypto_sign_ed25519_seed_keypair(&publicKey, &secret, seed)
        return (publicKey, secret)
    }
}

extension Ed25519: SchnorrScheme {
    static func equation(of claim: SchnorrClaim) -> SchnorrEquation? {
        guard claim.signature.count == 64, claim.publicKey.count == 32,
            let response = Scalar(canonical: Word256(claim.signature, at: 32)),
            let key = EdwardsPoint(zip215: Word256(claim.publicKey))
        else { return nil }
        return SchnorrEquation(
            commitment: Word256(claim.signature), response: response,
            challenge: Scalar(wide: SHA512.hash(claim.signature[..<32] + claim.publicKey + claim.message)),
            negatedKey: key.negated)
    }

    static func commitment(_ encoding: Word256) -> EdwardsPoint? { EdwardsPoint(zip215: encoding) }

    /// With the cofactor, alone as in a sum: no two verifiers can differ.
    static func isNeutral(_ remainder: EdwardsPoint) -> Bool { remainder.isOfSmallOrder }

    static func holds(_ equation: SchnorrEquation) -> Bool {
        guard let commitment = commitment(equation.commitment) else { return false }
        return isNeutral(equation.expectedCommitment - commitment)
    }
}
