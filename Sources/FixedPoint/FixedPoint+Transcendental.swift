/// The functions of substrate-fixed's module `transcendental`, whose constants carry 23 fraction bits.
extension FixedPoint where Bits: SignedInteger {
    /// e cut to 23 fraction bits, as the chain's result for an exponent of exactly 1.
    @inlinable
    static var eulerNumber: Self { Self(bits: 22_802_600 << (fractionBits - 23)) }

    /// The binary logarithm of e, cut to 23 fraction bits.
    @inlinable
    static var log2OfEulerNumber: Self { Self(bits: 12_102_203 << (fractionBits - 23)) }

    /// e to the power of this number by its Taylor series, or `nil` where a term or the sum does not fit.
    @inlinable
    public var exp: Self? {
        if bits == 0 { return .one }
        if self == .one { return .eulerNumber }
        guard bits != .min else { return nil }
        let argument = Self(bits: bits < 0 ? -bits : bits)
        guard var sum = argument.adding(.one) else { return nil }
        var term = argument
        for index in 2..<Self.fractionBits {
            guard let product = term.multiplied(by: argument),
                let quotient = product.divided(by: Self(saturating: index)),
                let next = sum.adding(quotient)
            else { return nil }
            term = quotient
            sum = next
        }
        return bits < 0 ? Self.one.divided(by: sum) : sum
    }

    /// The binary logarithm, or `nil` for a number that is not positive.
    @inlinable
    public var log2: Self? {
        guard bits > 0 else { return nil }
        if self < .one {
            guard let inverse = Self.one.divided(by: self) else { return nil }
            return Self(bits: 0 - inverse.log2OfAtLeastOne.bits)
        }
        return log2OfAtLeastOne
    }

    /// The natural logarithm, or `nil` for a number that is not positive.
    @inlinable
    public var ln: Self? { log2.flatMap { $0.divided(by: .log2OfEulerNumber) } }

    /// The integer part by halving (half a unit rounds up), then one bit of the fraction for each squaring.
    @inlinable
    var log2OfAtLeastOne: Self {
        let two = Self.one.bits << 1
        var value = bits
        var result: Bits = 0
        while value >= two {
            result += 1
            value = Self.halvedRoundingUp(value)
        }
        if value == Self.one.bits { return Self(saturating: result) }
        for _ in 0..<Self.fractionBits {
            let number = Self(bits: value)
            value = number.multipliedSaturated(by: number).bits
            result <<= 1
            if value >= two {
                result |= 1
                value = Self.halvedRoundingUp(value)
            }
        }
        return Self(bits: result)
    }

    @inlinable
    static func halvedRoundingUp(_ bits: Bits) -> Bits { (bits >> 1) + (bits & 1) }
}

extension FixedPoint {
    /// The square root by at most 129 bisections, ended once value / guess and guess differ by no more than `epsilon`;
    /// `nil` for a negative number. The search starts between 0 and the number, so a number below 1 comes back as
    /// itself, as in the reference. Source: primitives/safe-math/src/lib.rs, `checked_sqrt`.
    @inlinable
    public func squareRoot(epsilon: Self) -> Self? {
        guard bits >= 0 else { return nil }
        let two = Self(saturating: 2)
        var high = self
        var low = Self.zero
        var middle = dividedSafely(by: two)
        var opposite = dividedSafely(by: middle)
        var iterations = 0
        while Swift.max(middle, opposite).subtractingSaturated(Swift.min(middle, opposite)) > epsilon {
            if opposite < middle { high = middle } else { low = middle }
            middle = high.addingSaturated(low).dividedSafely(by: two)
            opposite = dividedSafely(by: middle)
            iterations += 1
            if iterations > 128 { break }
        }
        return middle
    }
}
