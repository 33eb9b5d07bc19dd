import Testbed
import Testing
@testable import Yuma
@testable import YumaReference

/// The epoch's quick arithmetic against the twin's plain one.
@Suite("Arithmetic of the epoch")
struct EpochArithmeticTests {
    private let edges: [Int64] = [
        0, 1, 2, 3, 65535, 1 << 16, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, (1 << 32) + 1, 3 << 32, 1 << 47,
        (1 << 62) - 1, 1 << 62, .max - 1, .max, -1, -2, -(1 << 32), .min + 1, .min,
    ]

    private func twin(_ bits: Int64) -> FixedNumber { FixedNumber(bits: Int128(bits)) }

    @Test("dividing by a reciprocal equals division")
    func dividers() {
        var random = SeededRandom(seed: 80_000)
        func check(_ dividend: Int64, _ divisor: Int64) {
            let expected = divisor == 0 ? twin(dividend) : twin(dividend) / twin(divisor)
            #expect(twin(FixedDivider(divisor).quotient(of: dividend)) == expected, "\(dividend) / \(divisor)")
        }
        for dividend in edges { for divisor in edges { check(dividend, divisor) } }
        for _ in 0..<200_000 {
            let divisor = Int64.random(in: 1...(.max), using: &random) >> Int64.random(in: 0..<62, using: &random)
            check(Int64.random(in: 0...max(divisor, 1), using: &random), divisor)
            check(divisor, divisor)
        }
    }

    @Test("products of shares and of any numbers equal the twin's")
    func products() {
        var random = SeededRandom(seed: 81_000)
        for left in edges {
            for right in edges { #expect(twin(RawFixed.multiply(left, right)) == twin(left) * twin(right)) }
        }
        for _ in 0..<200_000 {
            let share = Int64.random(in: 0...RawFixed.one, using: &random)
            let number = Int64.random(in: 0...(.max), using: &random) >> Int64.random(in: 0..<62, using: &random)
            #expect(twin(RawFixed.product(share, number)) == twin(share) * twin(number), "\(share) * \(number)")
            let negative = -number
            #expect(twin(RawFixed.multiply(share, negative)) == twin(share) * twin(negative))
        }
    }

    @Test("sums, differences and stored fractions equal the twin's")
    func sums() {
        for left in edges {
            for right in edges {
                #expect(twin(RawFixed.add(left, right)) == twin(left) + twin(right))
                #expect(twin(RawFixed.subtract(left, right)) == twin(left) - twin(right))
            }
            #expect(RawFixed.stored(left) == twin(left).storedFraction)
        }
        for stored in UInt16(0)...(.max) { #expect(twin(RawFixed.share(stored)) == .fraction(stored)) }
    }

    @Test("exponentials, one and four at a time, equal the twin's")
    func exponentials() {
        var random = SeededRandom(seed: 82_000)
        let limit = Int64(20) << 32
        let series = ExponentialSeries()
        var exponents: [Int64] = [0, 1, -1, RawFixed.one, -RawFixed.one, limit, -limit, RawFixed.half]
        for _ in 0..<40_000 { exponents.append(Int64.random(in: -limit...limit, using: &random)) }
        for _ in 0..<10_000 { exponents.append(Int64.random(in: -limit...limit, using: &random) >> 8) }
        for first in stride(from: 0, to: exponents.count, by: 4) {
            let four = exponents[first..<first + 4].map { $0 }
            let expected = four.map { twin($0).exponential }
            #expect(four.map { twin(RawExponential.value(of: $0)) } == expected, "\(four)")
            let values = series.values(of: (four[0], four[1], four[2], four[3]))
            #expect([values.0, values.1, values.2, values.3].map(twin) == expected, "\(four)")
        }
    }
}
