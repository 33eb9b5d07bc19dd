import Testing
import Yuma

/// Small subnets with known results.
@Suite("Known results of small subnets")
struct EpochExpectationTests {
    /// A subnet whose neurons all registered in block 0 and updated in block 99 of 100.
    private func subnet(_ count: Int, stake: [UInt64], weights: [[(uid: UInt16, value: UInt16)]]) -> EpochInput {
        var input = EpochInput()
        input.neuronCount = UInt16(count)
        input.currentBlock = 100
        input.tempo = 10
        input.activityCutoff = 50
        input.lastUpdate = Array(repeating: 99, count: count)
        input.blockAtRegistration = Array(repeating: 0, count: count)
        input.alphaStake = stake + Array(repeating: 0, count: count - stake.count)
        input.validatorPermits = input.alphaStake.map { $0 > 0 }
        input.maxAllowedValidators = UInt16(count)
        input.kappa = 32767
        input.bondsPenalty = 65535
        input.bondsMovingAverage = 900_000
        input.raoEmission = 1_000_000_000
        input.weights = SparseRows(weights + Array(repeating: [], count: count - weights.count))
        return input
    }

    @Test("ten neurons that only weigh themselves share by stake")
    func selfWeights() {
        let output = runEpoch(
            subnet(10, stake: Array(repeating: 1, count: 10), weights: (UInt16(0)..<10).map { [($0, 65535)] }))
        #expect(output.emission == Array(repeating: 99_999_999, count: 10))
        #expect(output.consensus.allSatisfy { $0 == 0 })
        #expect(output.incentive.allSatisfy { $0 == 0 })
        #expect(output.dividends.allSatisfy { $0 == 0 })
    }

    @Test("64 equal validators of 448 equal servers share evenly")
    func evenSubnet() {
        let row = (64..<512).map { (uid: UInt16($0), value: UInt16(1)) }
        let output = runEpoch(
            subnet(512, stake: Array(repeating: 1_000, count: 64), weights: Array(repeating: row, count: 64)))
        for uid in 0..<64 {
            #expect(output.dividends[uid] == 1023)
            #expect(output.emission[uid] == 7_812_500)
            #expect(output.bonds.row(uid).map(\.value) == Array(repeating: 65535, count: 448))
        }
        for uid in 64..<512 {
            #expect(output.consensus[uid] == 146)
            #expect(output.incentive[uid] == 146)
            #expect(output.emission[uid] == 1_116_071)
        }
    }

    @Test("without weights that count the stake earns all, with them servers earn half")
    func zeroWeights() {
        var input = subnet(2, stake: [1_000], weights: [])
        #expect(runEpoch(input).emission == [1_000_000_000, 0])
        input.weights = SparseRows([[(0, 65535)], []])
        #expect(runEpoch(input).emission == [1_000_000_000, 0])
        input.weights = SparseRows([[(1, 65535)], []])
        input.blockAtRegistration = [0, 99]
        #expect(runEpoch(input).emission == [1_000_000_000, 0])
        input.blockAtRegistration = [0, 98]
        #expect(runEpoch(input).emission == [500_000_000, 500_000_000])
    }

