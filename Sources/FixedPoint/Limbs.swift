/// Arithmetic on magnitudes: arrays of 64-bit limbs, least significant first, without zero limbs at the top.
enum Limbs {
    static func trimmed(_ limbs: inout [UInt64]) {
        while limbs.last == 0 { limbs.removeLast() }
    }

    static func isLess(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        if left.count != right.count { return left.count < right.count }
        for index in left.indices.reversed() where left[index] != right[index] { return left[index] < right[index] }
        return false
    }

    static func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var result = left.count >= right.count ? left : right
        let shorter = left.count >= right.count ? right : left
        var carry = false
        for index in result.indices {
            if index >= shorter.count && !carry { return result }
            let (partial, first) = result[index].addingReportingOverflow(index < shorter.count ? shorter[index] : 0)
            let (whole, second) = partial.addingReportingOverflow(carry ? 1 : 0)
            result[index] = whole
            carry = first || second
        }
        if carry { result.append(1) }
        return result
    }

    /// `left` must not be less than `right`.
    static func difference(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var result = left
        var borrow = false
        for index in result.indices {
            if index >= right.count && !borrow { break }
            let (partial, first) = result[index].subtractingReportingOverflow(index < right.count ? right[index] : 0)
            let (whole, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
            result[index] = whole
            borrow = first || second
        }
        trimmed(&result)
        return result
    }

    static func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        guard !left.isEmpty, !right.isEmpty else { return [] }
        var result = [UInt64](repeating: 0, count: left.count + right.count)
        let a = left.span
        let b = right.span
        var target = result.mutableSpan
        for i in a.indices {
            let factor = a[i]
            var carry: UInt64 = 0
            for j in b.indices {
                // (2⁶⁴-1)² + 2(2⁶⁴-1) = 2¹²⁸-1: the sum of product, limb and carry always fits.
                let (high, low) = factor.multipliedFullWidth(by: b[j])
                let (first, firstCarry) = low.addingReportingOverflow(target[i + j])
                let (second, secondCarry) = first.addingReportingOverflow(carry)
                target[i + j] = second
                carry = high &+ (firstCarry ? 1 : 0) &+ (secondCarry ? 1 : 0)
            }
            target[i + b.count] = carry
        }
        trimmed(&result)
        return result
    }

    static func shiftedLeft(_ limbs: [UInt64], by count: Int) -> [UInt64] {
        guard !limbs.isEmpty else { return [] }
        let (whole, rest) = count.quotientAndRemainder(dividingBy: 64)
        var result = [UInt64](repeating: 0, count: whole)
        result.reserveCapacity(whole + limbs.count + 1)
        if rest == 0 { return result + limbs }
        var carry: UInt64 = 0
        for limb in limbs {
            result.append(limb << rest | carry)
            carry = limb >> (64 - rest)
        }
        if carry != 0 { result.append(carry) }
        return result
    }

    static func shiftedRight(_ limbs: [UInt64], by count: Int) -> [UInt64] {
        let (whole, rest) = count.quotientAndRemainder(dividingBy: 64)
        guard whole < limbs.count else { return [] }
        var result = Array(limbs[whole...])
        if rest != 0 {
            for index in result.indices {
                let above = index + 1 < result.count ? result[index + 1] << (64 - rest) : 0
                result[index] = result[index] >> rest | above
            }
        }
        trimmed(&result)
        return result
    }

    /// Quotient and remainder by one limb, which must not be 0.
    static func divided(_ limbs: [UInt64], by divisor: UInt64) -> (quotient: [UInt64], remainder: UInt64) {
        var quotient = limbs
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            (quotient[index], remainder) = divisor.dividingFullWidth((remainder, limbs[index]))
        }
        trimmed(&quotient)
        return (quotient, remainder)
    }

    /// Quotient and remainder by Knuth's algorithm D (TAOCP volume 2, section 4.3.1). The divisor must not be empty.
    static func divided(_ limbs: [UInt64], by divisor: [UInt64]) -> (quotient: [UInt64], remainder: [UInt64]) {
        if isLess(limbs, divisor) { return ([], limbs) }
        if divisor.count == 1 {
            let (quotient, remainder) = divided(limbs, by: divisor[0])
            return (quotient, remainder == 0 ? [] : [remainder])
        }
        let shift = divisor[divisor.count - 1].leadingZeroBitCount
        let bottom = shiftedLeft(divisor, by: shift)
        var top = shiftedLeft(limbs, by: shift)
        if top.count == limbs.count { top.append(0) }
        let count = bottom.count
        var quotient = [UInt64](repeating: 0, count: top.count - count)
        for position in quotient.indices.reversed() {
            quotient[position] = quotientDigit(&top, bottom, at: position)
        }
        trimmed(&quotient)
        trimmed(&top)
        return (quotient, shiftedRight(top, by: shift))
    }

    /// Steps D3 to D6: estimates one digit, subtracts its multiple from `top` and corrects the estimate.
    private static func quotientDigit(_ top: inout [UInt64], _ bottom: [UInt64], at position: Int) -> UInt64 {
        let count = bottom.count
        let leading = bottom[count - 1]
        let high = top[position + count]
        let middle = top[position + count - 1]
        var digit = UInt64.max
        var rest = UInt128(middle) + UInt128(leading)
        if high < leading {
            let estimate = leading.dividingFullWidth((high, middle))
            digit = estimate.quotient
            rest = UInt128(estimate.remainder)
        }
        while rest <= UInt128(UInt64.max),
            UInt128(digit) * UInt128(bottom[count - 2]) > rest << 64 | UInt128(top[position + count - 2])
        {
            digit -= 1
            rest += UInt128(leading)
        }
        var carry: UInt64 = 0
        var borrow = false
        for index in 0..<count {
            let (upper, lower) = digit.multipliedFullWidth(by: bottom[index])
            let (amount, overflow) = lower.addingReportingOverflow(carry)
            carry = upper &+ (overflow ? 1 : 0)
            let (partial, first) = top[position + index].subtractingReportingOverflow(amount)
            let (whole, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
            top[position + index] = whole
            borrow = first || second
        }
        let (partial, first) = high.subtractingReportingOverflow(carry)
        let (whole, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
        top[position + count] = whole
        guard first || second else { return digit }
        var overflow = false
        for index in 0..<count {
            let (added, one) = top[position + index].addingReportingOverflow(bottom[index])
            let (carried, two) = added.addingReportingOverflow(overflow ? 1 : 0)
            top[position + index] = carried
            overflow = one || two
        }
        top[position + count] &+= overflow ? 1 : 0
        return digit - 1
    }
}
