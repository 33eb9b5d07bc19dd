/// A signed number that a series updates in place: a sign and a magnitude whose storage is kept from term to term.
struct SeriesNumber {
    /// The magnitude in the first ``used`` limbs, least significant first; what follows is left over.
    private(set) var limbs: [UInt64]
    /// Number of limbs in use; the last of them is not 0.
    private(set) var used: Int
    /// Whether the number is below 0.
    private(set) var isNegative: Bool

    init(_ value: BigInteger) {
        limbs = value.limbs
        used = limbs.count
        isNegative = value.isNegative
    }

    var isZero: Bool { used == 0 }

    var value: BigInteger { BigInteger(limbs: Array(limbs[..<used]), isNegative: isNegative) }

    /// Whether the magnitude is below 2 to the power of `bits`, which must be less than 64.
    func isBelow(bits: Int) -> Bool { used == 0 || (used == 1 && limbs[0] >> bits == 0) }

    private mutating func reserve(_ count: Int) {
        if limbs.count < count { limbs.append(contentsOf: repeatElement(0, count: count - limbs.count)) }
    }

    private mutating func trim(from count: Int) {
        used = count
        while used > 0 && limbs[used - 1] == 0 { used -= 1 }
        if used == 0 { isNegative = false }
    }

    /// Adds 1 to the magnitude: the last step of rounding a negative number toward minus infinity.
    private mutating func increment() {
        for index in 0..<used {
            limbs[index] &+= 1
            if limbs[index] != 0 { return }
        }
        reserve(used + 1)
        limbs[used] = 1
        used += 1
    }

