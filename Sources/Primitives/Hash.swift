public import SCALE

/// A 32-byte digest: of a block header, an extrinsic, a state.
public struct Hash: Hashable, Comparable, ScaleCodable {
    /// The 32 bytes.
    public var raw: Bytes32

    /// All zero: the parent of the genesis block.
    public static let zero = Hash(Bytes32())

    @inlinable
    public init(_ raw: Bytes32) { self.raw = raw }

    /// The given bytes, or `nil` when there are not exactly 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard let raw = Bytes32(bytes) else { return nil }
        self.raw = raw
    }

    /// The 32 bytes as an array.
    public var bytes: [UInt8] { raw.bytes }

    public func encode(to encoder: inout ScaleEncoder) { raw.encode(to: &encoder) }
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { raw = try decoder.decode() }

    public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}
