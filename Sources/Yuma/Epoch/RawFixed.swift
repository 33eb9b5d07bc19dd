/// Arithmetic on raw bits of fixed-point numbers with 32 fraction bits (I32F32), as the chain's epoch does it:
/// products round down, quotients towards zero, sums and products stop at the ends of the range.
enum RawFixed {
    /// The number 1.
    static let one: Int64 = 1 << 32
    /// The number ½.
    static let half: Int64 = 1 << 31

    /// Product, rounded down; saturates.
    @inline(__always)
    static func multiply(_ left: Int64, _ right: Int64) -> Int64 {
        let product = left.multipliedFullWidth(by: right)
        let bits = product.high << 32 | Int64(truncatingIfNeeded: product.low >> 32)
        // The product fits when the bits above the result only repeat its sign.
        guard product.high >> 31 == bits >> 63 else { return product.high < 0 ? .min : .max }
        return bits
    }

    /// Product of a share in 0 … 1 and a number that is not negative, rounded down: it cannot overflow. Shifting the
    /// factors by 32 bits in all puts the result into the high word of their product.
    @inline(__always)
    static func product(_ share: Int64, _ number: Int64) -> Int64 {
        let factor = UInt64(bitPattern: share) &<< 31
        return Int64(bitPattern: factor.multipliedFullWidth(by: UInt64(bitPattern: number) &<< 1).high)
    }

    /// Sum; saturates.
    @inline(__always)
    static func add(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? (left < 0 ? .min : .max) : sum
    }

    /// Difference; saturates.
    @inline(__always)
    static func subtract(_ left: Int64, _ right: Int64) -> Int64 {
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        return overflow ? (left < 0 ? .min : .max) : difference
    }

    /// Quotient, rounded towards zero; 0 when the divisor is 0 or the quotient does not fit.
    static func divide(_ dividend: Int64, by divisor: Int64) -> Int64 {
        guard divisor != 0 else { return 0 }
        return Int64(exactly: (Int128(dividend) << 32) / Int128(divisor)) ?? 0
    }

    /// A stored fraction of 65535.
    @inline(__always)
    static func share(_ stored: UInt16) -> Int64 { Int64(stored) << 32 / 65535 }

    /// A fraction of 65535 to store: rounded down, limited to 0 … 65535.
    @inline(__always)
    static func stored(_ share: Int64) -> UInt16 {
        // Shares of 1 and more all give 65535, so the product below stays under 2⁴⁸.
        let limited = min(max(share, 0), one)
        return UInt16(truncatingIfNeeded: (limited &* 65535) >> 32)
    }

    /// Sum without overflow checks, as the chain's iterators sum.
    static func sum(_ values: [Int64]) -> Int64 { values.reduce(0, &+) }

    /// Divides every element by the sum of all; leaves the elements when that is 0.
    static func normalise(_ values: inout [Int64]) { normalise(&values, by: sum(values)) }

    /// Divides every element by `total`; leaves the elements when that is 0.
    static func normalise(_ values: inout [Int64], by total: Int64) {
        let divider = FixedDivider(total)
        for index in values.indices { values[index] = divider.quotient(of: values[index]) }
    }
}
