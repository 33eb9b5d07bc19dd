import FixedPoint
import Testbed
import Testing

/// The same operations on unbounded integers: slow and plain.
private enum Twin {
    static func clamped<Number: FixedPoint>(_ value: BigInteger) -> Number {
        Number(bits: value.clamped(to: Number.Bits.self))
    }

    static func product<Number: FixedPoint>(_ left: Number, _ right: Number) -> BigInteger {
        (BigInteger(left.bits) * BigInteger(right.bits)) >> Number.fractionBits
    }

    static func quotient<Number: FixedPoint>(_ left: Number, _ right: Number) -> BigInteger? {
        guard !right.isZero else { return nil }
        let magnitude = (BigInteger(left.bits).magnitude << Number.fractionBits)
            .dividedFloor(by: BigInteger(right.bits).magnitude)
        return (left.bits < 0) != (right.bits < 0) ? -magnitude : magnitude
    }
}

@Suite("Fixed point")
struct FixedPointLawTests {
    /// Numbers of every size, with the edges of the type and small ones more often than chance.
    private static func number<Number: FixedPoint>(_ random: inout SeededRandom) -> Number {
        switch random.next() % 8 {
        case 0:
            let edges: [Number] = [.min, .max, .zero, .one, .half, Number(bits: 1), Number(bits: ~0)]
            return edges.randomElement(using: &random) ?? .zero
        case 1: return Number(saturating: Int64(bitPattern: random.next()) >> Int64(random.next() % 64))
        default:
            let bits = Number.Bits.random(in: .min ... .max, using: &random)
            return Number(bits: bits >> Int(random.next() % UInt64(Number.Bits.bitWidth)))
        }
    }

    private func checkLaws<Number: FixedPoint>(_ type: Number.Type, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<4_000 {
            let left: Number = Self.number(&random)
            let right: Number = Self.number(&random)
            let place: Comment = "\(type) seed \(seed) round \(round): \(left.bits), \(right.bits)"
            let sum = BigInteger(left.bits) + BigInteger(right.bits)
            #expect(left.addingSaturated(right) == Twin.clamped(sum), place)
            #expect(left.adding(right)?.bits == sum.exactly(), place)
            #expect(
                left.subtractingSaturated(right) == Twin.clamped(BigInteger(left.bits) - BigInteger(right.bits)), place)
            let product = Twin.product(left, right)
            #expect(left.multipliedSaturated(by: right) == Twin.clamped(product), place)
            #expect(left.multiplied(by: right)?.bits == product.exactly(), place)
            let quotient = Twin.quotient(left, right)
            #expect(left.divided(by: right)?.bits == quotient?.exactly(), place)
            let safe: Number.Bits? = quotient?.exactly()
            #expect(left.dividedSafely(by: right).bits == safe ?? 0, place)
            #expect(left.dividedSaturated(by: right) == quotient.map(Twin.clamped) ?? .zero, place)
            #expect(left.flooredUInt64 == (BigInteger(left.bits) >> Number.fractionBits).clamped(), place)
        }
    }

    @Test("sums, products and quotients agree with unbounded integers", arguments: 1...3)
    func laws(seed: UInt64) {
        checkLaws(I32F32.self, seed: seed)
        checkLaws(I64F64.self, seed: seed)
        checkLaws(I96F32.self, seed: seed)
        checkLaws(U64F64.self, seed: seed)
        checkLaws(U96F32.self, seed: seed)
    }

    private func checkConversion<From: FixedPoint, To: FixedPoint>(_ from: From.Type, _ to: To.Type, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<2_000 {
            let number: From = Self.number(&random)
            let scaled = (BigInteger(number.bits) << To.fractionBits) >> From.fractionBits
            #expect(To(number) == Twin.clamped(scaled), "\(from) to \(to) seed \(seed) round \(round): \(number.bits)")
        }
    }

    @Test("conversions drop low bits and clamp")
    func conversions() {
        checkConversion(U64F64.self, U96F32.self, seed: 4)
        checkConversion(U64F64.self, I96F32.self, seed: 5)
        checkConversion(U96F32.self, U64F64.self, seed: 6)
        checkConversion(U96F32.self, I64F64.self, seed: 7)
        checkConversion(I96F32.self, U64F64.self, seed: 8)
        checkConversion(I64F64.self, I32F32.self, seed: 9)
        checkConversion(I32F32.self, I64F64.self, seed: 10)
        checkConversion(I32F32.self, I96F32.self, seed: 11)
        checkConversion(I64F64.self, U64F64.self, seed: 12)
        checkConversion(U64F64.self, I32F32.self, seed: 13)
    }

    @Test("a negative product rounds down, a negative quotient toward zero")
    func rounding() {
        let smallest = I32F32(bits: -1)
        #expect(smallest.multipliedSaturated(by: .half).bits == -1)
        #expect(smallest.dividedSafely(by: I32F32(2)).bits == 0)
        #expect(I32F32.min.divided(by: I32F32(bits: -1 << 32)) == nil)
        #expect(I32F32.min.divided(by: .one) == .min)
    }

    @Test("the exponential has its special values and goes through the series elsewhere")
    func exponential() {
        #expect(I32F32.zero.exp == .one)
        #expect(I32F32.one.exp?.bits == 11_674_931_200)
        #expect(I32F32(bits: -1 << 32).exp?.bits == 1_580_030_169)
        #expect(I32F32.max.exp == nil)
        #expect(I64F64(saturating: -40).exp?.bits == 78)
    }

    @Test("the binary logarithm of a power of two is exact, others come near")
    func logarithm() {
        #expect(I96F32(1 << 20).log2 == I96F32(20))
        #expect(I64F64.half.log2 == I64F64(saturating: -1))
        #expect(I64F64.zero.log2 == nil)
        #expect(I64F64(saturating: -1).ln == nil)
        var random = SeededRandom(seed: 20)
        for _ in 0..<200 {
            let number = I64F64(bits: Int128(random.next() % (1 << 40)) << 40 | Int128(random.next() & 0xFFFF_FFFF) + 1)
            guard let logarithm = number.ln, let back = logarithm.exp else { continue }
            let error = Swift.max(back, number).subtractingSaturated(Swift.min(back, number))
            // The constant behind ln has 23 fraction bits, so the way back is off by about 2⁻²² of the logarithm.
            #expect(error.dividedSafely(by: number) < I64F64(bits: 1 << 48), "\(number.bits)")
        }
    }

    @Test("the root of a number from 1 up squares back within its tolerance, a smaller number is its own")
    func roots() {
        let epsilon = I64F64(bits: 1 << 20)
        var random = SeededRandom(seed: 21)
        for _ in 0..<200 {
            let number = I64F64(bits: Int128(random.next() | 1 << 63) << Int128(random.next() % 40 + 1) | 1)
            guard let root = number.squareRoot(epsilon: epsilon) else {
                Issue.record("no root of \(number.bits)")
                continue
            }
            let opposite = number.dividedSafely(by: root)
            let gap = Swift.max(root, opposite).subtractingSaturated(Swift.min(root, opposite))
            #expect(gap <= epsilon, "\(number.bits)")
        }
        #expect(I64F64.half.squareRoot(epsilon: epsilon).map { $0 >= I64F64(bits: I64F64.half.bits - 1) } == true)
        #expect(I64F64.half.squareRoot(epsilon: epsilon).map { $0 <= .half } == true)
        #expect(I32F32(bits: -1).squareRoot(epsilon: .zero) == nil)
        #expect(U64F64(4).squareRoot(epsilon: U64F64(bits: 1)) == U64F64(2))
    }
}
