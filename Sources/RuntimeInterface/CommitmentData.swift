public import SCALE

/// A field of a commitment. On chain the length of raw data is part of the variant's index: `Raw0` to `Raw128`.
public enum CommitmentData: Hashable, ScaleCodable {
    /// Nothing.
    case none
    /// At most 128 bytes as they stand.
    case raw([UInt8])
    /// A BLAKE2b-256 digest.
    case blakeTwo256(FixedBytes<32>)
    /// A SHA-256 digest.
    case sha256(FixedBytes<32>)
    /// A Keccak-256 digest.
    case keccak256(FixedBytes<32>)
    /// A SHA3-256 digest.
    case shaThree256(FixedBytes<32>)
    /// Bytes that can be opened when the drand beacon reaches the round.
    case timelockEncrypted(encrypted: [UInt8], revealRound: UInt64)
    /// Asks for the neuron's bonds to be reset.
    case resetBondsFlag
    /// Raw data too long for ``raw(_:)``.
    case bigRaw([UInt8])
    /// Bytes of ``timelockEncrypted(encrypted:revealRound:)`` that could not be opened.
    case timelockRevealFailed(encrypted: [UInt8], revealRound: UInt64)

    /// The most bytes that ``raw(_:)`` can hold.
    public static let rawLengthMaximum = 128

    public func encode(to encoder: inout ScaleEncoder) {
        switch self {
        case .none: encoder.append(0)
        case .raw(let bytes):
            precondition(bytes.count <= Self.rawLengthMaximum, "raw data of a commitment has at most 128 bytes")
            encoder.append(UInt8(bytes.count + 1))
            encoder.append(contentsOf: bytes)
        case .blakeTwo256(let digest): encode(digest, 130, &encoder)
        case .sha256(let digest): encode(digest, 131, &encoder)
        case .keccak256(let digest): encode(digest, 132, &encoder)
        case .shaThree256(let digest): encode(digest, 133, &encoder)
        case .timelockEncrypted(let encrypted, let revealRound):
            encoder.append(134)
            encrypted.encode(to: &encoder)
            revealRound.encode(to: &encoder)
        case .resetBondsFlag: encoder.append(135)
        case .bigRaw(let bytes):
            encoder.append(136)
            bytes.encode(to: &encoder)
        case .timelockRevealFailed(let encrypted, let revealRound):
            encoder.append(137)
            encrypted.encode(to: &encoder)
            revealRound.encode(to: &encoder)
        }
    }

    private func encode(_ digest: FixedBytes<32>, _ index: UInt8, _ encoder: inout ScaleEncoder) {
        encoder.append(index)
        digest.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        switch try decoder.byte() {
        case 0: self = .none
        case let index where index <= 129: self = .raw(Array(try decoder.read(Int(index) - 1)))
        case 130: self = .blakeTwo256(try decoder.decode())
        case 131: self = .sha256(try decoder.decode())
        case 132: self = .keccak256(try decoder.decode())
        case 133: self = .shaThree256(try decoder.decode())
        case 134: self = .timelockEncrypted(encrypted: try decoder.decode(), revealRound: try decoder.decode())
        case 135: self = .resetBondsFlag
        case 136: self = .bigRaw(try decoder.decode())
        case 137: self = .timelockRevealFailed(encrypted: try decoder.decode(), revealRound: try decoder.decode())
        case let index: throw .unknownVariant(index: index, type: "CommitmentData")
        }
    }
}
