import Foundation
import Testbed
import Testing
import Yuma

@Suite("Properties of Yuma Consensus")
struct EpochPropertyTests {
    @Test("an honest majority keeps its share of the emission, whatever the cabal's weight on itself")
    func honestShare() {
        var teams = TwoTeams(honestStake: 0.6, deviation: 0.4, penalty: 65535, seed: 1)
        for step in 0...20 {
            let share = teams.honestEmission(honestWeight: 0.8, cabalWeight: Double(step) / 20)
            #expect(share >= 0.6, "cabal weight \(Double(step) / 20): \(share)")
        }
        let low = teams.honestEmission(honestWeight: 0.6, cabalWeight: 1)
        #expect(low < 0.6, "an honest side that spends too little on itself loses: \(low)")
    }

    @Test("emission at stated points of honest and cabal weights is what the reference gives")
    func statedPoints() {
        // Honest stake, honest weight, cabal weight, deviation, penalty, mean honest emission of the reference.
        let points: [(Double, Double, Double, Double, UInt16, Double)] = [
            (0.51, 1, 1, 0.001, 65535, 1.0000), (0.51, 0.03, 0, 0.001, 65535, 0.5136),
            (0.51, 0.51, 0.49, 0.001, 65535, 0.5103), (0.51, 0.61, 0.8, 0.1, 65535, 0.5120),
            (0.6, 0.67, 0.65, 0.2, 65535, 0.6012), (0.6, 0.74, 0.77, 0.4, 65535, 0.6037),
            (0.6, 0.73, 1, 0.4, 65535, 0.6041), (0.6, 0.74, 1, 0.4, 55800, 0.5968),
            (0.6, 0.76, 1, 0.4, 43690, 0.5993), (0.6, 0.78, 1, 0.4, 21845, 0.5996),
            (0.6, 0.79, 1, 0.4, 0, 0.5984), (0.6, 0.92, 1, 0.4, 65535, 0.8395),
            (0.65, 0.78, 0.85, 0.6, 65535, 0.6536), (0.7, 0.81, 0.85, 0.8, 65535, 0.7079),
            (0.7, 0.83, 0.85, 1, 65535, 0.7071), (0.6, 0.6, 1, 0.4, 65535, 0.5098),
            (0.6, 0.4, 1, 0.4, 65535, 0.4153), (0.6, 0.5, 0.5, 0.4, 65535, 0.5498),
        ]
        for (stake, honest, cabal, deviation, penalty, expected) in points {
            let shares = (1...5).map { seed in
                var teams = TwoTeams(honestStake: stake, deviation: deviation, penalty: penalty, seed: seed)
                return teams.honestEmission(honestWeight: honest, cabalWeight: cabal)
            }
            let mean = shares.reduce(0, +) / 5
            let point = (stake, honest, cabal, deviation, penalty)
            #expect(abs(mean - expected) < 0.015, "\(point): \(mean), not \(expected)")
        }
    }

    @Test("emission is never more than the whole and falls short by rounding only")
    func emissionSums() {
        for seed in UInt64(50_000)..<51_000 {
            var random = RandomEpoch(seed: seed)
            let input = random.plausible(count: 1 + Int(seed % 20))
            let output = runEpoch(input)
            let rao = UInt128(input.raoEmission)
            let combined = output.emission.reduce(UInt128(0)) { $0 + UInt128($1) }
            let parts = zip(output.serverEmission, output.validatorEmission)
                .reduce(UInt128(0)) { $0 + UInt128($1.0) + UInt128($1.1) }
            #expect(combined <= rao, "seed \(seed)")
            #expect(parts <= rao, "seed \(seed)")
            guard output.stakeWeight.contains(where: { $0 > 0 }) else { continue }
            let loss = UInt128(input.neuronCount) * (2 + rao >> 32 + 1)
            #expect(combined + loss >= rao, "seed \(seed)")
            #expect(parts + 2 * loss >= rao, "seed \(seed)")
        }
    }

    @Test("a neuron for which nobody with a permit votes has no incentive")
    func noVotes() {
        for seed in UInt64(60_000)..<60_500 {
            var random = RandomEpoch(seed: seed)
            let input = random.plausible(count: 12)
            let output = runEpoch(input)
            var voted = Set<UInt16>()
            for uid in 0..<12 where input.validatorPermits[uid] || input.ownerUID == UInt16(uid) {
                for entry in input.weights.row(uid)
                where input.lastUpdate[uid] > input.blockAtRegistration[Int(entry.uid)] {
                    voted.insert(entry.uid)
                }
            }
            for uid in 0..<12 where !voted.contains(UInt16(uid)) {
                #expect(output.incentive[uid] == 0, "seed \(seed)")
                #expect(output.serverEmission[uid] == 0, "seed \(seed)")
            }
        }
    }

