public import Primitives
public import SCALE
import Hashing

/// One entry of a block's body: a call with or without a signature, in format version 4.
public struct Extrinsic: Sendable {
    /// The bytes as they were sent, their compact length in front.
    public let bytes: [UInt8]
    /// BLAKE2b-256 of ``bytes``: the name of this extrinsic.
    public let hash: Hash
    /// Who signed and under which conditions; `nil` for an inherent.
    public let signature: Signature?
    /// What is to be done.
    public let call: RuntimeCall
    /// The call's own bytes, which the signature covers first.
    public let callBytes: [UInt8]

    /// The signed part in front of the call.
    public struct Signature: Sendable {
        public let signer: AccountID
        public let signature: MultiSignature
        public let extra: ExtrinsicExtra
    }

    /// Bytes of the whole extrinsic, its length prefix included: what its fee is measured by.
    public var length: UInt32 { UInt32(clamping: bytes.count) }

    /// Mode bits of the version byte.
    private static let signedVersion: UInt8 = 0x84
    private static let bareVersions: Set<UInt8> = [0x04, 0x05]

    /// Decodes an extrinsic with its length in front.
    /// - Throws: ``ScaleError`` for anything but one complete extrinsic of a known version by a plain account.
    public init(_ bytes: [UInt8]) throws(ScaleError) {
        var decoder = ScaleDecoder(bytes)
        let length: UInt32 = try decoder.compact()
        guard Int(length) == decoder.remaining else {
            throw Int(length) > decoder.remaining
                ? .endOfInput : .trailingBytes(decoder.remaining - Int(length))
        }
        let version = try decoder.byte()
        if version == Self.signedVersion {
            guard case .id(let signer) = try decoder.decode(MultiAddress.self) else {
                throw .invalidValue(type: "extrinsic address")
            }
            signature = Signature(signer: signer, signature: try decoder.decode(), extra: try decoder.decode())
        } else if Self.bareVersions.contains(version) {
            signature = nil
        } else {
            throw .invalidValue(type: "extrinsic version")
        }
        let callStart = decoder.offset
        call = try decoder.decode()
        guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
        callBytes = Array(bytes[callStart...])
        self.bytes = bytes
        hash = Self.hash(of: bytes)
    }

    /// An inherent: a call by the block's author.
    public init(inherent call: RuntimeCall) {
        self.call = call
        callBytes = call.encoded()
        signature = nil
        bytes = Self.prefixed([0x05] + callBytes)
        hash = Self.hash(of: bytes)
    }

    /// The bytes of a signed extrinsic around `callBytes`.
    public static func signed(
        callBytes: [UInt8], signer: AccountID, signature: MultiSignature, extra: ExtrinsicExtra
    ) -> [UInt8] {
        var encoder = ScaleEncoder(capacity: callBytes.count + 112)
        encoder.append(signedVersion)
        MultiAddress.id(signer).encode(to: &encoder)
        signature.encode(to: &encoder)
        extra.encode(to: &encoder)
        encoder.append(contentsOf: callBytes)
        return prefixed(encoder.bytes)
    }

    /// Name of the extrinsic that these bytes are.
    public static func hash(of bytes: [UInt8]) -> Hash {
        // A digest of 32 bytes always makes a hash.
        Hash(Blake2b.hash256(bytes)) ?? .zero
    }

    private static func prefixed(_ body: [UInt8]) -> [UInt8] { body.encoded() }
}
