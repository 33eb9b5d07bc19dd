import Testbed
import Testing
@testable import Yuma
import YumaReference

@Suite("The epoch equals its slow twin")
struct EpochTwinTests {
    /// Compares both forms of the fast epoch with the twin; says which fields differ and for which input.
    private func compare(_ input: EpochInput, _ label: @autoclosure () -> String) {
        let expected = referenceEpoch(input)
        let differences = runEpoch(input).differences(from: expected)
        #expect(differences.isEmpty, "\(label()): \(differences)")
        let sparse = runSparseEpoch(input).differences(from: expected)
        #expect(sparse.isEmpty, "\(label()), sparse rows: \(sparse)")
    }

    @Test("on every tiny subnet of one neuron")
    func oneNeuron() {
        var cases = 0
        var tiny = TinyEpochs(count: 1)
        while let input = tiny.next() {
            compare(input, "n = 1, case \(cases)")
            cases += 1
        }
        print("yuma: \(cases) subnets of one neuron")
        #expect(cases > 1000)
    }

    @Test("on every tiny subnet of two neurons")
    func twoNeurons() {
        var cases = 0
        var tiny = TinyEpochs(count: 2)
        while let input = tiny.next() {
            compare(input, "n = 2, case \(cases)")
            cases += 1
        }
        print("yuma: \(cases) subnets of two neurons")
        #expect(cases > 10_000)
    }

    @Test("on thousands of random subnets")
    func plausible() {
        for seed in UInt64(0)..<4000 {
            var random = RandomEpoch(seed: seed)
            compare(random.plausible(count: 1 + Int(seed % 24)), "seed \(seed)")
        }
    }

    @Test("on random subnets of many neurons")
    func large() {
        for seed in UInt64(10_000)..<10_060 {
            var random = RandomEpoch(seed: seed)
            compare(random.plausible(count: 40 + Int(seed % 90)), "seed \(seed)")
        }
    }

    @Test("where stake lies exactly on the majority")
    func exactMajority() {
        for seed in UInt64(40_000)..<40_400 {
            var random = RandomEpoch(seed: seed)
            var input = random.plausible(count: 8)
            // Five voters of a fifth each; these fractions of 65535 are multiples of a fifth.
            input.alphaStake = [7, 7, 7, 7, 7, 0, 0, 0]
            input.taoStake = []
            input.stakeThreshold = 0
            input.ownerUID = nil
            input.lastUpdate = Array(repeating: input.currentBlock, count: 8)
            input.validatorPermits = input.alphaStake.map { $0 > 0 }
            input.kappa = [13107, 26214, 39321, 52428][Int(seed % 4)]
            compare(input, "seed \(seed)")
        }
    }

    @Test("on thousands of ragged and hostile states")
    func hostile() {
        for seed in UInt64(20_000)..<24_000 {
            var random = RandomEpoch(seed: seed)
            compare(random.hostile(count: 1 + Int(seed % 16)), "seed \(seed)")
        }
    }

    @Test("on empty input and on input that names no row")
    func empty() {
        compare(EpochInput(), "no neurons")
        var input = EpochInput()
        input.neuronCount = 300
        input.raoEmission = .max
        compare(input, "300 neurons of which nothing is known")
        input.neuronCount = .max
        input.alphaStake = Array(repeating: .max, count: 65_535)
        input.weights = SparseRows([[(65_534, 1), (65_535, 1)]])
        let output = runEpoch(input)
        #expect(output.active.count == 65_535)
        #expect(explainEpoch(input).stake.count == 65_535)
    }

    @Test("a row of 40 000 full weights, whose sum leaves the range, wraps as in the twin")
    func overflowingRow() {
        var input = EpochInput()
        input.neuronCount = 3
        input.currentBlock = 10
        input.lastUpdate = [9, 9, 9]
        input.activityCutoff = 100
        input.alphaStake = [5, 1, 1]
        input.validatorPermits = [true, true, false]
        input.maxAllowedValidators = 2
        input.kappa = 32767
        input.raoEmission = 1_000_000
        let long = (0..<40_000).map { (uid: UInt16($0 % 3), value: UInt16.max) }
        input.weights = SparseRows([long, [(2, 7)], []])
        input.bonds = SparseRows([long, long, long])
        for yuma3 in [false, true] {
            for penalty: UInt16 in [0, 9000, 65535] {
                input.yuma3 = yuma3
                input.liquidAlpha = yuma3
                input.bondsPenalty = penalty
                compare(input, "yuma3 \(yuma3), penalty \(penalty)")
            }
        }
    }

    @Test("tracing changes nothing: the trace of an epoch leads to its output")
    func trace() {
        for seed in UInt64(30_000)..<30_300 {
            var random = RandomEpoch(seed: seed)
            let input = seed % 3 == 0 ? random.hostile(count: 9) : random.plausible(count: 20)
            let trace = explainEpoch(input)
            let output = runEpoch(input)
            func stored(_ share: Int64) -> UInt16 { UInt16(max(0, min(65535, (Int128(share) * 65535) >> 32))) }
            #expect(trace.stake.map(stored) == output.stakeWeight, "seed \(seed)")
            #expect(trace.consensus.map(stored) == output.consensus, "seed \(seed)")
            #expect(trace.incentive.map(stored) == output.incentive, "seed \(seed)")
            #expect(trace.dividends.map(stored) == output.dividends, "seed \(seed)")
            #expect(trace.validatorTrust.map(stored) == output.validatorTrust, "seed \(seed)")
        }
    }
}
