import Yuma

/// Every input of a small grid, one after another: like an odometer whose digits are the choices.
struct TinyEpochs {
    private let count: Int
    private var choices: [Int] = []
    private var limits: [Int] = []
    private var position = 0
    private var finished = false

    init(count: Int) { self.count = count }

    /// The next choice of one among `options`.
    private mutating func pick<Element>(_ options: [Element]) -> Element {
        if position == choices.count {
            choices.append(0)
            limits.append(options.count)
        }
        defer { position += 1 }
        return options[choices[position]]
    }

    /// The next input; `nil` after the last.
    mutating func next() -> EpochInput? {
        if finished { return nil }
        position = 0
        let input = build()
        advance()
        return input
    }

    private mutating func advance() {
        while let last = choices.last, let limit = limits.last {
            if last + 1 < limit {
                choices[choices.count - 1] += 1
                return
            }
            choices.removeLast()
            limits.removeLast()
        }
        finished = true
    }

    private mutating func build() -> EpochInput {
        var input = EpochInput()
        input.neuronCount = UInt16(count)
        input.currentBlock = 100
        input.tempo = 10
        input.activityCutoff = 5
        input.bondsMovingAverage = 900_000
        input.alphaLow = 6553
        input.alphaHigh = 58982
        input.alphaSigmoidSteepness = 200
        input.raoEmission = 1_000_000_007
        input.yuma3 = pick([false, true])
        input.liquidAlpha = input.yuma3 && pick([false, true])
        input.bondsPenalty = pick([0, 20_000, 65535])
        input.kappa = pick([0, 32767, 65535])
        input.ownerUID = pick([nil, 0])
        input.maxAllowedValidators = pick([0, 1])
        input.lastUpdate = [pick([94, 99])] + Array(repeating: 99, count: count - 1)
        input.validatorPermits = [true, true]
        input.alphaStake = count == 1 ? [pick([0, 1, .max])] : [pick([0, 1]), pick([1, 2])]
        input.blockAtRegistration = (0..<count).map { _ in 0 }
        if count == 1 {
            input.blockAtRegistration = [pick([0, 90, 99])]
            input.weights = SparseRows([pick([[], [(0, 0)], [(0, 5)], [(0, 5), (0, 9)], [(1, 1), (0, 3)]])])
            input.bonds = SparseRows([pick([[], [(0, 40_000)], [(1, 40_000)]])])
            return input
        }
        input.blockAtRegistration[1] = pick([0, 90])
        let row: [(uid: UInt16, value: UInt16)] = pick([[], [(1, 3)], [(1, 2), (0, 1)], [(0, 1), (1, 2)]])
        input.weights = SparseRows([row, pick([[], [(0, 65535)], [(0, 1), (1, 1)]])])
        input.bonds = SparseRows([pick([[], [(1, 65535)]]), pick([[], [(0, 1), (1, 30_000)]])])
        return input
    }
}
