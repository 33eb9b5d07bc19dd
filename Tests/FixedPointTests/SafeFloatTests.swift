import FixedPoint
import Testbed
import Testing

@Suite("SafeFloat")
struct SafeFloatTests {
    private func isNormal(_ value: SafeFloat) -> Bool {
        if value.mantissa == 0 { return value.exponent == 0 }
        return value.mantissa <= SafeFloat.mantissaMaximum && value.mantissa > SafeFloat.mantissaMaximum / 10
    }

    private func number(_ random: inout SeededRandom) -> SafeFloat {
        let mantissa = UInt128(random.next()) >> UInt128(random.next() % 64)
        let exponent = Int64(random.next() % 60) - 30
        return SafeFloat(mantissa: mantissa, exponent: exponent) ?? .zero
    }

    @Test("every result is in normal form", arguments: 50...52)
    func normalForm(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<5_000 {
            let (left, right, third) = (number(&random), number(&random), number(&random))
            let results = [
                left, left.adding(right), left.subtracting(right), left.multiplied(by: right),
                left.divided(by: right), left.multiplied(by: right, dividedBy: third),
            ]
            for case .some(let result) in results { #expect(isNormal(result), "seed \(seed) round \(round)") }
        }
    }

    @Test("addition commutes, and subtracting what was added comes back within the last digits")
    func addition() {
        var random = SeededRandom(seed: 53)
        for round in 0..<5_000 {
            let (left, right) = (number(&random), number(&random))
            #expect(left.adding(right) == right.adding(left), "round \(round)")
            guard let sum = left.adding(right), let back = sum.subtracting(right) else { continue }
            // At most one unit of the sum's last digit is lost in each of two truncations.
            let gap = left > back ? left.subtracting(back) : back.subtracting(left)
            let unit = SafeFloat(mantissa: 3, exponent: sum.exponent) ?? .zero
            #expect(gap.map { !($0 > unit) || $0.isZero } ?? true, "round \(round)")
        }
    }

    @Test("amounts come back exactly")
    func amounts() {
        var random = SeededRandom(seed: 54)
        for _ in 0..<5_000 {
            let amount = random.next() >> (random.next() % 64)
            #expect(SafeFloat(amount).flooredUInt64 == amount)
        }
    }

    @Test("an exponent that leaves 64 bits gives no number")
    func exponents() {
        #expect(SafeFloat(mantissa: 1, exponent: .min) == nil)
        #expect(SafeFloat(mantissa: SafeFloat.mantissaMaximum + 1, exponent: 0) == nil)
        let huge = SafeFloat(mantissa: SafeFloat.mantissaMaximum, exponent: .max)
        #expect(huge.flatMap { $0.multiplied(by: $0) } == nil)
        #expect(huge?.flooredUInt64 == .max)
        let tiny = SafeFloat(mantissa: SafeFloat.mantissaMaximum, exponent: .min)
        #expect(tiny?.flooredUInt64 == 0)
        #expect(tiny.flatMap { $0.divided(by: SafeFloat(1)) } == tiny)
        #expect(tiny.flatMap { $0.divided(by: SafeFloat(10)) } == nil)
    }
}
