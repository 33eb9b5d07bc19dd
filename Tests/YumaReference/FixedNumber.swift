/// A number times 2³², kept in a word too wide to overflow; every operation brings the result back into 64 bits, the
/// way the chain's I32F32 does.
struct FixedNumber: Comparable {
    var bits: Int128

    init(bits: Int128) { self.bits = bits }
    init(integer: Int) { bits = Int128(integer) << 32 }

    static let zero = FixedNumber(integer: 0)
    static let one = FixedNumber(integer: 1)

    static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }

    /// Limits to the range of 64 bits.
    static func saturating(_ bits: Int128) -> FixedNumber {
        FixedNumber(bits: min(max(bits, Int128(Int64.min)), Int128(Int64.max)))
    }

    static func + (left: Self, right: Self) -> Self { saturating(left.bits + right.bits) }
    static func - (left: Self, right: Self) -> Self { saturating(left.bits - right.bits) }

    /// Rounds down: a shift of a negative number does.
    static func * (left: Self, right: Self) -> Self { saturating((left.bits * right.bits) >> 32) }

    /// Rounds towards zero; 0 for a division by 0 and for a quotient out of range.
    static func / (left: Self, right: Self) -> Self {
        if right.bits == 0 { return zero }
        let quotient = (left.bits << 32) / right.bits
        return Int64(exactly: quotient) == nil ? zero : FixedNumber(bits: quotient)
    }

    /// A fraction of 65535.
    static func fraction(_ numerator: UInt16) -> FixedNumber {
        FixedNumber(integer: Int(numerator)) / FixedNumber(integer: 65535)
    }

    /// As a fraction of 65535, rounded down.
    var storedFraction: UInt16 {
        let scaled = self * FixedNumber(integer: 65535)
        return UInt16(min(max(scaled.bits >> 32, 0), 65535))
    }

    /// The sum of a list; wraps in 64 bits.
    static func sum(_ list: [FixedNumber]) -> FixedNumber {
        var total: Int64 = 0
        for element in list { total = total &+ Int64(element.bits) }
        return FixedNumber(bits: Int128(total))
    }

    /// Every element over the sum, unless that is 0.
    static func normalised(_ list: [FixedNumber]) -> [FixedNumber] {
        let total = sum(list)
        return total == zero ? list : list.map { $0 / total }
    }

    /// e to this power, for −20 … 20.
    var exponential: FixedNumber {
        if self == .zero { return .one }
        if self == .one { return FixedNumber(bits: 11_674_931_200) }
        let x = FixedNumber(bits: self.bits < 0 ? -self.bits : self.bits)
        var result = FixedNumber.one + x
        var term = x
        for i in 2...31 {
            term = (term * x) / FixedNumber(integer: i)
            result = result + term
        }
        return self.bits < 0 ? .one / result : result
    }
}
