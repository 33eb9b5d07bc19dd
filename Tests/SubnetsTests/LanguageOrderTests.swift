import Neuron
import Primitives
import Testbed
import Testing

@testable import Subnets

@Suite(.enabled(if: DefaultCorpus.isThere)) struct LanguageOrderTests {
    /// The five miners of a demonstration network, worst first; the place in the list is the UID.
    private static let classes: [LanguageModelClass] = [.garbage, .unigram, .bigram, .trigram, .fiveGram]

    /// The weights of a validator after some rounds.
    private func validator(seed: UInt64, rounds: Int) throws -> [NeuronWeight] {
        let corpus = try DefaultCorpus.shared.get()
        var validator = try LanguageValidator(corpus: corpus, seed: seed)
        let predictors = Self.classes.map {
            LanguagePredictor($0, training: validator.task.split.training, seed: seed)
        }
        for _ in 0..<rounds {
            let (challenge, request) = validator.nextChallenge()
            let answers = predictors.enumerated().map { uid, predictor in
                LanguageValidator.Answer(
                    uid: UID(uid), hotkey: .zero, predictions: request.contexts.map(predictor.prediction))
            }
            validator.record(answers, to: challenge)
        }
        return validator.standings.weights
    }

    @Test(
        "weights follow the order of the classes and garbage has exactly 0, from the first weights on",
        arguments: 0..<10 as Range<UInt64>)
    func order(seed: UInt64) throws {
        for rounds in [3, 10, 40] {
            let weights = try validator(seed: seed, rounds: rounds)
            #expect(weights.map(\.uid) == [0, 1, 2, 3, 4])
            #expect(weights[0].weight == 0, "garbage, seed \(seed), \(rounds) rounds")
            #expect(weights[1].weight > 0, "unigram, seed \(seed), \(rounds) rounds")
            for (worse, better) in zip(weights, weights.dropFirst()) {
                #expect(worse.weight < better.weight, "seed \(seed), \(rounds) rounds, UID \(better.uid)")
            }
            if rounds == 40 { print("weights, seed \(seed): \(weights.map(\.weight))") }
        }
    }

    @Test("two validators with their own seeds agree roughly", arguments: 0..<5 as Range<UInt64>)
    func consensus(seed: UInt64) throws {
        func shares(_ weights: [NeuronWeight]) -> [Double] {
            let total = weights.reduce(0.0) { $0 + Double($1.weight) }
            return weights.map { Double($0.weight) / total }
        }
        let one = shares(try validator(seed: seed, rounds: 20))
        let two = shares(try validator(seed: seed + 1_000, rounds: 20))
        let distance = zip(one, two).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
        #expect(distance < 0.1, "share of weight on which they differ")
    }
}
