/// Divides many numbers by one: the bits of `dividend / divisor` with 32 fraction bits, rounded towards zero, by a
/// multiplication instead of a division. A divisor of 0 leaves the dividend as it is ("normalise" of the epoch).
struct FixedDivider {
    /// 2¹²⁶ / (divisor shifted up to 63 bits), rounded down: 64 bits.
    private let reciprocal: UInt64
    /// The divisor when it is positive, else 0: dividends up to it take the short way.
    private let limit: UInt64
    private let shift: UInt64
    private let divisor: Int64

    @inline(__always)
    init(_ divisor: Int64) {
        self.divisor = divisor
        guard divisor > 0 else {
            limit = 0
            shift = 0
            reciprocal = 0
            return
        }
        limit = UInt64(divisor)
        shift = UInt64(limit.leadingZeroBitCount - 1)
        // The shifted divisor is at least 2⁶², so the quotient of 2¹²⁶ − 1 fits 64 bits.
        reciprocal = (limit << shift).dividingFullWidth(((1 << 62) - 1, .max)).quotient
    }

    /// The quotient of a dividend.
    ///
    /// With d the shifted divisor and a ≤ d the shifted dividend, a · 2⁶² / d lies in hi … hi + 1 for the high word
    /// hi of a · reciprocal, because the reciprocal is at most 1 too small and a < 2⁶³. So hi >> 30 is the quotient
    /// unless the low 30 bits of hi are all ones; then the remainder decides.
    @inline(__always)
    func quotient(of dividend: Int64) -> Int64 {
        let magnitude = UInt64(bitPattern: dividend)
        guard magnitude <= limit else { return uncommonQuotient(of: dividend) }
        return quotient(ofPart: dividend)
    }

    /// The quotient of a dividend in 0 … divisor.
    @inline(__always)
    func quotient(ofPart dividend: Int64) -> Int64 {
        let magnitude = UInt64(bitPattern: dividend)
        let high = (magnitude &<< shift).multipliedFullWidth(by: reciprocal).high
        let quotient = high >> 30
        if _slowPath((high &+ 1) & 0x3FFF_FFFF == 0) {
            // True remainder in 0 ..< 2d < 2⁶⁴, so the wrapped arithmetic gives it exactly.
            let remainder = (magnitude &<< shift) &<< 32 &- quotient &* (limit &<< shift)
            return Int64(bitPattern: quotient &+ (limit != 0 && remainder >= limit &<< shift ? 1 : 0))
        }
        return Int64(bitPattern: quotient)
    }

    /// Negative dividends, dividends above the divisor, and divisors that are not positive.
    @inline(never)
    private func uncommonQuotient(of dividend: Int64) -> Int64 {
        divisor == 0 ? dividend : RawFixed.divide(dividend, by: divisor)
    }
}
