/// An unsigned integer of 256 bits: what a product of two 128-bit numbers needs.
public struct UInt256: Hashable, Comparable, Sendable {
    /// The upper 128 bits.
    public var high: UInt128
    /// The lower 128 bits.
    public var low: UInt128

    /// 0.
    public static let zero = UInt256(high: 0, low: 0)

    @inlinable
    public init(high: UInt128, low: UInt128) {
        self.high = high
        self.low = low
    }

    /// A number of up to 128 bits.
    @inlinable
    public init(_ value: UInt128) { self.init(high: 0, low: value) }

    /// The exact product of two 128-bit numbers.
    @inlinable
    public init(product left: UInt128, _ right: UInt128) {
        let product = left.multipliedFullWidth(by: right)
        self.init(high: product.high, low: product.low)
    }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// Quotient and remainder. The divisor must not be 0.
    @inlinable
    public func quotientAndRemainder(dividingBy divisor: UInt128) -> (quotient: UInt256, remainder: UInt128) {
        if high == 0 {
            let result = low.quotientAndRemainder(dividingBy: divisor)
            return (UInt256(result.quotient), result.remainder)
        }
        let upper = high.quotientAndRemainder(dividingBy: divisor)
        let lower = divisor.dividingFullWidth((upper.remainder, low))
        return (UInt256(high: upper.quotient, low: lower.quotient), lower.remainder)
    }

    /// The quotient, truncated. The divisor must not be 0.
    @inlinable
    public static func / (left: Self, right: UInt128) -> Self { left.quotientAndRemainder(dividingBy: right).quotient }

    /// The sum, or 2²⁵⁶-1 where it would not fit.
    @inlinable
    public func addingSaturated(_ other: Self) -> Self {
        let lower = low.addingReportingOverflow(other.low)
        let upper = high.addingReportingOverflow(other.high)
        let carried = upper.partialValue.addingReportingOverflow(lower.overflow ? 1 : 0)
        guard !upper.overflow, !carried.overflow else { return UInt256(high: .max, low: .max) }
        return UInt256(high: carried.partialValue, low: lower.partialValue)
    }

    /// The difference, or 0 where it would be negative.
    @inlinable
    public func subtractingSaturated(_ other: Self) -> Self {
        guard self > other else { return .zero }
        let borrow: UInt128 = low < other.low ? 1 : 0
        return UInt256(high: high - other.high - borrow, low: low &- other.low)
    }

    /// Shifted left by 0 to 255 bits; what leaves at the top is lost.
    @inlinable
    public static func << (left: Self, count: Int) -> Self {
        if count == 0 { return left }
        if count >= 128 { return UInt256(high: left.low << (count - 128), low: 0) }
        return UInt256(high: left.high << count | left.low >> (128 - count), low: left.low << count)
    }

    /// Shifted right by 0 to 255 bits.
    @inlinable
    public static func >> (left: Self, count: Int) -> Self {
        if count == 0 { return left }
        if count >= 128 { return UInt256(left.high >> (count - 128)) }
        return UInt256(high: left.high >> count, low: left.high << (128 - count) | left.low >> count)
    }

    /// This number, or 2¹²⁸-1 where it is larger.
    @inlinable
    public var clampedToUInt128: UInt128 { high == 0 ? low : .max }
}
