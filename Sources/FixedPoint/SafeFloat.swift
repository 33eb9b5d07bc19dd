/// A decimal floating-point number, mantissa · 10^exponent, which the share pools count shares in.
///
/// Normal form: 10²⁰ < mantissa ≤ 10²¹, or both 0. Every operation truncates; `nil` stands for a result that does not
/// exist, or whose exponent leaves 64 bits. Source: primitives/share-pool/src/lib.rs.
public struct SafeFloat: Hashable, Sendable {
    /// The largest mantissa, 10²¹.
    public static let mantissaMaximum: UInt128 = 1_000_000_000_000_000_000_000

    /// 0.
    public static let zero = SafeFloat(uncheckedMantissa: 0, exponent: 0)

    /// The digits.
    public private(set) var mantissa: UInt128
    /// The power of ten.
    public private(set) var exponent: Int64

    /// A number as it stands in storage, not brought to the normal form.
    public init(uncheckedMantissa mantissa: UInt128, exponent: Int64) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    /// A number in normal form; `nil` when the mantissa is above ``mantissaMaximum``.
    public init?(mantissa: UInt128, exponent: Int64) {
        guard mantissa <= Self.mantissaMaximum else { return nil }
        self.init(normalizing: UInt256(mantissa), exponent: exponent)
    }

    /// An integer.
    public init(_ value: UInt64) {
        self = SafeFloat(normalizing: UInt256(UInt128(value)), exponent: 0) ?? .zero
    }

    /// A fixed-point number: its integer part plus its fraction divided by 2⁶⁴, each truncated to the mantissa.
    public init(_ value: U64F64) {
        let whole = SafeFloat(value.flooredUInt64)
        let scale = SafeFloat(normalizing: UInt256(1 << 64), exponent: 0) ?? .zero
        let part = SafeFloat(UInt64(truncatingIfNeeded: value.bits)).divided(by: scale) ?? .zero
        self = whole.adding(part) ?? .zero
    }

    /// Any digits, scaled to the normal form; `nil` when the exponent leaves 64 bits.
    public init?(normalizing mantissa: UInt256, exponent: Int64) {
        guard mantissa != .zero else {
            self = .zero
            return
        }
        var wide = mantissa
        var scale = exponent
        while wide > UInt256(Self.mantissaMaximum) {
            wide = wide / 10
            let (next, overflow) = scale.addingReportingOverflow(1)
            guard !overflow else { return nil }
            scale = next
        }
        var digits = wide.low
        while digits <= Self.mantissaMaximum / 10 {
            digits *= 10
            let (next, overflow) = scale.subtractingReportingOverflow(1)
            guard !overflow else { return nil }
            scale = next
        }
        self.init(uncheckedMantissa: digits, exponent: scale)
    }

    /// Whether this is 0.
    public var isZero: Bool { mantissa == 0 }

    /// The integer part, clamped to 64 bits.
    public var flooredUInt64: UInt64 {
        if exponent >= 0 {
            let product = UInt256(product: mantissa, Self.power(exponent))
            return UInt64(clamping: product.clampedToUInt128)
        }
        return UInt64(clamping: mantissa / Self.power(exponent == .min ? .max : -exponent))
    }

    /// 10 to the power of the smaller of `exponent` and 22, beyond which no digit of a mantissa is left.
    static func power(_ exponent: Int64) -> UInt128 {
        var power: UInt128 = 1
        for _ in 0..<Swift.min(exponent, 22) { power *= 10 }
        return power
    }
}
