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
