import Neuron
import Primitives
import Testbed
import Testing
import Yuma

@testable import Subnets

/// The network of `myelin up` without sockets and processes: the real validators' standings through the real epoch.
@Suite(.enabled(if: DefaultCorpus.isThere)) struct NetworkOrderTests {
    /// Rounds before the first weights, as `myelin validator` has it.
    private static let rounds = 8

    /// A validator after its rounds, and the miners' cross-entropies on the documents that it holds out.
    private struct Outcome {
        var weights: [NeuronWeight]
        var crossEntropies: [Double]
    }

    private func outcome(of member: NetworkPlan.Member, firstMiner: UID) throws -> Outcome {
        guard case .validator(let seed) = member.role else { throw TestError.noValidator }
        let corpus = try DefaultCorpus.shared.get()
        var validator = try LanguageValidator(corpus: corpus, seed: seed)
        let task = validator.task
        let predictors = NetworkPlan.modelClasses.map { LanguagePredictor($0, training: task.split.training, seed: 0) }
        for _ in 0..<Self.rounds {
            let (challenge, request) = validator.nextChallenge()
            let answers = predictors.enumerated().map { index, predictor in
                LanguageValidator.Answer(
                    uid: firstMiner + UID(index), hotkey: .zero,
                    predictions: request.contexts.map { predictor.prediction(after: $0) })
            }
            validator.record(answers, to: challenge)
        }
        let crossEntropies = NetworkPlan.modelClasses.compactMap(\.order).map { order in
            LanguageModel(order: order, vocabulary: task.vocabulary, training: task.split.training)
                .crossEntropy(on: task.split.heldOut)
        }
        return Outcome(weights: validator.standings.weights, crossEntropies: crossEntropies)
    }

    private enum TestError: Error { case noValidator }

    @Test(
        "incentives of the epoch follow the models' cross-entropy on held-out documents, garbage gets exactly 0",
        arguments: 0..<10 as Range<UInt64>)
    func order(seed: UInt64) throws {
        let plan = NetworkPlan(seed: seed)
        let firstMiner = UID(1 + plan.validators.count)
        let outcomes = try plan.validators.map { try outcome(of: $0, firstMiner: firstMiner) }
        for outcome in outcomes {
            for (worse, better) in zip(outcome.crossEntropies, outcome.crossEntropies.dropFirst()) {
                #expect(worse > better, "each order improves on the one below, seed \(seed)")
            }
        }

        var rows: [[(uid: UInt16, value: UInt16)]] = [[]]
        rows += outcomes.map { $0.weights.map { (uid: $0.uid, value: $0.weight) } }
        rows += plan.miners.map { _ in [] }
        let output = runEpoch(Self.input(plan, weights: rows))
        let incentive = output.incentive[Int(firstMiner)...].map(Int.init)
        print("incentives, seed \(seed): \(incentive), cross-entropies \(outcomes.map(\.crossEntropies))")

        let paid = incentive.prefix(4)
        #expect(paid.allSatisfy { $0 > 0 }, "seed \(seed)")
        for (worse, better) in zip(paid, paid.dropFirst()) { #expect(worse < better, "seed \(seed)") }
        #expect(incentive[4] == 0, "garbage, seed \(seed)")
        #expect(output.serverEmission[Int(firstMiner) + 4] == 0, "garbage, seed \(seed)")
        #expect(output.serverEmission[Int(firstMiner)] > 0, "seed \(seed)")
        #expect(output.dividends[1] > 0 && output.dividends[2] > 0, "seed \(seed)")
        #expect(output.incentive[0] == 0, "the owner mines nothing")
    }

    /// The second epoch of a new network: the first has given the permits.
    private static func input(_ plan: NetworkPlan, weights: [[(uid: UInt16, value: UInt16)]]) -> EpochInput {
        let count = plan.members.count
        var input = EpochInput()
        input.neuronCount = UInt16(count)
        input.currentBlock = 200
        input.tempo = 100
        input.activityCutoff = 5_000
        input.lastMechanismStepBlock = 100
        input.lastUpdate = [50] + plan.validators.map { _ in 150 } + plan.miners.map { _ in 50 }
        input.blockAtRegistration = Array(repeating: 50, count: count)
        input.alphaStake = plan.members.map { $0.isValidator ? 100_000_000_000 : 0 }
        input.taoStake = Array(repeating: 0, count: count)
        input.maxAllowedValidators = 64
        input.validatorPermits = plan.members.map(\.isValidator)
        input.ownerUID = 0
        input.kappa = 32_767
        input.bondsPenalty = .max
        input.bondsMovingAverage = 900_000
        input.raoEmission = 50_000_000_000
        input.weights = SparseRows(weights)
        input.bonds = SparseRows(Array(repeating: [], count: count))
        return input
    }
}
