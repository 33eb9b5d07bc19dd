/// Why a text is not JSON, or not JSON that this node reads.
public struct JSONFailure: Error, Sendable, Equatable {
    /// What was wrong.
    public enum Reason: Sendable, Equatable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case trailingBytes
        case invalidUTF8
        case invalidEscape
        case loneSurrogate
        case controlCharacter(UInt8)
        case malformedNumber
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
        case tooManyValues(limit: Int)
    }

    /// What was wrong.
    public var reason: Reason
    /// Where: bytes before the offending one.
    public var offset: Int

    /// A failure at a byte of the text.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONFailure: CustomStringConvertible {
    /// One sentence with cause and place.
    public var description: String {
        switch reason {
        case .unexpectedEnd: "the text ends in the middle of a value, after \(offset) bytes"
        case .unexpectedByte(let byte): "unexpected \(Self.name(byte)) at byte \(offset)"
        case .trailingBytes: "more text after the end of the value, at byte \(offset)"
        case .invalidUTF8: "the string that ends at byte \(offset) is not UTF-8"
        case .invalidEscape: "unknown escape sequence at byte \(offset)"
        case .loneSurrogate: "half of a surrogate pair at byte \(offset)"
        case .controlCharacter(let byte): "unescaped control character \(byte) in a string at byte \(offset)"
        case .malformedNumber: "malformed number at byte \(offset)"
        case .tooDeep(let limit): "more than \(limit) nested arrays and objects at byte \(offset)"
        case .tooLarge(let limit): "the text is longer than \(limit) bytes"
        case .tooManyValues(let limit): "more than \(limit) values at byte \(offset)"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    }
}
