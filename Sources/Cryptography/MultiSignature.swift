public import Primitives
public import SCALE

/// The kinds of signature that the wire format knows, with their indices there.
public enum SignatureScheme: UInt8, CaseIterable, Sendable {
    /// Ed25519 by the rules of ZIP-215.
    case ed25519 = 0
    /// Schnorr signatures on ristretto255: what wallets use.
    case sr25519 = 1
    /// secp256k1. Can be written down, and is always refused.
    case ecdsa = 2
}

/// A signature with its scheme, as signed extrinsics carry it.
public enum MultiSignature: ScaleCodable, Hashable {
    /// 64 bytes: R and s.
    case ed25519(FixedBytes<64>)
    /// 64 bytes: R and s with the marker bit.
    case sr25519(FixedBytes<64>)
    /// 65 bytes: r, s and the recovery number.
    case ecdsa(FixedBytes<65>)

    /// Which kind this is.
    public var scheme: SignatureScheme {
        switch self {
        case .ed25519: .ed25519
        case .sr25519: .sr25519
        case .ecdsa: .ecdsa
        }
    }

    public func encode(to encoder: inout ScaleEncoder) {
        encoder.append(scheme.rawValue)
        switch self {
        case .ed25519(let bytes), .sr25519(let bytes): bytes.encode(to: &encoder)
        case .ecdsa(let bytes): bytes.encode(to: &encoder)
        }
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let index = try decoder.byte()
        switch SignatureScheme(rawValue: index) {
        case .ed25519: self = .ed25519(try decoder.decode())
        case .sr25519: self = .sr25519(try decoder.decode())
        case .ecdsa: self = .ecdsa(try decoder.decode())
        case nil: throw .unknownVariant(index: index, type: "MultiSignature")
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
