public import SCALE

/// A signature with the name of its scheme, as every signed extrinsic carries one.
public enum MultiSignature: Hashable, ScaleCodable {
    /// Edwards-curve signature: 32 bytes of R, 32 of s.
    case ed25519(FixedBytes<64>)
    /// Schnorr signature over ristretto255: 32 bytes of R, 32 of s with the marker bit set.
    case sr25519(FixedBytes<64>)
    /// ECDSA over secp256k1 with recovery byte. No such signature is accepted here.
    case ecdsa(FixedBytes<65>)

    public func encode(to encoder: inout ScaleEncoder) {
        switch self {
        case .ed25519(let bytes):
            encoder.append(0)
            bytes.encode(to: &encoder)
        case .sr25519(let bytes):
            encoder.append(1)
            bytes.encode(to: &encoder)
        case .ecdsa(let bytes):
            encoder.append(2)
            bytes.encode(to: &encoder)
        }
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        switch try decoder.byte() {
        case 0: self = .ed25519(try decoder.decode())
        case 1: self = .sr25519(try decoder.decode())
        case 2: self = .ecdsa(try decoder.decode())
        case let index: throw .unknownVariant(index: index, type: "MultiSignature")
        }
    }
}
