import FixedPoint
import Testbed
import Testing

@Suite("Unbounded integers")
struct BigIntegerTests {
    private func number(_ limbs: Int, _ random: inout SeededRandom) -> BigInteger {
        var value = BigInteger.zero
        for _ in 0..<limbs {
            // Runs of ones and zeros provoke the corrections of a division.
            let limb: UInt64 = [random.next(), 0, .max, 1, 1 << 63].randomElement(using: &random) ?? 0
            value = (value << 64) + BigInteger(limb)
        }
        return random.next() & 1 == 0 ? value : -value
    }

    @Test("small numbers compute as machine integers do")
    func machine() {
        var random = SeededRandom(seed: 30)
        for _ in 0..<20_000 {
            let left = Int128(Int64(bitPattern: random.next()) >> Int64(random.next() % 64))
            let right = Int128(Int64(bitPattern: random.next()) >> Int64(random.next() % 64))
            #expect((BigInteger(left) + BigInteger(right)).exactly() == left + right)
            #expect((BigInteger(left) - BigInteger(right)).exactly() == left - right)
            #expect((BigInteger(left) * BigInteger(right)).exactly() == left * right)
            #expect((BigInteger(left) < BigInteger(right)) == (left < right))
            let shift = Int(random.next() % 70)
            #expect((BigInteger(left) >> shift).exactly() == left >> Int128(shift))
            guard right != 0 else { continue }
            #expect(BigInteger(left).remainder(dividingBy: BigInteger(right)).exactly() == left % right)
            let floor = left / right - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0)
            #expect(BigInteger(left).dividedFloor(by: BigInteger(right)).exactly() == floor)
        }
    }

    @Test("a quotient times its divisor plus the remainder is the dividend", arguments: 31...34)
    func division(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<3_000 {
            let dividend = number(Int(random.next() % 12), &random)
            let divisor = number(Int(random.next() % 6) + 1, &random)
            guard !divisor.isZero else { continue }
            let quotient = dividend.dividedFloor(by: divisor)
            let rest = dividend - quotient * divisor
            #expect(rest.isZero || rest.isNegative == divisor.isNegative, "seed \(seed) round \(round)")
            #expect(rest.magnitude < divisor.magnitude, "seed \(seed) round \(round)")
        }
    }

    @Test("decimal digits are read and written alike")
    func decimal() {
        var random = SeededRandom(seed: 40)
        for limbs in 0..<20 {
            let value = number(limbs, &random)
            #expect(BigInteger(value.description) == value)
        }
        #expect(BigInteger("18446744073709551616") == BigInteger.one << 64)
        #expect(BigInteger("") == nil)
        #expect(BigInteger("-") == nil)
        #expect(BigInteger("1x") == nil)
        #expect((-(BigInteger.one << 70)).description == "-1180591620717411303424")
    }

    @Test("a root's power is the largest not above the number")
    func roots() {
        var random = SeededRandom(seed: 41)
        for degree in [1, 2, 3, 5, 17, 100, 1024] {
            for limbs in [1, 2, 7, 40] {
                let value = number(limbs, &random).magnitude
                let root = value.rootFloor(degree: degree)
                #expect(root.raised(to: degree) <= value)
                #expect((root + .one).raised(to: degree) > value)
            }
            let power = BigInteger(12_345_678_901).raised(to: degree)
            #expect(power.rootFloor(degree: degree) == BigInteger(12_345_678_901))
            #expect((power - .one).rootFloor(degree: degree) == BigInteger(12_345_678_900))
        }
    }

    @Test("256-bit integers agree with unbounded ones")
    func wide() {
        func big(_ value: UInt256) -> BigInteger { (BigInteger(value.high) << 128) + BigInteger(value.low) }
        var random = SeededRandom(seed: 42)
        let limit = (BigInteger.one << 256) - .one
        for _ in 0..<5_000 {
            func word() -> UInt128 { UInt128.random(in: 0 ... .max, using: &random) >> UInt128(random.next() % 128) }
            let (left, right) = (UInt256(product: word(), word()), UInt256(high: word(), low: word()))
            let divisor = Swift.max(word(), 1)
            #expect(big(left / divisor) == big(left).dividedFloor(by: BigInteger(divisor)))
            let remainder = left.quotientAndRemainder(dividingBy: divisor).remainder
            #expect(BigInteger(remainder) == big(left).remainder(dividingBy: BigInteger(divisor)))
            #expect(big(left.addingSaturated(right)) == Swift.min(big(left) + big(right), limit))
            #expect(big(left.subtractingSaturated(right)) == Swift.max(big(left) - big(right), .zero))
            #expect((left < right) == (big(left) < big(right)))
            let shift = Int(random.next() % 256)
            #expect(big(left >> shift) == big(left) >> shift)
            #expect(big(left << shift) == (big(left) << shift).remainder(dividingBy: limit + .one))
        }
    }
}
