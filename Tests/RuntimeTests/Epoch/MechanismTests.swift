import Primitives
import Testbed
import Testing
import Yuma

@testable import SubtensorPallets

@Suite("Mechanisms")
struct MechanismTests {
    @Test("the parts of an emission add up to it")
    func split() {
        #expect(MechanismSplit.amounts(of: 10, among: 3, parts: nil) == [4, 3, 3])
        #expect(MechanismSplit.amounts(of: 65_535, among: 2, parts: [65_534, 1]) == [65_534, 1])
        #expect(MechanismSplit.amounts(of: 100, among: 3, parts: [32_767, 32_768]) == [50, 50, 0].map { Alpha($0) })
        #expect(MechanismSplit.amounts(of: 100, among: 0, parts: nil) == [])
        var random = SeededRandom(seed: 7)
        for _ in 0..<200 {
            let alpha = Alpha(random.next() >> UInt64.random(in: 0...63, using: &random))
            let first = UInt16.random(in: 0...65_535, using: &random)
            let amounts = MechanismSplit.amounts(of: alpha, among: 2, parts: [first, 65_535 - first])
            #expect(amounts.reduce(Alpha.zero) { $0.addingClamped($1) } == alpha)
        }
    }

    @Test("shares are weighted by the emission, amounts are added, flags are united")
    func aggregate() {
        var first = EpochOutput()
        first.active = [true, false]
        first.validatorPermits = [false, false]
        first.dividends = [65_535, 10]
        first.serverEmission = [5, 6]
        first.validatorEmission = [1, 2]
        first.emission = [6, 8]
        first.consensus = [100, 0]
        first.validatorTrust = [3, 3]
        first.stakeWeight = [65_535, 0]
        var second = first
        second.active = [false, true]
        second.dividends = [1, 65_535]
        let sum = MechanismAggregate([first, second], emissions: [300, 100])
        #expect(sum.active == [true, true])
        #expect(sum.serverEmission == [10, 12])
        #expect(sum.validatorEmission == [2, 4])
        // floor(floor(65,535 * 3/4) + 1/4) and floor(floor(10 * 3/4) + 65,535/4)
        #expect(sum.dividends == [49_151, 16_390])
        #expect(sum.consensus == [100, 0])
        #expect(sum.emission == [5, 8])
    }

    @Test("with nothing to divide the main mechanism counts")
    func nothing() {
        var first = EpochOutput()
        first.dividends = [7]
        var second = EpochOutput()
        second.dividends = [9]
        #expect(MechanismAggregate([first, second], emissions: [.zero, .zero]).dividends == [7])
    }
}
