import CSodium
import Hashing

/// Ed25519 signatures (RFC 8032), verified by the rules of ZIP-215.
public enum Ed25519 {
    /// Whether `signature` (64 bytes) is one of the message by the key (32 bytes).
    ///
    /// ZIP-215 leaves no room for two verifiers to differ: the scalar must be below L, keys and commitments may be any
    /// encoding of a point, and the equation is multiplied by the cofactor: 8·(s·B − R − k·A) = 0. A key of small order
    /// therefore "signs" everything; see ``verify(_:message:account:)`` for what that means for accounts.
    public static func verify(_ signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard signature.count == 64, publicKey.count == 32,
            let response = Scalar(canonical: Word256(signature, at: 32)),
            let key = EdwardsPoint(zip215: Word256(publicKey)),
            let commitment = EdwardsPoint(zip215: Word256(signature))
        else { return false }
        let challenge = Scalar(wide: SHA512.hash(signature[..<32] + publicKey + message))
        let terms = [MultiScalar.Term(scalar: challenge, point: key.negated)]
        return (MultiScalar.sum(generatorTimes: response, terms) - commitment).isOfSmallOrder
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
