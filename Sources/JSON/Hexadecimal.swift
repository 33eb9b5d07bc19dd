/// Hexadecimal texts, as the interface writes bytes: lower case with `0x`; read with or without it, in either case.
public enum Hexadecimal {
    /// The value of one digit, or `nil` when the byte is none.
    @inlinable
    public static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The bytes of `text`, or `nil` where it has an odd number of digits or anything that is no digit.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { utf8 in
            let digits = utf8.starts(with: prefix) ? UnsafeBufferPointer(rebasing: utf8[2...]) : utf8
            guard digits.count.isMultiple(of: 2) else { return nil }
            // All digits are looked up before the verdict: no branch per byte.
            var invalid: UInt8 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { buffer, count in
                for index in 0..<digits.count / 2 {
                    let high = values[Int(digits[2 * index])]
                    let low = values[Int(digits[2 * index + 1])]
                    invalid |= high | low
                    buffer[index] = high << 4 | low & 0x0F
                }
                count = digits.count / 2
            }
            return invalid & 0xF0 == 0 ? bytes : nil
        }
    }

    /// The digits of `bytes` behind `0x`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends `0x` and the digits of `bytes` to `text`.
    public static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        text.reserveCapacity(text.count + 2 + 2 * bytes.count)
        text.append(contentsOf: prefix)
        // Collections of other modules are not specialised here: one call for all bytes instead of several for each.
        let isAppended: Void? = bytes.withContiguousStorageIfAvailable { append(digitsOf: $0, to: &text) }
        if isAppended == nil { append(digitsOf: Array(bytes), to: &text) }
    }

    private static func append(digitsOf bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
    }

    private static let prefix = Array("0x".utf8)
    private static let digits = Array("0123456789abcdef".utf8)
    // The value of each byte as a digit; 0xFF where it is none.
    private static let values: [UInt8] = (0...255).map { nibble($0) ?? 0xFF }
}
