import Testbed
import Testing
import YumaReference

@testable import Yuma

/// The rule for epochs without consensus, by hand and against its slow twin.
@Suite("Epochs without consensus")
struct NullEpochTests {
    /// Four neurons that registered in block 0 and updated in block 1, in block 2: the first two with stake.
    private func subnet(
        stake: [UInt64], row: [(uid: UInt16, value: UInt16)] = [], of validator: Int = 0,
        budget: NullBudget = NullBudget(server: 500_000, validator: 500_000, root: 0)
    ) -> EpochInput {
        var input = EpochInput()
        input.neuronCount = 4
        input.currentBlock = 2
        input.tempo = 10
        input.activityCutoff = 50
        input.lastUpdate = [1, 1, 1, 1]
        input.blockAtRegistration = [0, 0, 0, 0]
        input.alphaStake = stake
        var rows = [[(uid: UInt16, value: UInt16)]](repeating: [], count: 4)
        rows[validator] = row
        input.weights = SparseRows(rows)
        input.nullBudget = budget
        return input
    }

    @Test("servers share by the weights of the one with most stake, stakers by stake, whoever was active")
    func shares() {
        var input = subnet(stake: [300_000_000, 100_000_000], row: [(2, 3), (3, 1)])
        let output = runEpoch(input)
        #expect(output.serverEmission == [0, 0, 375_000, 125_000])
        #expect(output.validatorEmission == [375_000, 125_000, 0, 0])
        #expect(output.emission == [375_000, 125_000, 375_000, 125_000])
        // Three and one in four of 65 535, rounded down.
        #expect(output.incentive == [0, 0, 49_151, 16_383])
        #expect(output.dividends == [49_151, 16_383, 0, 0])
        #expect(output.consensus == [0, 0, 0, 0] && output.validatorTrust == [0, 0, 0, 0])
        #expect(output.validatorPermits == [true, false, false, false])
        #expect(output.bonds.rowCount == 0)
        input.currentBlock = 52
        let later = runEpoch(input)
        #expect(later.active == [false, false, false, false])
        #expect(later.emission == output.emission)
    }

    @Test("of equal stakes the first validates, and a single rao decides")
    func election() {
        #expect(subnet(stake: [7, 7, 7, 7]).nullValidator == 0)
        #expect(subnet(stake: [7, 8, 8, 7]).nullValidator == 1)
        #expect(subnet(stake: [1_000_000_000, 1_000_000_001]).nullValidator == 1)
        #expect(subnet(stake: []).nullValidator == 0)
        #expect(EpochInput().nullValidator == nil)
        // A rao of root stake counts for a part of one of alpha, which is not rounded away.
        var input = subnet(stake: [7, 7, 7, 7])
        input.taoStake = [0, 0, 1, 0]
        input.taoWeight = .max / 2
        #expect(input.nullValidator == 2)
        // Below the threshold nobody earns a dividend, but somebody has to validate.
        input.stakeThreshold = 100
        #expect(runEpoch(input).validatorPermits == [false, false, true, false])
        #expect(runEpoch(input).dividends == [0, 0, 0, 0])
    }

    @Test("where no weight of the validator's counts, all neurons share evenly")
    func noWeights() {
        let even: [UInt64] = [125_000, 125_000, 125_000, 125_000]
        // A row of somebody else does not stand in for the validator's.
        #expect(runEpoch(subnet(stake: [3, 1], row: [(3, .max)], of: 1)).serverEmission == even)
        #expect(runEpoch(subnet(stake: [3, 1], row: [(0, .max)])).serverEmission == even, "for itself")
        #expect(runEpoch(subnet(stake: [3, 1], row: [(2, 0), (3, 0)])).serverEmission == even, "zeros")
        #expect(runEpoch(subnet(stake: [3, 1], row: [(4, 9)])).serverEmission == even, "for nobody")
        var late = subnet(stake: [3, 1], row: [(2, .max)])
        late.blockAtRegistration[2] = 1
        #expect(runEpoch(late).serverEmission == even, "for who registered after it")
        late.blockAtRegistration[2] = 0
        late.lastUpdate = [9, 9, 9, 9]
        #expect(runEpoch(late).serverEmission == [0, 0, 500_000, 0])
        late.blockAtRegistration[2] = 5
        late.commitRevealBlocks = [4, .max, .max, .max]
        #expect(runEpoch(late).serverEmission == even, "for who registered after the commit")
        // The owner may weigh itself.
        var owner = subnet(stake: [3, 1], row: [(0, 1), (2, 1)])
        #expect(runEpoch(owner).serverEmission == [0, 0, 500_000, 0])
        owner.ownerUID = 0
        #expect(runEpoch(owner).serverEmission == [250_000, 0, 250_000, 0])
    }

