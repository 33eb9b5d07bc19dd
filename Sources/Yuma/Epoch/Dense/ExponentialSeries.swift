/// `RawExponential` for four exponents at once, so that their chains of multiplications overlap, and with
/// multiplications in place of the divisions by 2 … 31.
struct ExponentialSeries: ~Copyable {
    private let multipliers: FixedBuffer<UInt64>
    private let shifts: FixedBuffer<UInt64>

    init() {
        multipliers = FixedBuffer(repeating: 0, count: 32)
        shifts = FixedBuffer(repeating: 0, count: 32)
        for divisor in UInt64(2)..<32 {
            let shift = UInt64(63 - divisor.leadingZeroBitCount)
            let index = Int(divisor)
            if divisor & (divisor - 1) == 0 {
                multipliers[index] = 1 << 63
                shifts[index] = shift - 1
            } else {
                // 2^(64 + shift) / divisor rounded up: exact for dividends below 2⁶³, and terms stay below 2⁶².
                multipliers[index] = divisor.dividingFullWidth((1 << shift, 0)).quotient + 1
                shifts[index] = shift
            }
        }
    }

    /// The exponentials of four numbers in −20 … 20.
    @inline(__always)
    func values(of x: (Int64, Int64, Int64, Int64)) -> (Int64, Int64, Int64, Int64) {
        let (a, b, c, d) = (x.0.magnitude, x.1.magnitude, x.2.magnitude, x.3.magnitude)
        var (termA, termB, termC, termD) = (a, b, c, d)
        let one = UInt64(1) << 32
        var (sumA, sumB, sumC, sumD) = (one &+ a, one &+ b, one &+ c, one &+ d)
        for divisor in 2..<32 {
            let multiplier = multipliers[divisor]
            let shift = shifts[divisor]
            termA = Self.next(termA, a, multiplier, shift)
            termB = Self.next(termB, b, multiplier, shift)
            termC = Self.next(termC, c, multiplier, shift)
            termD = Self.next(termD, d, multiplier, shift)
            sumA &+= termA
            sumB &+= termB
            sumC &+= termC
            sumD &+= termD
            if termA | termB | termC | termD == 0 { break }
        }
        return (
            RawExponential.value(of: x.0, series: Int64(bitPattern: sumA)),
            RawExponential.value(of: x.1, series: Int64(bitPattern: sumB)),
            RawExponential.value(of: x.2, series: Int64(bitPattern: sumC)),
            RawExponential.value(of: x.3, series: Int64(bitPattern: sumD))
        )
    }

    /// The next term: times x, rounded down, then divided.
    @inline(__always)
    private static func next(_ term: UInt64, _ x: UInt64, _ multiplier: UInt64, _ shift: UInt64) -> UInt64 {
        let product = term.multipliedFullWidth(by: x)
        let bits = product.high &<< 32 | product.low &>> 32
        return bits.multipliedFullWidth(by: multiplier).high &>> shift
    }
}
