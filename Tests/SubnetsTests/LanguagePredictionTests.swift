import Testbed
import Testing

@testable import Subnets

@Suite struct LanguagePredictionTests {
    private let vocabulary = LanguageVocabulary(training: [
        LanguageDocument(name: "", tokens: ["a", "a", "a", "b", "b", "c", "c", "once"])
    ])

    @Test("the vocabulary holds frequent tokens, the unknown one first")
    func vocabularyTokens() {
        #expect(vocabulary.tokens == ["<unk>", "a", "b", "c"])
        #expect(vocabulary.contains("a") && !vocabulary.contains("once"))
    }

    @Test("named probabilities and the remainder add up to 1 over the vocabulary")
    func sums() {
        let answers = [
            LanguagePrediction(tokens: [], probabilities: []),
            LanguagePrediction(tokens: ["a", "b"], probabilities: [500_000_000, 100_000_000]),
            LanguagePrediction(tokens: ["<unk>"], probabilities: [250_000_000]),
        ]
        for answer in answers {
            let sum = vocabulary.tokens.reduce(0) { $0 + answer.probability(of: $1, in: vocabulary) }
            #expect(abs(sum - 1) < 1e-12)
        }
        // Mass on tokens that the vocabulary does not know is lost to whoever names them.
        let astray = LanguagePrediction(tokens: ["elsewhere"], probabilities: [600_000_000])
        let sum = vocabulary.tokens.reduce(0) { $0 + astray.probability(of: $1, in: vocabulary) }
        #expect(abs(sum - 0.4) < 1e-12)
        // Naming the whole vocabulary leaves nothing for a remainder to be divided over.
        let all = LanguagePrediction(tokens: vocabulary.tokens, probabilities: [1, 2, 3, 4])
        #expect(all.probability(of: "c", in: vocabulary) == 4e-9)
    }

    @Test("a truth outside the vocabulary counts as unknown")
    func unknown() {
        let answer = LanguagePrediction(tokens: ["<unk>"], probabilities: [700_000_000])
        #expect(abs(answer.probability(of: "never seen", in: vocabulary) - 0.7) < 1e-12)
    }

    @Test("every kind of ill-formed answer is void and has probability 0")
    func defects() {
        let one = LanguagePrediction.one
        let many = (0...LanguagePrediction.tokenCountMax).map { "t\($0)" }
        let cases: [(LanguagePrediction, LanguagePrediction.Defect)] = [
            (.init(tokens: ["a"], probabilities: []), .lengthsDiffer),
            (.init(tokens: many, probabilities: many.map { _ in 1 }), .tooManyTokens),
            (.init(tokens: [String(repeating: "a", count: 65)], probabilities: [1]), .tokenTooLong),
            (.init(tokens: ["a", "a"], probabilities: [1, 1]), .tokenRepeated),
            (.init(tokens: ["a"], probabilities: [-1]), .probabilityOutOfRange),
            (.init(tokens: ["a"], probabilities: [.max]), .probabilityOutOfRange),
            (.init(tokens: ["a"], probabilities: [one + 1]), .probabilityOutOfRange),
            (.init(tokens: ["a", "b"], probabilities: [one, 1]), .sumAboveOne),
        ]
        for (answer, defect) in cases {
            #expect(answer.defect == defect)
            #expect(answer.probability(of: "a", in: vocabulary) == 0)
        }
        #expect(LanguagePrediction(tokens: ["a", "b"], probabilities: [one - 1, 1]).defect == nil)
    }

    @Test("models answer with well-formed distributions")
    func modelsAreWellFormed() {
        let documents = LanguageDocument.sections(of: inventedText(words: 4_000, seed: 2), named: "text")
        for modelClass in LanguageModelClass.allCases where modelClass != .garbage {
            let predictor = LanguagePredictor(modelClass, training: documents)
            for context in [[], ["w1x"], ["never", "w0x", "w1x"]] {
                #expect(predictor.prediction(after: context).defect == nil)
            }
        }
        let noise = LanguagePredictor(.garbage, training: documents)
        let defects = (0..<40).map { noise.prediction(after: ["\($0)"]).defect }
        #expect(defects.contains(.sumAboveOne) && defects.contains(nil))
    }
}
