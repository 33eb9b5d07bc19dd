/// Taylor series of ln and exp on binary fractions with `precision` bits and 24 guard bits behind the point.
///
/// Divisions round toward minus infinity, rounding to the precision goes half away from zero, and a series ends where a
/// term is below a guard unit or the rounded sum stands still: all of it decides last digits.
/// Source: safe-bigmath, src/integer.rs.
public struct BinarySeries: Sendable {
    private static let guardBits = 24

    /// Bits behind the point of a result.
    public let precision: Int
    private let workingBits: Int
    private let iterationMaximum: UInt64
    private let unit: BigInteger
    private let logarithmOfTwo: BigInteger

    private static let swapSeries = BinarySeries(precision: 256)
    private static let limitSeries = BinarySeries(precision: 1024)

    /// The series of a precision; those that trades use are computed once.
    public static func with(precision: Int) -> BinarySeries {
        switch precision {
        case 256: swapSeries
        case 1024: limitSeries
        default: BinarySeries(precision: precision)
        }
    }

    private init(precision: Int) {
        self.precision = precision
        let bits = precision + Self.guardBits
        workingBits = bits
        iterationMaximum = UInt64(min(4096, bits + 128))
        unit = BigInteger.one << bits
        logarithmOfTwo = -Self.logarithm(ofOnePlus: -(unit >> 1), workingBits: bits, iterationMaximum: iterationMaximum)
    }

    /// The natural logarithm of a positive integer, with guard bits.
    public func logarithm(of value: BigInteger) -> BigInteger {
        var shift = value.bitLength - 1
        var mantissa = (value << workingBits) >> shift
        if mantissa >= unit + (unit >> 1) {
            mantissa = mantissa >> 1
            shift += 1
        }
        let fraction = Self.logarithm(
            ofOnePlus: mantissa - unit, workingBits: workingBits, iterationMaximum: iterationMaximum)
        return fraction + BigInteger(shift) * logarithmOfTwo
    }

    /// e to the power of a number with guard bits; the result has none.
    public func exponential(of exponent: BigInteger) -> BigInteger {
        let factor = SeriesNumber(exponent)
        var product = SeriesNumber(unit)
        var term = product
        var sum = product
        var rounded = SeriesNumber(.zero)
        var scratch: [UInt64] = []
        _ = rounded.setRounded(sum, droppingBits: Self.guardBits)
        for index in 1...iterationMaximum {
            product.multiply(by: factor, droppingBits: workingBits, scratch: &scratch)
            term.setQuotient(of: product, by: index)
            if term.isZero { break }
            sum.add(term, negated: false)
            let changed = rounded.setRounded(sum, droppingBits: Self.guardBits)
            if term.isBelow(bits: Self.guardBits) || !changed { break }
            swap(&product, &term)
        }
        return rounded.value
    }

    /// The series t - t²/2 + t³/3 - …
    private static func logarithm(
        ofOnePlus argument: BigInteger, workingBits: Int, iterationMaximum: UInt64
    ) -> BigInteger {
        let factor = SeriesNumber(argument)
        var term = factor
        var sum = factor
        var part = SeriesNumber(.zero)
        var rounded = SeriesNumber(.zero)
        var scratch: [UInt64] = []
        _ = rounded.setRounded(sum, droppingBits: guardBits)
        for index in 2...iterationMaximum {
            term.multiply(by: factor, droppingBits: workingBits, scratch: &scratch)
            if term.isZero { break }
            part.setQuotient(of: term, by: index)
            if part.isZero { break }
            sum.add(part, negated: index.isMultiple(of: 2))
            let changed = rounded.setRounded(sum, droppingBits: guardBits)
            if part.isBelow(bits: guardBits) || !changed { break }
        }
        return sum.value
    }
}
