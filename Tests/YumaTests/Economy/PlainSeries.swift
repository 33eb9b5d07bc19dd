import FixedPoint

/// The slow and obvious twin of ``BinarySeries``: the same series on immutable unbounded integers.
struct PlainSeries: Sendable {
    private static let guardBits = 24
    private static let guardUnit = BigInteger(1 << guardBits)

    /// Bits behind the point of a result.
    let precision: Int
    private let workingBits: Int
    private let iterationMaximum: UInt64
    private let unit: BigInteger
    private let logarithmOfTwo: BigInteger

    init(precision: Int) {
        self.precision = precision
        let bits = precision + Self.guardBits
        workingBits = bits
        iterationMaximum = UInt64(min(4096, bits + 128))
        unit = BigInteger.one << bits
        logarithmOfTwo = -Self.logarithm(ofOnePlus: -(unit >> 1), workingBits: bits, iterationMaximum: iterationMaximum)
    }

    /// The natural logarithm of a positive integer, with guard bits.
    func logarithm(of value: BigInteger) -> BigInteger {
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
    func exponential(of exponent: BigInteger) -> BigInteger {
        var term = unit
        var sum = unit
        var rounded = Self.rounded(sum)
        for index in 1...iterationMaximum {
            term = ((term * exponent) >> workingBits).dividedFloor(by: index)
            if term.isZero { break }
            sum = sum + term
            let next = Self.rounded(sum)
            if term.magnitude < Self.guardUnit || next == rounded { break }
            rounded = next
        }
        return Self.rounded(sum)
    }

    private static func logarithm(
        ofOnePlus argument: BigInteger, workingBits: Int, iterationMaximum: UInt64
    ) -> BigInteger {
        var term = argument
        var sum = argument
        var rounded = rounded(sum)
        for index in 2...iterationMaximum {
            term = (term * argument) >> workingBits
            if term.isZero { break }
            let part = term.dividedFloor(by: index)
            if part.isZero { break }
            sum = index.isMultiple(of: 2) ? sum - part : sum + part
            let next = Self.rounded(sum)
            if part.magnitude < guardUnit || next == rounded { break }
            rounded = next
        }
        return sum
    }

    /// Without guard bits, rounded half away from zero.
    private static func rounded(_ value: BigInteger) -> BigInteger {
        let magnitude = (value.magnitude + BigInteger(1 << (guardBits - 1))) >> guardBits
        return value.isNegative ? -magnitude : magnitude
    }
}
