import Yuma

/// A repeatable source of numbers (a 64-bit linear congruence): inputs are the same on every machine.
private struct Sequence64 {
    var state: UInt64

    mutating func next(below limit: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 20) % limit
    }
}

extension EpochInput {
    /// A subnet whose first `validators` neurons hold the stake and set weights on all neurons.
    static func synthetic(
        neurons: Int, validators: Int, yuma3: Bool, liquid: Bool, penalty: UInt16
    ) -> EpochInput {
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
}
