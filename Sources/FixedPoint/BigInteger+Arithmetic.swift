extension BigInteger {
    public static prefix func - (value: Self) -> Self { BigInteger(limbs: value.limbs, isNegative: !value.isNegative) }

    public static func + (left: Self, right: Self) -> Self {
        if left.isNegative == right.isNegative {
            return BigInteger(limbs: Limbs.sum(left.limbs, right.limbs), isNegative: left.isNegative)
        }
        if Limbs.isLess(left.limbs, right.limbs) {
            return BigInteger(limbs: Limbs.difference(right.limbs, left.limbs), isNegative: right.isNegative)
        }
        return BigInteger(limbs: Limbs.difference(left.limbs, right.limbs), isNegative: left.isNegative)
    }

    public static func - (left: Self, right: Self) -> Self { left + -right }

    public static func * (left: Self, right: Self) -> Self {
        let isNegative = left.isNegative != right.isNegative
        return BigInteger(limbs: Limbs.product(left.limbs, right.limbs), isNegative: isNegative)
    }

    /// Shifted left: times 2 to the power of `count`.
    public static func << (left: Self, count: Int) -> Self {
        BigInteger(limbs: Limbs.shiftedLeft(left.limbs, by: count), isNegative: left.isNegative)
    }

    /// Shifted right arithmetically: divided by 2 to the power of `count`, rounded toward minus infinity.
    public static func >> (left: Self, count: Int) -> Self {
        let shifted = BigInteger(limbs: Limbs.shiftedRight(left.limbs, by: count), isNegative: left.isNegative)
        guard left.isNegative, left.trailingZeroBitCount < count else { return shifted }
        return shifted - .one
    }

    /// The quotient rounded toward minus infinity. The divisor must not be 0.
    public func dividedFloor(by divisor: BigInteger) -> BigInteger {
        precondition(!divisor.isZero, "the callers of a division exclude a zero divisor")
        let isNegative = isNegative != divisor.isNegative
        let (quotient, remainder) = Limbs.divided(limbs, by: divisor.limbs)
        let truncated = BigInteger(limbs: quotient, isNegative: isNegative)
        return isNegative && !remainder.isEmpty ? truncated - .one : truncated
    }

    /// The quotient by a small number, rounded toward minus infinity. The divisor must not be 0.
    public func dividedFloor(by divisor: UInt64) -> BigInteger {
        let (quotient, remainder) = Limbs.divided(limbs, by: divisor)
        let truncated = BigInteger(limbs: quotient, isNegative: isNegative)
        return isNegative && remainder != 0 ? truncated - .one : truncated
    }

    /// The remainder of a division rounded toward zero: it has the sign of this number. The divisor must not be 0.
    public func remainder(dividingBy divisor: BigInteger) -> BigInteger {
        precondition(!divisor.isZero, "the callers of a division exclude a zero divisor")
        return BigInteger(limbs: Limbs.divided(limbs, by: divisor.limbs).remainder, isNegative: isNegative)
    }

    /// This number to the power of `exponent`, which must not be negative.
    public func raised(to exponent: Int) -> BigInteger {
        var result = BigInteger.one
        var square = self
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return result
    }

    /// The greatest common divisor of the magnitudes.
    public func greatestCommonDivisor(with other: BigInteger) -> BigInteger {
        var (left, right) = (magnitude, other.magnitude)
        while !right.isZero { (left, right) = (right, left.remainder(dividingBy: right)) }
        return left
    }

    /// The largest integer whose `degree`-th power is not above this number, which must not be negative.
    ///
    /// The root of the upper half of the digits gives a start slightly above the result, from which Newton's iteration
    /// descends; a root of at most 32 bits is found by bisection.
    public func rootFloor(degree: Int) -> BigInteger {
        precondition(degree > 0 && !isNegative, "a root is taken of a number that is not negative")
        if degree == 1 || isZero { return self }
        let bits = (bitLength + degree - 1) / degree
        if bits <= 32 { return smallRootFloor(degree: degree, bits: bits) }
        let dropped = (bits - 12) / 2
        let start = (self >> (degree * dropped)).rootFloor(degree: degree) + .one
        var guess = start << dropped
        while true {
            let quotient = dividedFloor(by: guess.raised(to: degree - 1))
            let next = (guess * BigInteger(degree - 1) + quotient).dividedFloor(by: UInt64(degree))
            if next >= guess { return guess }
            guess = next
        }
    }

    private func smallRootFloor(degree: Int, bits: Int) -> BigInteger {
        var low: UInt64 = 0
        var high: UInt64 = 1 << UInt64(bits)
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if BigInteger(middle).raised(to: degree) <= self { low = middle } else { high = middle }
        }
        return BigInteger(low)
    }

    private var trailingZeroBitCount: Int {
        guard let index = limbs.firstIndex(where: { $0 != 0 }) else { return 0 }
        return index * 64 + limbs[index].trailingZeroBitCount
    }
}
