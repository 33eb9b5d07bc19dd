public import Primitives
public import SCALE
import Hashing

/// What the transaction extensions carry in a signed extrinsic: era, nonce, tip and the switch of the metadata hash.
public struct ExtrinsicExtra: Hashable, ScaleCodable {
    /// The blocks in which the extrinsic may be included.
    public var era: Era
    /// How many extrinsics of the signer came before.
    public var nonce: UInt32
    /// Rao for the block's author beyond the fee.
    public var tip: Rao
    /// Whether the signature covers a hash of the metadata. This chain has none to compare with.
    public var coversMetadataHash: Bool

    public init(era: Era, nonce: UInt32, tip: Rao = .zero, coversMetadataHash: Bool = false) {
        self.era = era
        self.nonce = nonce
        self.tip = tip
        self.coversMetadataHash = coversMetadataHash
    }

    public func encode(to encoder: inout ScaleEncoder) {
        era.encode(to: &encoder)
        encoder.appendCompact(nonce)
        encoder.appendCompact(tip.units)
        coversMetadataHash.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        era = try decoder.decode()
        nonce = try decoder.compact()
        tip = Rao(try decoder.compact(UInt64.self))
        coversMetadataHash = try decoder.decode()
    }

    /// The bytes to sign: call, extra and what both sides know without sending it. Longer than 256 bytes, their
    /// BLAKE2b-256 stands for them.
    /// - Parameter birthHash: hash of the block at which the era was born; the genesis hash for an immortal one.
    public func signingPayload(
        callBytes: [UInt8], specVersion: UInt32, transactionVersion: UInt32, genesisHash: Hash, birthHash: Hash
    ) -> [UInt8] {
        var encoder = ScaleEncoder(capacity: callBytes.count + 96)
        encoder.append(contentsOf: callBytes)
        encode(to: &encoder)
        specVersion.encode(to: &encoder)
        transactionVersion.encode(to: &encoder)
        genesisHash.encode(to: &encoder)
        birthHash.encode(to: &encoder)
        encoder.append(0)
        return encoder.bytes.count > 256 ? Blake2b.hash256(encoder.bytes) : encoder.bytes
    }
}
