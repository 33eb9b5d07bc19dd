public import FixedPoint

/// `scale` · (base)^(exponent) for rational base and exponent, in whole numbers.
///
/// Small exponents are exact. Others go through Taylor series of ln and exp on binary fractions; the order of terms and
/// the rules for stopping are part of the result. Source: safe-bigmath, src/integer.rs, `pow_ratio_scaled`.
public enum ScaledPower {
    /// Numerator and denominator of a ratio that need not be reduced.
    public struct Ratio: Hashable, Sendable {
        public var numerator: BigInteger
        public var denominator: BigInteger

        public init(_ numerator: BigInteger, over denominator: BigInteger) {
            self.numerator = numerator
            self.denominator = denominator
        }

        public init(_ numerator: some UnsignedInteger, over denominator: some UnsignedInteger) {
            self.init(BigInteger(numerator), over: BigInteger(denominator))
        }
    }

    /// The largest exponent part that is computed exactly.
    private static let exactExponentMaximum = BigInteger(1024)

    /// The power rounded down, or `nil` for a zero denominator. No part may be negative.
    /// - Parameter precision: bits behind the point of the series, before guard bits.
    public static func value(
        of base: Ratio, to exponent: Ratio, precision: Int, scale: BigInteger
    ) -> BigInteger? {
        guard !base.denominator.isZero, !exponent.denominator.isZero else { return nil }
        if base.numerator.isZero { return .zero }
        if exponent.numerator.isZero { return scale }
        let divisor = exponent.numerator.greatestCommonDivisor(with: exponent.denominator)
        let reduced = Ratio(
            exponent.numerator.dividedFloor(by: divisor), over: exponent.denominator.dividedFloor(by: divisor))
        if reduced.numerator <= exactExponentMaximum, reduced.denominator <= exactExponentMaximum,
            let power: Int = reduced.numerator.exactly(), let root: Int = reduced.denominator.exactly()
        {
            let radicand = (base.numerator.raised(to: power) * scale.raised(to: root))
                .dividedFloor(by: base.denominator.raised(to: power))
            return radicand.rootFloor(degree: root)
        }
        let series = BinarySeries.with(precision: max(precision, 32, scale.bitLength + 8))
        let difference = series.logarithm(of: base.numerator) - series.logarithm(of: base.denominator)
        let logarithm = (difference * reduced.numerator).dividedFloor(by: reduced.denominator)
        return (series.exponential(of: logarithm) * scale) >> series.precision
    }
}
