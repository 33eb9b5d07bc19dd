extension SafeFloat {
    /// The sum; the operand with the smaller exponent loses the digits that do not fit.
    public func adding(_ other: SafeFloat) -> SafeFloat? {
        if isZero { return other }
        if other.isZero { return self }
        let (left, right, exponent) = aligned(with: other)
        return SafeFloat(normalizing: UInt256(left).addingSaturated(UInt256(right)), exponent: exponent)
    }

    /// The difference, not below 0 where both operands differ from 0; `nil` for 0 less something.
    public func subtracting(_ other: SafeFloat) -> SafeFloat? {
        if other.isZero { return self }
        if isZero { return nil }
        let (left, right, exponent) = aligned(with: other)
        return SafeFloat(normalizing: UInt256(left > right ? left - right : 0), exponent: exponent)
    }

    /// The product.
    public func multiplied(by other: SafeFloat) -> SafeFloat? {
        let (sum, overflow) = exponent.addingReportingOverflow(other.exponent)
        guard !overflow else { return nil }
        return SafeFloat(normalizing: UInt256(product: mantissa, other.mantissa), exponent: sum)
    }

    /// The quotient; `nil` for a zero divisor.
    public func divided(by other: SafeFloat) -> SafeFloat? {
        guard !other.isZero else { return nil }
        let (difference, overflow) = exponent.subtractingReportingOverflow(other.exponent)
        guard !overflow else { return nil }
        let (scale, scaleOverflow) = difference.subtractingReportingOverflow(21)
        guard !scaleOverflow else { return nil }
        let scaled = UInt256(product: mantissa, Self.mantissaMaximum)
        return SafeFloat(normalizing: scaled / other.mantissa, exponent: scale)
    }

    /// This number · `factor` / `divisor` with one truncation; `nil` for a zero divisor.
    public func multiplied(by factor: SafeFloat, dividedBy divisor: SafeFloat) -> SafeFloat? {
        guard !divisor.isZero else { return nil }
        let (sum, overflow) = exponent.addingReportingOverflow(factor.exponent)
        guard !overflow else { return nil }
        let (scale, scaleOverflow) = sum.subtractingReportingOverflow(divisor.exponent)
        guard !scaleOverflow else { return nil }
        return SafeFloat(normalizing: UInt256(product: mantissa, factor.mantissa) / divisor.mantissa, exponent: scale)
    }

    /// Whether `left` counts as larger: exponents that differ by more than one decide alone, and 0 has exponent 0, so
    /// that it counts as larger than small fractions. The share pools do not rely on that.
    public static func > (left: SafeFloat, right: SafeFloat) -> Bool {
        let (difference, overflow) = left.exponent.subtractingReportingOverflow(right.exponent)
        guard !overflow, (-1...1).contains(difference) else { return left.exponent > right.exponent }
        let leftDigits = UInt256(product: left.mantissa, difference == 1 ? 10 : 1)
        let rightDigits = UInt256(product: right.mantissa, difference == -1 ? 10 : 1)
        return leftDigits > rightDigits
    }

    private func aligned(with other: SafeFloat) -> (left: UInt128, right: UInt128, exponent: Int64) {
        let (difference, overflow) = exponent.subtractingReportingOverflow(other.exponent)
        let gap = overflow ? Int64.max : Swift.max(difference, difference == .min ? .max : -difference)
        let divisor = Self.power(gap)
        return exponent >= other.exponent
            ? (mantissa, other.mantissa / divisor, exponent)
            : (mantissa / divisor, other.mantissa, other.exponent)
    }
}
