public import SCALE

/// A method of a runtime API: its name for `state_call`, and how its arguments and its answer are encoded.
public struct RuntimeMethod<each Input: ScaleCodable, Output: ScaleCodable>: Sendable {
    /// Trait and method, such as `SubnetInfoRuntimeApi_get_metagraph`.
    public let name: String

    /// The method of this name.
    public init(_ name: String) { self.name = name }

    /// The arguments one after the other.
    public func encode(_ input: repeat each Input) -> [UInt8] {
        var encoder = ScaleEncoder()
        repeat (each input).encode(to: &encoder)
        return encoder.bytes
    }

    /// Reads the arguments, which must fill `bytes` exactly.
    public func arguments(_ bytes: [UInt8]) throws(ScaleError) -> (repeat each Input) {
        var decoder = ScaleDecoder(bytes)
        let input = (repeat try decoder.decode((each Input).self))
        guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
        return input
    }

    /// Reads the answer, which must fill `bytes` exactly.
    public func output(_ bytes: [UInt8]) throws(ScaleError) -> Output { try Output(scale: bytes) }
}
