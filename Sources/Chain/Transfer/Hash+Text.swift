public import Primitives

extension Hash {
    /// Hexadecimal digits behind `0x`.
    public var text: String { "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
