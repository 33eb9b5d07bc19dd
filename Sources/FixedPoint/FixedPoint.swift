/// A binary fixed-point number: `bits` times 2 to the power of minus ``fractionBits``.
///
/// The rules are those the chain computes with (library substrate-fixed 0.6.0): a product is the exact wide product
/// shifted right arithmetically, so it rounds toward minus infinity; a quotient is truncated toward zero; a
/// conversion to fewer fraction bits drops the low bits. What does not fit saturates, unless a method's name says
/// otherwise.
public protocol FixedPoint: Hashable, Comparable, Sendable {
    /// The integer that holds the value.
    associatedtype Bits: FixedWidthInteger & Sendable where Bits.Magnitude.Magnitude == Bits.Magnitude

    /// How many of the bits stand behind the point.
    static var fractionBits: Int { get }

    /// The value times 2 to the power of ``fractionBits``.
    var bits: Bits { get set }

    /// The number with these bits.
    init(bits: Bits)
}

extension FixedPoint {
    /// 0.
    @inlinable
    public static var zero: Self { Self(bits: 0) }

    /// 1.
    @inlinable
    public static var one: Self { Self(bits: 1 << fractionBits) }

    /// One half.
    @inlinable
    public static var half: Self { Self(bits: 1 << (fractionBits - 1)) }

    /// The largest number of the type.
    @inlinable
    public static var max: Self { Self(bits: .max) }

    /// The smallest number of the type: 0 where it is unsigned.
    @inlinable
    public static var min: Self { Self(bits: .min) }

    /// Whether this is 0.
    @inlinable
    public var isZero: Bool { bits == 0 }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }

    /// The sum, clamped to the range of the type.
    @inlinable
    public func addingSaturated(_ other: Self) -> Self {
        let (sum, overflow) = bits.addingReportingOverflow(other.bits)
        guard overflow else { return Self(bits: sum) }
        return other.bits < 0 ? .min : .max
    }

    /// The sum, or `nil` where it does not fit.
    @inlinable
    public func adding(_ other: Self) -> Self? {
        let (sum, overflow) = bits.addingReportingOverflow(other.bits)
        return overflow ? nil : Self(bits: sum)
    }

    /// The difference, clamped to the range of the type: never below 0 where it is unsigned.
    @inlinable
    public func subtractingSaturated(_ other: Self) -> Self {
        let (difference, overflow) = bits.subtractingReportingOverflow(other.bits)
        guard overflow else { return Self(bits: difference) }
        return other.bits < 0 ? .max : .min
    }

    /// The product rounded toward minus infinity, or `nil` where it does not fit.
    @inlinable
    public func multiplied(by factor: Self) -> Self? {
        let product = bits.multipliedFullWidth(by: factor.bits)
        let shift = Self.fractionBits
        let excess = Bits.isSigned ? product.high >> (shift - 1) : product.high >> shift
        guard excess == 0 || (Bits.isSigned && excess == ~0) else { return nil }
        let high = product.high << (Bits.bitWidth - shift)
        return Self(bits: high | Bits(truncatingIfNeeded: product.low >> shift))
    }

    /// The product rounded toward minus infinity, clamped to the range of the type.
    @inlinable
    public func multipliedSaturated(by factor: Self) -> Self {
        multiplied(by: factor) ?? ((bits < 0) == (factor.bits < 0) ? .max : .min)
    }

    /// The quotient truncated toward zero, or `nil` for a zero divisor and where it does not fit.
    @inlinable
    public func divided(by divisor: Self) -> Self? {
        let denominator = divisor.bits.magnitude
        guard denominator != 0 else { return nil }
        let shift = Self.fractionBits
        let numerator = bits.magnitude
        let high = numerator >> (Bits.bitWidth - shift)
        let low = numerator << shift
        let quotient: Bits.Magnitude
        if high == 0 {
            quotient = low / denominator
        } else {
            guard high < denominator else { return nil }
            quotient = denominator.dividingFullWidth((high, low)).quotient
        }
        guard (bits < 0) != (divisor.bits < 0) else {
            return Bits(exactly: quotient).map(Self.init(bits:))
        }
        let limit = Bits.min.magnitude
        guard quotient <= limit else { return nil }
        return Self(bits: 0 &- Bits(truncatingIfNeeded: quotient))
    }

    /// The quotient truncated toward zero; 0 for a zero divisor and where it does not fit.
    @inlinable
    public func dividedSafely(by divisor: Self) -> Self { divided(by: divisor) ?? .zero }

    /// The quotient truncated toward zero, clamped to the range of the type; 0 for a zero divisor.
    @inlinable
    public func dividedSaturated(by divisor: Self) -> Self {
        guard !divisor.isZero else { return .zero }
        return divided(by: divisor) ?? ((bits < 0) == (divisor.bits < 0) ? .max : .min)
    }
}
