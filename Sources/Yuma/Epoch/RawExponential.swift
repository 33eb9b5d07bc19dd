/// e to the power of a number in −20 … 20, raw bits with 32 fraction bits, as the chain's library computes it: the
/// series up to the 31st term, every term cut to 32 fraction bits.
enum RawExponential {
    /// The library's e, cut to 23 fraction bits; it stands for the exponent 1 exactly, not for −1.
    private static let e: Int64 = 11_674_931_200

    /// The exponential of one number.
    @inline(__always)
    static func value(of exponent: Int64) -> Int64 {
        value(of: exponent, series: series(of: Int64(bitPattern: exponent.magnitude)))
    }

    /// The exponential of a number from the series of its magnitude.
    @inline(__always)
    static func value(of exponent: Int64, series: Int64) -> Int64 {
        if exponent == RawFixed.one { return e }
        return exponent < 0 ? inverse(of: series) : series
    }

    /// 1 + x + x²/2 + … for 0 ≤ x ≤ 20. Terms stay below 2²⁷ and so do their products with x below 2³¹: nothing
    /// saturates. The loop ends at a term of 0 because all later ones are 0 too.
    @inline(__always)
    private static func series(of x: Int64) -> Int64 {
        var result = RawFixed.one &+ x
        var term = x
        var divisor: Int64 = 2
        while term != 0 && divisor < 32 {
            let product = term.multipliedFullWidth(by: x)
            term = (product.high << 32 | Int64(truncatingIfNeeded: product.low >> 32)) / divisor
            result &+= term
            divisor &+= 1
        }
        return result
    }

    /// 1 / x for x ≥ 1, rounded down.
    @inline(__always)
    static func inverse(of x: Int64) -> Int64 {
        // 2⁶⁴ / x by way of 2⁶⁴ − 1: they differ when x divides 2⁶⁴.
        let (quotient, remainder) = UInt64.max.quotientAndRemainder(dividingBy: UInt64(bitPattern: max(x, 1)))
        return Int64(bitPattern: quotient &+ (remainder &+ 1 == UInt64(bitPattern: max(x, 1)) ? 1 : 0))
    }
}
