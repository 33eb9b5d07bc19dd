/// Numbers with 32 fraction bits in a `UInt64`; products are rounded down and clamped.
public enum Q32 {
    /// 1.
    public static let one: UInt64 = 1 << 32

    /// `value` · `factor` / 2³², at most 2⁶⁴-1.
    public static func product(_ value: UInt64, _ factor: UInt64) -> UInt64 {
        UInt64(clamping: (UInt128(value) * UInt128(factor)) >> 32)
    }

    /// `base` to the power of `exponent` by squaring, lowest bit of the exponent first.
    public static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
        var result = one
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = product(result, square) }
            rest >>= 1
            if rest > 0 { square = product(square, square) }
        }
        return result
    }
}
