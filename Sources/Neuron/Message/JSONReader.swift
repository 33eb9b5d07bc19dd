/// Reads JSON (RFC 8259) into ``PythonValue``, in time linear in the text.
struct JSONReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func readDocument() throws(JSONError) -> PythonValue {
        let value = try readValue(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw malformed }
        return value
    }

    private var malformed: JSONError { .malformed(offset: position) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func readValue(depth: Int) throws(JSONError) -> PythonValue {
        guard depth <= PythonValue.depthMax else { throw .tooDeep }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try readDictionary(depth: depth)
        case UInt8(ascii: "["): return try readList(depth: depth)
        case UInt8(ascii: "\""): return .text(try readText())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .none)
        default: return try readNumber()
        }
    }

    private mutating func readWord(_ word: String, _ value: PythonValue) throws(JSONError) -> PythonValue {
        for byte in word.utf8 {
            guard take(byte) else { throw malformed }
        }
        return value
    }

    private mutating func readList(depth: Int) throws(JSONError) -> PythonValue {
        position += 1
        var elements: [PythonValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .list(elements) }
        while true {
            elements.append(try readValue(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .list(elements) }
            guard take(UInt8(ascii: ",")) else { throw malformed }
        }
    }

    private mutating func readDictionary(depth: Int) throws(JSONError) -> PythonValue {
        position += 1
        var members: [PythonValue.Member] = []
        var places: [String: Int] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .dictionary(members) }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw malformed }
            let name = try readText()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw malformed }
            let value = try readValue(depth: depth + 1)
            // As in Python: the last value counts, in the place of the first.
            if let place = places[name] {
                members[place].value = value
            } else {
                places[name] = members.count
                members.append(PythonValue.Member(name, value))
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return .dictionary(members) }
            guard take(UInt8(ascii: ",")) else { throw malformed }
        }
    }

    private mutating func readNumber() throws(JSONError) -> PythonValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let wholeStart = position
        skipDigits()
        let wholeCount = position - wholeStart
        guard wholeCount > 0, wholeCount == 1 || bytes[wholeStart] != UInt8(ascii: "0") else { throw malformed }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try requireDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try requireDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole { return .integer(digits: text == "-0" ? "0" : text) }
        guard let value = Double(text), value.isFinite else { throw malformed }
        return .float(value)
    }

    private mutating func skipDigits() {
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    }

    private mutating func requireDigits() throws(JSONError) {
        let start = position
        skipDigits()
        guard position > start else { throw malformed }
    }

    private mutating func readText() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        var content = Array(bytes[start..<position])
        while true {
            guard let byte = current, byte >= 0x20 else { throw malformed }
            position += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") { try readEscape(into: &content) } else { content.append(byte) }
        }
        guard let text = String(validating: content, as: UTF8.self) else { throw malformed }
        return text
    }

    private mutating func readEscape(into content: inout [UInt8]) throws(JSONError) {
        guard let mark = current else { throw malformed }
        position += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(mark)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var value = try readFourHexDigits()
            if (0xD800..<0xDC00).contains(value) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw malformed }
                let low = try readFourHexDigits()
                guard (0xDC00..<0xE000).contains(low) else { throw malformed }
                value = 0x1_0000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw malformed }
            content += String(scalar).utf8
        default: throw malformed
        }
    }

    private mutating func readFourHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw malformed
            }
            position += 1
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
