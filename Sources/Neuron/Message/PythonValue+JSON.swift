/// Why a text is no JSON value.
public enum JSONError: Error, Equatable, Sendable {
    /// A byte that cannot stand there, or the text ends too early.
    case malformed(offset: Int)
    /// Lists and dictionaries nest deeper than ``PythonValue/depthMax``.
    case tooDeep
}

extension PythonValue {
    /// How deep lists and dictionaries may nest.
    public static let depthMax = 32

    /// Reads one JSON value that fills the whole text.
    ///
    /// - Throws: ``JSONError``; NaN and infinities, which Python writes though JSON has no such thing, are refused too.
    public init(json bytes: some Collection<UInt8>) throws(JSONError) {
        var reader = JSONReader(bytes: Array(bytes))
        self = try reader.readDocument()
    }

    /// The JSON text.
    public var json: [UInt8] {
        var output: [UInt8] = []
        appendJSON(to: &output)
        return output
    }

    private func appendJSON(to output: inout [UInt8]) {
        switch self {
        case .none: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .integer(let digits): output += digits.utf8
        case .float(let value): output += Self.repr(of: value).utf8
        case .text(let text): Self.appendJSON(text, to: &output)
        case .list(let elements), .tuple(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.appendJSON(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .dictionary(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.appendJSON(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.appendJSON(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func appendJSON(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0..<0x20:
                output += "\\u00".utf8
                output += (byte < 16 ? "0" : "").utf8
                output += String(byte, radix: 16).utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
