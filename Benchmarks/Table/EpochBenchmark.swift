import Foundation
import Measuring
import Yuma
import YumaReference

/// One epoch of Yuma Consensus, against its slow twin and a NumPy program in floating point.
enum EpochBenchmark: Benchmark {
    static let name = "epoch"

    private struct Case {
        var neurons: Int
        var name: String
        var yuma3 = false
        var liquid = false
        var penalty: UInt16 = 0
        var budget: Double?
        var runs: Int
    }

    private static let cases = [
        Case(neurons: 256, name: "Yuma 2", penalty: .max, budget: 0.25, runs: 1_000),
        Case(neurons: 256, name: "Yuma 2, penalty ½", penalty: 32_768, budget: 0.25, runs: 1_000),
        Case(neurons: 256, name: "Yuma 3", yuma3: true, budget: 0.25, runs: 1_000),
        Case(neurons: 256, name: "Yuma 3, liquid alpha", yuma3: true, liquid: true, budget: 0.8, runs: 1_000),
        Case(neurons: 4_096, name: "Yuma 2", penalty: .max, budget: 5, runs: 100),
        Case(neurons: 4_096, name: "Yuma 3, liquid alpha", yuma3: true, liquid: true, runs: 100),
    ]

    static func rows(_ setting: BenchmarkSetting) throws -> [Row] {
        try cases.map { item in
            let input = EpochInput.synthetic(
                neurons: item.neurons, validators: 64, yuma3: item.yuma3, liquid: item.liquid, penalty: item.penalty)
            var output = EpochOutput()
            let sample = Stopwatch.processorSeconds(runs: setting.runs(item.runs)) { output = runEpoch(input) }
            var expected = EpochOutput()
            let twin = Stopwatch.processorSeconds(runs: 3) { expected = referenceEpoch(input) }
            guard output == expected else { throw BenchmarkFailure("the epoch differs from its twin") }
            var baselines = [(name: "slow twin", sample: twin.scaled(by: 1_000))]
            if let environment = setting.environment10 {
                baselines.append(("NumPy", try numPy(input, output, in: environment, runs: setting.runs(200))))
            }
            return Row(
                what: "epoch, \(item.neurons) UIDs, 64 validators, \(item.name)", unit: "ms of processor",
                sample: sample.scaled(by: 1_000), budget: item.budget.map { .atMost($0) }, baselines: baselines)
        }
    }

    /// Milliseconds of the NumPy program on the same input. Its result has to agree to a few 65,535ths.
    private static func numPy(
        _ input: EpochInput, _ output: EpochOutput, in environment: String, runs: Int
    ) throws -> Sample {
        func dense(_ rows: SparseRows<UInt16>, _ uid: Int) -> [Int] {
            var list = [Int](repeating: 0, count: Int(input.neuronCount))
            for entry in rows.row(uid) { list[Int(entry.uid)] = Int(entry.value) }
            return list
        }
        let validators = input.validatorPermits.indices.filter { input.validatorPermits[$0] }
        let taoWeight = Double(input.taoWeight) / Double(UInt64.max)
        let answer = try ChildOutput.python(
            "epoch.py", in: environment,
            [
                "stake": validators.map { Double(input.alphaStake[$0]) + taoWeight * Double(input.taoStake[$0]) },
                "weights": validators.map { dense(input.weights, $0) },
                "bonds": validators.map { dense(input.bonds, $0) },
                "kappa": Int(input.kappa), "penalty": Int(input.bondsPenalty), "yuma3": input.yuma3,
                "liquid": input.liquidAlpha, "alpha_low": Int(input.alphaLow), "alpha_high": Int(input.alphaHigh),
                "steepness": Int(input.alphaSigmoidSteepness), "average": Int(input.bondsMovingAverage), "runs": runs,
            ])
        guard let times = answer["milliseconds"] as? [Double], let incentive = answer["incentive"] as? [Double],
            let dividends = answer["dividends"] as? [Double]
        else { throw BenchmarkFailure("epoch.py answers \(answer.keys.sorted())") }
        let pairs =
            Array(zip(incentive, output.incentive)) + Array(zip(dividends, validators.map { output.dividends[$0] }))
        let furthest = pairs.map { abs($0 - Double($1)) }.max() ?? 0
        guard furthest < 3 else { throw BenchmarkFailure("NumPy differs by \(furthest) 65,535ths") }
        return Sample(times)
    }
}
