extension Array where Element == UInt8 {
    /// The bytes of a hexadecimal text, with or without `0x`; `nil` when it is none.
    public init?(hex text: String) {
        let digits = Array<Character>(text.hasPrefix("0x") ? text.dropFirst(2) : text[...])
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(digits[index...index + 1]), radix: 16) else { return nil }
            append(byte)
        }
    }

    /// Lower-case hexadecimal without `0x`.
    public var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
