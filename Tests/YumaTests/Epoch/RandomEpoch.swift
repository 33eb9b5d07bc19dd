import Testbed
import Yuma

/// Makes epoch inputs from a seed: plausible ones and hostile ones.
struct RandomEpoch {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private mutating func pick<Element>(_ options: [Element]) -> Element {
        options[Int.random(in: 0..<options.count, using: &random)]
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    /// A subnet as it may stand on a chain: rows without repeated UIDs, everything within its range.
    mutating func plausible(count: Int) -> EpochInput {
        var input = EpochInput()
        let block = UInt64.random(in: 10_000...5_000_000, using: &random)
        input.neuronCount = UInt16(count)
        input.currentBlock = block
        input.tempo = pick([1, 99, 360, 1000])
        input.activityCutoff = pick([1, 360, 5000])
        input.lastMechanismStepBlock = pick([0, 0, block - UInt64(input.tempo) - 1])
        input.lastUpdate = (0..<count).map { _ in block - UInt64.random(in: 0...6000, using: &random) }
        input.blockAtRegistration = (0..<count).map { _ in
            block - (chance(80) ? UInt64.random(in: 5000...9000, using: &random) : .random(in: 0...800, using: &random))
        }
        let equalStakes = chance(20)
        input.alphaStake = (0..<count).map { _ in
            if equalStakes { return 1_000_000_000 }
            return chance(30) ? 0 : UInt64.random(in: 0...1_000_000_000_000_000, using: &random)
        }
        input.taoStake = (0..<count).map { _ in chance(50) ? 0 : .random(in: 0...100_000_000_000_000, using: &random) }
        input.taoWeight = pick([0, 3_320_413_933_267_719_290, .max])
        input.stakeThreshold = pick([0, 0, 1_000_000_000_000])
        input.maxAllowedValidators = UInt16.random(in: 0...UInt16(count + 1), using: &random)
        input.validatorPermits = (0..<count).map { _ in chance(60) }
        input.ownerUID = chance(30) ? UInt16.random(in: 0..<UInt16(count), using: &random) : nil
        input.kappa = pick([0, 1, 16383, 32767, 32768, 39321, 65534, 65535])
        input.bondsPenalty = pick([0, 1, 32768, 65534, 65535])
        input.alphaLow = pick([0, 6553, 45875])
        input.alphaHigh = pick([45875, 58982, 65535])
        input.bondsMovingAverage = pick([0, 1, 500_000, 900_000, 975_000, 1_000_000])
        input.alphaSigmoidSteepness = pick([0, 100, 200, 1000, 4000, .max, -200, .min])
        input.yuma3 = chance(60)
        input.liquidAlpha = chance(60)
        input.raoEmission = pick([0, 1, 1_000_000_000, 148_000_000_000, .max])
        let density = pick([3, 30, 100])
        let sorted = chance(60)
        input.weights = rows(count, density: density, sorted: sorted)
        input.bonds = rows(count, density: pick([0, 10, 100]), sorted: sorted || chance(50))
        if chance(25) {
            input.commitRevealBlocks = (0..<count).map { _ in
                chance(50) ? .max : block - UInt64.random(in: 0...7000, using: &random)
            }
        }
        if input.liquidAlpha, chance(40) {
            input.liquidConsensus = (0..<pick([0, count / 2, count, count + 1])).map { _ in pick([0, 1, 20_000, 65535])
            }
        }
        return input
    }

    private mutating func rows(_ count: Int, density: Int, sorted: Bool) -> SparseRows<UInt16> {
        let palette: [UInt16] = pick([[65535], [1, 2, 3], [0, 1, 65535], []])
        return SparseRows(
            (0..<count).map { _ in
                var uids = (0..<count).filter { _ in chance(density) }
                if !sorted { uids.shuffle(using: &random) }
                return uids.map { uid in
                    (UInt16(uid), palette.isEmpty ? UInt16.random(in: 0...65535, using: &random) : pick(palette))
                }
            })
    }

    /// A state that no chain would hold: arrays of any length, numbers at the ends of their range, rows that name UIDs
    /// twice, out of order or beyond the subnet.
    mutating func hostile(count: Int) -> EpochInput {
        var input = plausible(count: count)
        let extremes: [UInt64] = [0, 1, 1 << 31, 1 << 32, 1 << 62, 1 << 63, .max - 1, .max]
        if chance(40) { input.currentBlock = pick(extremes) }
        if chance(40) { input.lastMechanismStepBlock = pick(extremes) }
        if chance(40) { input.activityCutoff = pick(extremes) }
        if chance(40) { input.stakeThreshold = pick(extremes) }
        if chance(40) { input.taoWeight = pick(extremes) }
        if chance(40) { input.bondsMovingAverage = pick(extremes + [1_000_001, 3_000_000]) }
        if chance(40) { input.raoEmission = pick(extremes) }
        if chance(30) { input.ownerUID = pick([0, UInt16(count), .max]) }
        if chance(30) { (input.alphaLow, input.alphaHigh) = (input.alphaHigh, input.alphaLow) }
        input.alphaStake = ragged(count, extremes)
        input.taoStake = ragged(count, extremes)
        input.lastUpdate = ragged(count, extremes)
        input.blockAtRegistration = ragged(count, extremes)
        if chance(50) { input.commitRevealBlocks = ragged(count, extremes) }
        input.validatorPermits = Array(input.validatorPermits.prefix(Int.random(in: 0...count, using: &random)))
        if chance(80) {
            input.weights = wildRows(count)
            input.bonds = wildRows(count)
        }
        return input
    }

    private mutating func ragged(_ count: Int, _ extremes: [UInt64]) -> [UInt64] {
        let length = pick([count, count, 0, count / 2, count + 3])
        let wild = pick([5, 50])
        return (0..<length).map { _ in chance(wild) ? pick(extremes) : .random(in: 0...9_000_000, using: &random) }
    }

    private mutating func wildRows(_ count: Int) -> SparseRows<UInt16> {
        let values: [UInt16] = pick([[0, 1, 65535], [65535], [7, 300, 20_000, 65535]])
        return SparseRows(
            (0..<pick([count, count / 2, count + 2])).map { _ in
                (0..<Int.random(in: 0...count + 3, using: &random)).map { _ in
                    (
                        chance(5)
                            ? UInt16.random(in: 0...(.max), using: &random)
                            : UInt16.random(in: 0..<UInt16(count + 1), using: &random), pick(values)
                    )
                }
            })
    }
}
