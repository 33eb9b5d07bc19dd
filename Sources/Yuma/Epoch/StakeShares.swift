/// Stake of every neuron.
struct StakeShares {
    /// Alpha plus weighted TAO, rounded down to rao.
    var total: [UInt64]
    /// The total as a share of all, 0 below the threshold; raw bits with 32 fraction bits.
    var share: [Int64]
    /// Whether all shares lie in 0 … 1 and add up to no more than 1: whether no sum wrapped.
    var isExact: Bool

    /// Adds both kinds of stake and divides by the sum. Totals have 64 integer and 64 fraction bits and saturate;
    /// their sum wraps, as the chain's does.
    init(_ input: EpochInput) {
        let totals = Self.totals(input)
        // No total is negative.
        total = totals.map { UInt64(truncatingIfNeeded: $0 >> 64) }
        share = Self.shares(of: Self.counted(totals, input))
        // Sums of 65 535 shares up to 1 stay far from wrapping, so this sum is what it seems.
        isExact = share.allSatisfy { 0...RawFixed.one ~= $0 } && RawFixed.sum(share) <= RawFixed.one
    }

    /// Alpha plus weighted TAO of every neuron with 64 fraction bits, whether it reaches the threshold or not.
    static func totals(_ input: EpochInput) -> [Int128] {
        // The weight keeps 32 fraction bits: so do the totals, unless one saturates.
        let taoWeight = Int128((UInt128(input.taoWeight) << 32) / UInt128(UInt64.max)) << 32
        return (0..<input.count).map { uid in
            let alpha = wide(EpochInput.number(input.alphaStake, uid))
            let tao = multiply(wide(EpochInput.number(input.taoStake, uid)), taoWeight)
            let (sum, overflow) = alpha.addingReportingOverflow(tao)
            return overflow ? .max : sum
        }
    }

    /// The totals that count: 0 in place of those below the threshold, but for the owner's.
    static func counted(_ totals: [Int128], _ input: EpochInput) -> [Int128] {
        let owner = input.ownerUID.map { Int($0) }
        return totals.enumerated().map { uid, bits in
            UInt64(truncatingIfNeeded: bits >> 64) < input.stakeThreshold && uid != owner ? 0 : bits
        }
    }

    /// An unsigned integer with 64 fraction bits; saturates.
    private static func wide(_ value: UInt64) -> Int128 {
        value > UInt64(Int64.max) ? .max : Int128(value) << 64
    }

    /// Product of two numbers with 64 fraction bits, neither negative, rounded down; saturates.
    private static func multiply(_ left: Int128, _ right: Int128) -> Int128 {
        let product = left.multipliedFullWidth(by: right)
        guard product.high >> 63 == 0 else { return .max }
        return product.high << 64 | Int128(truncatingIfNeeded: product.low >> 64)
    }

    /// Every total over the sum, cut to 32 fraction bits.
    private static func shares(of totals: [Int128]) -> [Int64] {
        var sum: Int128 = 0
        var lowBits: Int128 = 0
        var wrapped = false
        for bits in totals {
            let (next, overflow) = sum.addingReportingOverflow(bits)
            sum = next
            wrapped = wrapped || overflow
            lowBits |= bits & 0xFFFF_FFFF
        }
        guard sum > 0, lowBits == 0, !wrapped else { return totals.map { uncommonShare(of: $0, in: sum) } }
        // Without the 32 empty bits a total has at most 95, so it can be shifted up by the fraction bits asked for.
        // A total is at most the sum, so the share is at most 1.
        let divisor = UInt128(sum >> 32)
        return totals.map { bits in bits == 0 ? 0 : Int64((UInt128(bits >> 32) << 32) / divisor) }
    }

    /// The quotient with 64 fraction bits, rounded towards zero (0 where it does not fit), cut down to 32 of them.
    private static func uncommonShare(of bits: Int128, in sum: Int128) -> Int64 {
        guard sum != 0 else { return clamp(bits >> 32) }
        let divisor = sum.magnitude
        let numerator = bits.magnitude
        guard numerator >> 64 < divisor else { return 0 }
        let quotient = divisor.dividingFullWidth((numerator >> 64, numerator << 64)).quotient
        let negative = (bits < 0) != (sum < 0)
        guard quotient <= UInt128(Int128.max) + (negative ? 1 : 0) else { return 0 }
        let signed = negative ? 0 &- Int128(truncatingIfNeeded: quotient) : Int128(truncatingIfNeeded: quotient)
        return clamp(signed >> 32)
    }

    private static func clamp(_ bits: Int128) -> Int64 { Int64(clamping: bits) }
}