    @Test("stored bonds, permits and rows keep their form")
    func shapes() {
        for seed in UInt64(70_000)..<70_500 {
            var random = RandomEpoch(seed: seed)
            let input = random.hostile(count: 1 + Int(seed % 12))
            let output = runEpoch(input)
            let count = Int(input.neuronCount)
            #expect(output.bonds.rowCount == count, "seed \(seed)")
            for uid in 0..<count {
                #expect(output.validatorPermits[uid] || output.bonds.row(uid).isEmpty, "seed \(seed)")
                #expect(output.bonds.row(uid).allSatisfy { Int($0.uid) < count }, "seed \(seed)")
            }
            let permitted = output.validatorPermits.count { $0 }
            #expect(permitted <= Int(input.maxAllowedValidators) + 1, "seed \(seed)")
        }
    }
}

/// 512 neurons of two teams, 64 of them validators: each team's validators give a part of their weight to their own
/// servers and the rest to the other team's.
struct TwoTeams {
    private let honestStake: Double
    private let deviation: Double
    private let penalty: UInt16
    private var random: SeededRandom

    init(honestStake: Double, deviation: Double, penalty: UInt16, seed: Int) {
        self.honestStake = honestStake
        self.deviation = deviation
        self.penalty = penalty
        random = SeededRandom(seed: UInt64(seed))
    }

    /// A normally distributed number, by Box and Muller, not below 0.
    private mutating func normal(_ deviation: Double) -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &random))).squareRoot()
        return max(0, 1 + deviation * radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random)))
    }

    /// The part of the emission that honest validators and servers earn in one epoch without old bonds.
    mutating func honestEmission(honestWeight: Double, cabalWeight: Double) -> Double {
        let honestValidators = Int((64 * honestStake).rounded())
        let honestServers = Int((448 * honestStake).rounded())
        var input = EpochInput()
        input.neuronCount = 512
        input.currentBlock = 1000
        input.tempo = 100
        input.activityCutoff = 500
        input.lastUpdate = Array(repeating: 999, count: 512)
        input.blockAtRegistration = Array(repeating: 0, count: 512)
        input.maxAllowedValidators = 64
        input.validatorPermits = (0..<512).map { $0 < 64 }
        input.kappa = 32768
        input.bondsPenalty = penalty
        input.bondsMovingAverage = 900_000
        input.raoEmission = 1_000_000_000

        let stakes = (0..<64).map { _ in normal(0.3) }
        let honest = stakes[..<honestValidators].reduce(0, +)
        let cabal = stakes[honestValidators...].reduce(0, +)
        input.alphaStake = (0..<512).map { uid in
            guard uid < 64 else { return 0 }
            let isHonest = uid < honestValidators
            let share = isHonest ? stakes[uid] / honest * honestStake : stakes[uid] / cabal * (1 - honestStake)
            return UInt64(share * 1e15)
        }
        input.weights = SparseRows(
            (0..<512).map { uid in
                guard uid < 64 else { return [] }
                let toHonest = uid < honestValidators ? honestWeight : 1 - cabalWeight
                return row(toHonest: toHonest, honestServers)
            })
        let output = runEpoch(input)
        let earned = (0..<512).filter { $0 < honestValidators || (64..<64 + honestServers).contains($0) }
            .reduce(0.0) { $0 + Double(output.emission[$1]) }
        return earned / output.emission.reduce(0.0) { $0 + Double($1) }
    }

    /// One validator's weights.
    private mutating func row(toHonest: Double, _ honestServers: Int) -> [(uid: UInt16, value: UInt16)] {
        var weights = (0..<448).map { _ in normal(deviation) }
        let honest = weights[..<honestServers].reduce(0, +)
        let cabal = weights[honestServers...].reduce(0, +)
        for server in 0..<448 {
            weights[server] *= server < honestServers ? toHonest / honest : (1 - toHonest) / cabal
        }
        let greatest = weights.max() ?? 1
        return (0..<448).map { (UInt16(64 + $0), UInt16(weights[$0] / greatest * 65535)) }
    }
}