    @Test("first bonds follow stake")
    func bonds() {
        let row: [(uid: UInt16, value: UInt16)] = [(4, 16383), (5, 32767), (6, 49149), (7, 65535)]
        let output = runEpoch(subnet(8, stake: [1, 2, 3, 4], weights: Array(repeating: row, count: 4)))
        #expect(
            output.emission == [
                49_999_998, 99_999_999, 150_000_000, 200_000_001, 49_998_779, 100_000_610, 149_996_337, 200_004_272,
            ])
        #expect((0..<4).map { output.bonds.row($0)[0].value } == [16383, 32767, 49151, 65535])
    }

    @Test("a validator that turns inactive loses bonds slowly and wins them back slowly")
    func activeStake() {
        let row: [(uid: UInt16, value: UInt16)] = [(2, 65535), (3, 65535)]
        var input = subnet(4, stake: [1_000, 1_000], weights: [row, row])
        var output = runEpoch(input)
        #expect(output.dividends == [32767, 32767, 0, 0])
        input.bonds = output.bonds
        input.lastUpdate[1] = 49
        output = runEpoch(input)
        #expect(output.active == [true, false, true, true])
        #expect(output.dividends[..<2] == [36044, 29490])
        #expect(output.emission[..<2] == [274_999_999, 224_999_999])
        #expect(output.bonds.row(0)[0].value == 65535)
        #expect(output.bonds.row(1)[0].value == 53619)
        input.bonds = output.bonds
        input.lastUpdate[1] = 99
        output = runEpoch(input)
        #expect(output.dividends[..<2] == [35716, 29818])
        #expect(output.emission[..<2] == [272_501_132, 227_498_866])
        #expect(output.bonds.row(1)[0].value == 54712)
    }

    @Test("a server that takes over a UID earns nothing from older weights")
    func outdatedWeights() {
        let row: [(uid: UInt16, value: UInt16)] = [(2, 65535), (3, 32768)]
        var input = subnet(4, stake: [1_000, 1_000], weights: [row, row])
        #expect(runEpoch(input).emission == [250_000_000, 250_000_000, 333_331_637, 166_668_361])
        input.blockAtRegistration[3] = 99
        #expect(runEpoch(input).emission == [250_000_000, 250_000_000, 500_000_000, 0])
    }

    @Test("a weight whose commit is older than its target does not count")
    func commitReveal() {
        let row: [(uid: UInt16, value: UInt16)] = [(2, 65535), (3, 32768)]
        var input = subnet(4, stake: [1_000, 1_000], weights: [row, row])
        input.blockAtRegistration[3] = 50
        let whole = runEpoch(input)
        input.commitRevealBlocks = [.max, .max, .max, .max]
        #expect(runEpoch(input) == whole)
        input.commitRevealBlocks = [50, 50, .max, .max]
        #expect(runEpoch(input) == whole)
        input.commitRevealBlocks = [49, 49, .max, .max]
        #expect(runEpoch(input).emission == [250_000_000, 250_000_000, 500_000_000, 0])
    }

    @Test("Yuma 3: who moves first with the majority earns the dividends, and followers catch up")
    func majorityMovesFirst() {
        // Validators 0, 1, 2 move from server 3 to server 4 one after another.
        let dividends: [[Double]] = [
            [0.8, 0.1, 0.1], [1, 0, 0], [0.9382, 0.0618, 0], [0.8819, 0.0773, 0.0407], [0.8564, 0.0844, 0.0592],
            [0.8418, 0.0884, 0.0697],
        ]
        let bonds: [Int: [[Double]]] = [
            0: [[0.1013, 0], [0.1013, 0], [0.1013, 0]], 1: [[0.0908, 0.1013], [0.3697, 0], [0.3697, 0]],
        ]
        var input = subnet(5, stake: [8_000, 1_000, 1_000], weights: [])
        input.yuma3 = true
        input.liquidAlpha = true
        input.alphaLow = 6553
        input.alphaHigh = 19660
        input.alphaSigmoidSteepness = 1000
        input.bondsMovingAverage = 975_000
        input.bondsPenalty = 0
        for epoch in 0..<6 {
            input.weights = SparseRows(
                (0..<5).map { uid in
                    if uid > 2 { return [] }
                    return epoch > uid ? [(3, 0), (4, 65535)] : [(3, 65535), (4, 0)]
                })
            let output = runEpoch(input)
            for uid in 0..<3 {
                let share = Double(output.dividends[uid]) / 65535
                #expect(abs(share - dividends[epoch][uid]) < 1e-3, "epoch \(epoch), validator \(uid): \(share)")
                guard let expected = bonds[epoch] else { continue }
                for server in 0..<2 {
                    let entry = output.bonds.row(uid).first { Int($0.uid) == 3 + server }
                    let bond = Double(entry?.value ?? 0) / 65535
                    #expect(abs(bond - expected[uid][server]) < 1e-3, "epoch \(epoch), validator \(uid): \(bond)")
                }
            }
            input.bonds = output.bonds
        }
    }
}