    @Test("without stake the servers get the validators' part too, and nobody that of root")
    func noStake() {
        let budget = NullBudget(server: 500_001, validator: 500_000, root: 300)
        let output = runEpoch(subnet(stake: [0, 0], budget: budget))
        // One rao is left over: the first gets it.
        #expect(output.serverEmission == [250_001, 250_000, 250_000, 250_000])
        #expect(output.validatorEmission == [0, 0, 0, 0])
        #expect(output.validatorPermits == [true, false, false, false])
        var nobody = EpochInput()
        nobody.nullBudget = budget
        #expect(runEpoch(nobody) == EpochOutput())
    }

    @Test("every rao is divided, each neuron's part is what its share comes to, rounded down or up")
    func apportionment() {
        for whole in [0, 1, 7, 4_097, 1_000_003, UInt64.max] {
            var shares = [UInt128](repeating: 65_535, count: 2_500)
            shares[0] = 1
            shares[100] = 0
            let total = shares.reduce(0, +)
            let parts = Apportionment(shares).parts(of: whole)
            #expect(parts.reduce(UInt128(0)) { $0 + UInt128($1) } == UInt128(whole))
            #expect(parts[100] == 0)
            for (share, part) in zip(shares, parts) {
                let floor = UInt128(whole) * share / total
                #expect([floor, floor + 1].contains(UInt128(part)))
            }
        }
        let huge = Apportionment(Array(repeating: .max, count: 65_535)).parts(of: .max)
        #expect(huge.reduce(UInt128(0)) { $0 + UInt128($1) } == UInt128(UInt64.max))
        #expect(Apportionment([]).parts(of: 5) == [])
        #expect(Apportionment([0, 0]).parts(of: 5) == [0, 0])
        // Of equal remainders the first are rounded up.
        #expect(Apportionment([1, 1, 1, 1]).parts(of: 6) == [2, 2, 1, 1])
        #expect(Apportionment([2, 3, 3]).parts(of: 3) == [1, 1, 1])
        #expect(Apportionment([1, 2, 2]).parts(of: 2) == [0, 1, 1])
    }

    @Test("the rule equals its slow twin on thousands of random subnets, and its parts add up")
    func twin() {
        var divided = 0
        for seed in UInt64(70_000)..<74_000 {
            var random = RandomEpoch(seed: seed)
            var input = random.plausible(count: 1 + Int(seed % 24))
            var amounts = SeededRandom(seed: seed)
            let choices: [UInt64] = [0, 1, 3, 131_071, 148_000_000_000, 1 << 60]
            func amount() -> UInt64 { choices.randomElement(using: &amounts) ?? 0 }
            let budget = NullBudget(server: amount(), validator: amount(), root: amount())
            input.nullBudget = budget
            let output = runEpoch(input)
            let differences = output.differences(from: referenceEpoch(input))
            #expect(differences.isEmpty, "seed \(seed): \(differences)")
            let servers = output.serverEmission.reduce(0, +)
            let stakers = output.validatorEmission.reduce(0, +)
            if output.dividends.contains(where: { $0 > 0 }) {
                divided += 1
                #expect(servers == budget.server && stakers == budget.validator + budget.root, "seed \(seed)")
            } else {
                #expect(output.validatorPermits.count { $0 } == 1, "seed \(seed)")
            }
        }
        print("yuma: \(divided) of 4000 epochs without consensus paid dividends")
        #expect(divided > 1_000)
    }

    @Test("no input traps")
    func hostile() {
        for seed in UInt64(0)..<2_000 {
            var random = RandomEpoch(seed: seed)
            var input = random.hostile(count: 1 + Int(seed % 12))
            input.nullBudget = NullBudget(server: .max, validator: .max, root: .max)
            let output = runEpoch(input)
            #expect(output.emission.count == Int(input.neuronCount))
            #expect(explainEpoch(input).stake.count == Int(input.neuronCount))
        }
    }
}
