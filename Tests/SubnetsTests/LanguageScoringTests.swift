import Neuron
import Primitives
import Testbed
import Testing

@testable import Subnets

@Suite struct LanguageScoringTests {
    private let vocabulary = LanguageVocabulary(training: [
        LanguageDocument(name: "", tokens: ["a", "a", "b", "b", "c", "c"])
    ])
    private let challenge = LanguageChallenge(contexts: [["x"], ["y"]], truths: ["a", "b"])

    @Test("the score is the mean logarithm of the probability given to the truth")
    func meanLogarithm() {
        let answer = [
            LanguagePrediction(tokens: ["a"], probabilities: [500_000_000]),
            LanguagePrediction(tokens: ["b"], probabilities: [125_000_000]),
        ]
        #expect(abs(LanguageScoring.score(answer, to: challenge, in: vocabulary) + 2) < 1e-12)
    }

    @Test("an empty prediction is the uniform guess: advantage 0, weight 0")
    func uniform() {
        let empty = LanguagePrediction(tokens: [], probabilities: [])
        let score = LanguageScoring.score([empty, empty], to: challenge, in: vocabulary)
        #expect(abs(LanguageScoring.advantage(ofScore: score, in: vocabulary)) < 1e-12)
        #expect(LanguageScoring.weight(ofAdvantage: 0) == 0)
    }

    @Test("silence counts as the uniform guess, and no silence makes a good record worse than that")
    func silence() {
        let score = LanguageScoring.score(nil, to: challenge, in: vocabulary)
        #expect(LanguageScoring.advantage(ofScore: score, in: vocabulary) == 0)
        var standings = LanguageStandings()
        for _ in 0..<20 { standings.record([.init(uid: 0, hotkey: .zero, advantage: 3)]) }
        standings.record([.init(uid: 0, hotkey: .zero, advantage: 0)])
        #expect((2...3).contains(standings.standings[0]?.advantage ?? 0))
    }

    @Test("wrong lengths and void items have the floor")
    func floor() {
        let good = LanguagePrediction(tokens: ["a"], probabilities: [LanguagePrediction.one])
        let void = LanguagePrediction(tokens: ["b", "a"], probabilities: [LanguagePrediction.one, 1])
        #expect(LanguageScoring.score([good], to: challenge, in: vocabulary) == LanguageScoring.floorBits)
        #expect(LanguageScoring.score([], to: challenge, in: vocabulary) == LanguageScoring.floorBits)
        let half = LanguageScoring.score([good, void], to: challenge, in: vocabulary)
        #expect(half == LanguageScoring.floorBits / 2)
        // All mass on a wrong token is as bad as no answer, not worse.
        let wrong = LanguageScoring.score([good, good], to: challenge, in: vocabulary)
        #expect(wrong == LanguageScoring.floorBits / 2)
    }

    @Test("weights rise with the advantage, and dividing skill over two identities never pays")
    func rule() {
        var last = 0.0
        for step in 1...80 {
            let bits = Double(step) / 10
            let weight = LanguageScoring.weight(ofAdvantage: bits)
            #expect(weight > last)
            #expect(2 * LanguageScoring.weight(ofAdvantage: bits / 2) < weight)
            last = weight
        }
        #expect(LanguageScoring.weight(ofAdvantage: -0.001) == 0)
        #expect(LanguageScoring.weight(ofAdvantage: -30) == 0)
    }

    @Test("records end when the UID changes hands, and start from the uniform guess")
    func standings() throws {
        let alice = try #require(AccountID([UInt8](repeating: 1, count: 32)))
        let bob = try #require(AccountID([UInt8](repeating: 2, count: 32)))
        var standings = LanguageStandings()
        for _ in 0..<30 {
            standings.record([
                .init(uid: 3, hotkey: alice, advantage: 4), .init(uid: 1, hotkey: bob, advantage: -2),
            ])
        }
        #expect(abs((standings.standings[3]?.advantage ?? 0) - 4) < 0.01)
        #expect(standings.weights == [NeuronWeight(uid: 1, weight: 0), NeuronWeight(uid: 3, weight: 65_535)])

        standings.record([.init(uid: 3, hotkey: bob, advantage: 4)])
        #expect(standings.standings[3] == .init(hotkey: bob, advantage: 4 * LanguageStandings.newRoundShare, rounds: 1))
        #expect(standings.standings[1] == nil)
    }

    @Test("there are no weights while nobody beats the uniform guess")
    func noWeights() throws {
        var standings = LanguageStandings()
        #expect(standings.weights.isEmpty)
        standings.record([.init(uid: 0, hotkey: .zero, advantage: -1)])
        #expect(standings.weights.isEmpty)
    }
}