    /// Becomes floor(self · factor / 2^bits).
    mutating func multiply(by factor: borrowing SeriesNumber, droppingBits bits: Int, scratch: inout [UInt64]) {
        let negative = isNegative != factor.isNegative
        let count = used + factor.used
        guard used > 0, factor.used > 0 else { return trim(from: 0) }
        if scratch.count < count { scratch.append(contentsOf: repeatElement(0, count: count - scratch.count)) }
        Self.multiply(limbs.span, used, factor.limbs.span, factor.used, into: &scratch)
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 64)
        let kept = Swift.max(count - whole, 0)
        reserve(kept)
        let dropped = Self.shift(scratch.span, count, whole, rest, into: &limbs)
        isNegative = negative
        trim(from: kept)
        guard negative, dropped else { return }
        isNegative = true
        increment()
    }

    private static func multiply(
        _ left: Span<UInt64>, _ leftCount: Int, _ right: Span<UInt64>, _ rightCount: Int, into result: inout [UInt64]
    ) {
        var target = result.mutableSpan
        for index in 0..<leftCount + rightCount { target[index] = 0 }
        for i in 0..<leftCount {
            let factor = left[i]
            var carry: UInt64 = 0
            for j in 0..<rightCount {
                let (high, low) = factor.multipliedFullWidth(by: right[j])
                let (first, firstCarry) = low.addingReportingOverflow(target[i + j])
                let (second, secondCarry) = first.addingReportingOverflow(carry)
                target[i + j] = second
                carry = high &+ (firstCarry ? 1 : 0) &+ (secondCarry ? 1 : 0)
            }
            target[i + rightCount] = carry
        }
    }

    /// Shifts right by `whole` limbs and `rest` bits; returns whether a bit other than 0 was dropped.
    private static func shift(
        _ source: Span<UInt64>, _ count: Int, _ whole: Int, _ rest: Int, into result: inout [UInt64]
    ) -> Bool {
        var dropped = false
        for index in 0..<Swift.min(whole, count) where source[index] != 0 { dropped = true }
        guard whole < count else { return dropped }
        if rest == 0 {
            for index in whole..<count { result[index - whole] = source[index] }
            return dropped
        }
        if source[whole] << (64 - rest) != 0 { dropped = true }
        var target = result.mutableSpan
        for index in whole..<count {
            let above = index + 1 < count ? source[index + 1] << (64 - rest) : 0
            target[index - whole] = source[index] >> rest | above
        }
        return dropped
    }

    /// Becomes floor(source / divisor).
    mutating func setQuotient(of source: borrowing SeriesNumber, by divisor: UInt64) {
        reserve(source.used)
        var remainder: UInt64 = 0
        let from = source.limbs.span
        var target = limbs.mutableSpan
        for index in (0..<source.used).reversed() {
            let limb = from[index]
            if remainder == 0 && limb < divisor {
                target[index] = 0
                remainder = limb
            } else {
                (target[index], remainder) = divisor.dividingFullWidth((remainder, limb))
            }
        }
        isNegative = source.isNegative
        trim(from: source.used)
        guard source.isNegative, remainder != 0 else { return }
        isNegative = true
        increment()
    }

    /// Adds `other`, or subtracts it.
    mutating func add(_ other: borrowing SeriesNumber, negated: Bool) {
        let otherIsNegative = other.isNegative != negated
        if other.isZero { return }
        reserve(Swift.max(used, other.used) + 1)
        if isZero || isNegative == otherIsNegative {
            isNegative = otherIsNegative
            addMagnitude(other)
        } else if isMagnitudeLess(than: other) {
            subtractMagnitude(reversed: true, other)
            isNegative = otherIsNegative
        } else {
            subtractMagnitude(reversed: false, other)
        }
    }

    private func isMagnitudeLess(than other: borrowing SeriesNumber) -> Bool {
        if used != other.used { return used < other.used }
        for index in (0..<used).reversed() where limbs[index] != other.limbs[index] {
            return limbs[index] < other.limbs[index]
        }
        return false
    }

    private mutating func addMagnitude(_ other: borrowing SeriesNumber) {
        let ownCount = used
        let count = Swift.max(ownCount, other.used)
        let right = other.limbs.span
        var target = limbs.mutableSpan
        var carry: UInt64 = 0
        for index in 0..<count {
            let left = index < ownCount ? target[index] : 0
            let (partial, first) = left.addingReportingOverflow(index < other.used ? right[index] : 0)
            let (whole, second) = partial.addingReportingOverflow(carry)
            target[index] = whole
            carry = first || second ? 1 : 0
        }
        target[count] = carry
        used = count + (carry == 0 ? 0 : 1)
    }

    private mutating func subtractMagnitude(reversed: Bool, _ other: borrowing SeriesNumber) {
        let ownCount = used
        let count = Swift.max(ownCount, other.used)
        let right = other.limbs.span
        var target = limbs.mutableSpan
        var borrow: UInt64 = 0
        for index in 0..<count {
            let own = index < ownCount ? target[index] : 0
            let foreign = index < other.used ? right[index] : 0
            let (top, bottom) = reversed ? (foreign, own) : (own, foreign)
            let (partial, first) = top.subtractingReportingOverflow(bottom)
            let (whole, second) = partial.subtractingReportingOverflow(borrow)
            target[index] = whole
            borrow = first || second ? 1 : 0
        }
        trim(from: count)
    }

    /// Becomes `source` / 2^bits rounded half away from zero; returns whether the number changed. `bits` is 1 to 63.
    mutating func setRounded(_ source: borrowing SeriesNumber, droppingBits bits: Int) -> Bool {
        reserve(source.used + 1)
        let from = source.limbs.span
        let oldUsed = used
        let oldSign = isNegative
        var changed = false
        var carry: UInt64 = 1 << (bits - 1)
        var target = limbs.mutableSpan
        var below: UInt64 = 0
        for index in 0...source.used {
            let limb = index < source.used ? from[index] : 0
            let (sum, overflow) = limb.addingReportingOverflow(carry)
            carry = overflow ? 1 : 0
            if index > 0 {
                let rounded = below >> bits | sum << (64 - bits)
                if target[index - 1] != rounded { changed = true }
                target[index - 1] = rounded
            }
            below = sum
        }
        if target[source.used] != below >> bits { changed = true }
        target[source.used] = below >> bits
        isNegative = source.isNegative
        trim(from: source.used + 1)
        return changed || used != oldUsed || isNegative != oldSign
    }
}
