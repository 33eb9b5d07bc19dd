public import SCALE

/// An extrinsic that is passed on without looking into it: its bytes with their length.
public struct OpaqueExtrinsic: Hashable, ScaleCodable {
    /// The bytes after the length.
    public var body: [UInt8]

    public init(body: [UInt8]) { self.body = body }

    public func encode(to encoder: inout ScaleEncoder) { body.encode(to: &encoder) }
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { body = try decoder.decode() }
}
