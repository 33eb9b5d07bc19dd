public import Primitives
import SCALE

/// The kinds of signature that the wire format knows, with their indices there.
public enum SignatureScheme: UInt8, CaseIterable, Sendable {
    /// Ed25519 by the rules of ZIP-215.
    case ed25519 = 0
    /// Schnorr signatures on ristretto255: what wallets use.
    case sr25519 = 1
    /// secp256k1. Can be written down, and is always refused.
    case ecdsa = 2
}

extension MultiSignature {
    /// Which kind this is.
    public var scheme: SignatureScheme {
        switch self {
        case .ed25519: .ed25519
        case .sr25519: .sr25519
        case .ecdsa: .ecdsa
        }
    }
}

/// Whether `signature` is one of the message by the holder of the account's key.
///
/// Two answers are no on purpose. ECDSA: no Bittensor wallet makes such signatures, and an account would be the hash
/// of a key here, not a key. Keys of small order, the zero account's among them: by the equations alone anybody could
/// sign for them, and the chain lets the zero account stand for "nobody".
public func verify(_ signature: MultiSignature, message: [UInt8], account: AccountID) -> Bool {
    let key = account.bytes
    switch signature {
    case .ed25519(let bytes):
        return !Ed25519.isOfSmallOrder(publicKey: key) && Ed25519.verify(bytes.bytes, message: message, publicKey: key)
    case .sr25519(let bytes):
        return account != .zero && Sr25519.verify(bytes.bytes, message: message, publicKey: key)
    case .ecdsa:
        return false
    }
}

/// A signature of an account with what it claims to sign.
public struct SignatureClaim: Sendable {
    public let signature: MultiSignature
    /// The signed bytes.
    public let message: [UInt8]
    public let account: AccountID

    public init(signature: MultiSignature, message: [UInt8], account: AccountID) {
        self.signature = signature
        self.message = message
        self.account = account
    }

    /// Whether it is true: ``verify(_:message:account:)``.
    public var isValid: Bool { verify(signature, message: message, account: account) }

    /// The indices of all claims that are not true, ascending: the same as by ``isValid``, each kind of signature
    /// verified together.
    public static func indicesOfInvalid(in claims: [SignatureClaim]) -> [Int] {
        var sr25519 = (claims: [SchnorrClaim](), indices: [Int]())
        var ed25519 = (claims: [SchnorrClaim](), indices: [Int]())
        var invalid: [Int] = []
        for (index, claim) in claims.enumerated() {
            let key = claim.account.bytes
            switch claim.signature {
            case .sr25519(let bytes) where claim.account != .zero:
                sr25519.claims.append(SchnorrClaim(message: claim.message, signature: bytes.bytes, publicKey: key))
                sr25519.indices.append(index)
            case .ed25519(let bytes) where !Ed25519.isOfSmallOrder(publicKey: key):
                ed25519.claims.append(SchnorrClaim(message: claim.message, signature: bytes.bytes, publicKey: key))
                ed25519.indices.append(index)
            case .sr25519, .ed25519, .ecdsa:
                invalid.append(index)
            }
        }
        invalid += Sr25519.indicesOfInvalid(in: sr25519.claims).map { sr25519.indices[$0] }
        invalid += Ed25519.indicesOfInvalid(in: ed25519.claims).map { ed25519.indices[$0] }
        return invalid.sorted()
    }
}
