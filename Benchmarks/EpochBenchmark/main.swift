// Times the epoch against its slow twin, in one process on the same inputs, and prints a table. Times are of the
// processor, not of the clock on the wall, so that other work on the machine disturbs less.
//
//   EpochBenchmark [runs [case]]     `case` is a part of a name in the first column

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Yuma
import YumaReference

/// A repeatable source of numbers (a 64-bit linear congruence): inputs are the same on every machine.
struct Sequence64 {
    var state: UInt64

    mutating func next(below limit: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 20) % limit
    }
}

/// A subnet whose first `validators` neurons hold the stake and set weights on all neurons.
func subnet(neurons: Int, validators: Int, yuma3: Bool, liquid: Bool, penalty: UInt16) -> EpochInput {
    var numbers = Sequence64(state: UInt64(neurons))
    var input = EpochInput()
    input.neuronCount = UInt16(neurons)
    input.currentBlock = 1_000_000
    input.tempo = 360
    input.activityCutoff = 5000
    input.lastUpdate = (0..<neurons).map { _ in 999_900 - numbers.next(below: 300) }
    input.blockAtRegistration = (0..<neurons).map { _ in 500_000 + numbers.next(below: 400_000) }
    input.alphaStake = (0..<neurons).map {
        $0 < validators ? 1_000_000_000_000 + numbers.next(below: 9_000_000_000_000) : 0
    }
    input.taoStake = input.alphaStake.map { $0 / 3 }
    input.taoWeight = 3_320_413_933_267_719_290
    input.maxAllowedValidators = UInt16(validators)
    input.validatorPermits = (0..<neurons).map { $0 < validators }
    input.kappa = 32767
    input.bondsPenalty = penalty
    input.alphaLow = 45875
    input.alphaHigh = 58982
    input.alphaSigmoidSteepness = 1000
    input.bondsMovingAverage = 900_000
    input.yuma3 = yuma3
    input.liquidAlpha = liquid
    input.raoEmission = 148_000_000_000
    // Every server has a quality; validators see it with some error.
    let quality = (0..<neurons).map { _ in numbers.next(below: 40_000) }
    func rows(_ numbers: inout Sequence64) -> SparseRows<UInt16> {
        var rows = SparseRows<UInt16>(capacity: validators * neurons)
        for validator in 0..<neurons {
            if validator < validators {
                for server in 0..<neurons {
                    rows.append(UInt16(quality[server] + numbers.next(below: 20_000) + 1), to: UInt16(server))
                }
            }
            rows.endRow()
        }
        return rows
    }
    input.weights = rows(&numbers)
    input.bonds = rows(&numbers)
    return input
}

/// Processor time that this process has used, in milliseconds.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

/// Milliseconds that each of `runs` calls takes, sorted.
func times(runs: Int, _ body: () -> Void) -> [Double] {
    (0..<runs).map { _ in
        let start = processorTime()
        body()
        return processorTime() - start
    }.sorted()
}

func column(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }

func milliseconds(_ value: Double) -> String {
    let thousandths = Int(value * 1000 + 0.5)
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
}

let runs = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 200 : 200
let wanted = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : ""
print("epoch, milliseconds of processor time; \(runs) runs each (the twin: 3)")
print(column("case", 34), column("best", 9), column("median", 9), column("twin best", 11), column("ratio", 7), "equal")
for (neurons, validators) in [(256, 64), (4096, 64)] {
    for (label, yuma3, liquid, penalty) in [
        ("Yuma 2, penalty 1", false, false, UInt16.max), ("Yuma 2, penalty 0.5", false, false, 32_768),
        ("Yuma 3", true, false, 0), ("Yuma 3, liquid alpha", true, true, 0),
    ] {
        let name = "\(neurons)/\(validators) \(label)"
        guard wanted.isEmpty || name.contains(wanted) else { continue }
        let input = subnet(
            neurons: neurons, validators: validators, yuma3: yuma3, liquid: liquid, penalty: penalty)
        var output = EpochOutput()
        let fast = times(runs: neurons > 1000 ? max(runs / 10, 5) : runs) { output = runEpoch(input) }
        var expected = EpochOutput()
        let slow = times(runs: 3) { expected = referenceEpoch(input) }
        print(
            column(name, 34), column(milliseconds(fast[0]), 9),
            column(milliseconds(fast[fast.count / 2]), 9), column(milliseconds(slow[0]), 11),
            column("\(Int(slow[0] / fast[0]))x", 7), output == expected)
    }
}
