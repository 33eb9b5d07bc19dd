extension JSONReader {
    mutating func string() throws(JSONFailure) -> String {
        position += 1
        let start = position
        skipPlain()
        if try peek() == UInt8(ascii: "\"") {
            // No escapes: the common case is one validating copy.
            let text = try text(UnsafeBufferPointer(rebasing: bytes[start..<position]))
            position += 1
            return text
        }
        return try escapedString(from: start)
    }

    // Moves to the next quote, backslash or control character, eight bytes at a time over long hexadecimal texts.
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(bytes)
        while position + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // The high bit of a lane is set where the lane is zero (or below 0x20): the classic borrow trick. A false
            // alarm is possible only above a true one, and the loop below looks again byte by byte.
            let found =
                ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- (ones &* 0x20)) & ~word)
            if found & highs != 0 { break }
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { return }
            position += 1
        }
    }

    private func text(_ utf8: some Collection<UInt8>) throws(JSONFailure) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw JSONFailure(.invalidUTF8, at: position) }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONFailure) -> String {
        var unescaped = [UInt8](bytes[start..<position])
        while true {
            let runStart = position
            skipPlain()
            unescaped.append(contentsOf: bytes[runStart..<position])
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                let text = try text(unescaped)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                try escape(into: &unescaped)
            default:
                throw JSONFailure(.controlCharacter(byte), at: position)
            }
        }
    }

    private mutating func escape(into unescaped: inout [UInt8]) throws(JSONFailure) {
        let start = position
        position += 1
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try scalar(escapedAt: start)
            unescaped.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        default: throw JSONFailure(.invalidEscape, at: start)
        }
    }

    // One \uXXXX, or two that are the halves of a surrogate pair.
    private mutating func scalar(escapedAt start: Int) throws(JSONFailure) -> Unicode.Scalar {
        let first = try codeUnit(of: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw JSONFailure(.loneSurrogate, at: start) }
        position += 2
        let second = try codeUnit(of: start)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONFailure(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func codeUnit(of start: Int) throws(JSONFailure) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let nibble = Hexadecimal.nibble(try peek()) else { throw JSONFailure(.invalidEscape, at: start) }
            unit = unit << 4 | UInt32(nibble)
            position += 1
        }
        return unit
    }
}
