import Hashing
public import Primitives
public import RuntimeInterface
public import SCALE

/// The head of a block: where it stands and what it commits to. Its BLAKE2b-256 is the block's hash.
public struct BlockHeader: Hashable, ScaleCodable {
    public let parentHash: Hash
    public let number: BlockNumber
    /// Root of the state after this block.
    public let stateRoot: Hash
    /// Root of the list of extrinsics.
    public let extrinsicsRoot: Hash
    public let digest: Digest

    public init(
        parentHash: Hash, number: BlockNumber, stateRoot: Hash, extrinsicsRoot: Hash, digest: Digest
    ) {
        self.parentHash = parentHash
        self.number = number
        self.stateRoot = stateRoot
        self.extrinsicsRoot = extrinsicsRoot
        self.digest = digest
    }

    public func encode(to encoder: inout ScaleEncoder) {
        parentHash.encode(to: &encoder)
        encoder.appendCompact(number)
        stateRoot.encode(to: &encoder)
        extrinsicsRoot.encode(to: &encoder)
        digest.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        parentHash = try decoder.decode()
        number = try decoder.compact()
        stateRoot = try decoder.decode()
        extrinsicsRoot = try decoder.decode()
        digest = try decoder.decode()
    }

    /// Name of the block.
    public var hash: Hash {
        // A digest of 32 bytes always makes a hash.
        Hash(Blake2b.hash256(encoded())) ?? .zero
    }
}
