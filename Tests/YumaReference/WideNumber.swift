/// A number times 2⁶⁴ in 128 bits, the chain's I64F64, as far as the stake step needs it.
struct WideNumber {
    var bits: Int128

    init(bits: Int128) { self.bits = bits }

    /// Saturates: integers reach 2⁶³ − 1 only.
    init(integer: UInt64) { bits = integer >= 1 << 63 ? .max : Int128(integer) << 64 }

    /// The integer part of a number that is not negative.
    var whole: UInt64 { UInt64(bits >> 64) }

    /// With 32 fraction bits; saturates.
    var narrow: FixedNumber { .saturating(bits >> 32) }

    static func + (left: Self, right: Self) -> Self {
        let (sum, overflow) = left.bits.addingReportingOverflow(right.bits)
        return overflow ? WideNumber(bits: .max) : WideNumber(bits: sum)
    }

    /// Of numbers that are not negative.
    static func * (left: Self, right: Self) -> Self {
        let product = left.bits.magnitude.multipliedFullWidth(by: right.bits.magnitude)
        if product.high >= 1 << 63 { return WideNumber(bits: .max) }
        return WideNumber(bits: Int128(product.high << 64 | product.low >> 64))
    }

    /// Schoolbook division bit by bit, rounded towards zero; 0 for a quotient out of range.
    static func / (left: Self, right: Self) -> Self {
        if right.bits == 0 { return WideNumber(bits: 0) }
        let divisor = right.bits.magnitude
        var quotient: UInt128 = 0
        var remainder: UInt128 = 0
        let numerator = left.bits.magnitude
        for position in (-64..<128).reversed() {
            // Bits below position 0 are the 64 zeros that the shift by the fraction bits appends.
            let bit = position >= 0 ? numerator >> UInt128(position) & 1 : 0
            remainder = remainder << 1 | bit
            if quotient >> 127 != 0 { return WideNumber(bits: 0) }
            quotient <<= 1
            if remainder >= divisor {
                remainder -= divisor
                quotient |= 1
            }
        }
        let negative = (left.bits < 0) != (right.bits < 0)
        if negative {
            let fits = quotient <= 1 << 127
            return WideNumber(bits: fits ? 0 &- Int128(truncatingIfNeeded: quotient) : 0)
        }
        return quotient >= 1 << 127 ? WideNumber(bits: 0) : WideNumber(bits: Int128(quotient))
    }
}
