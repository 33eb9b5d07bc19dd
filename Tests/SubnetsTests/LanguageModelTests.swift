import Foundation
import Testbed
import Testing

@testable import Subnets

@Suite struct LanguageModelTests {
    @Test("logarithm and power agree with the system's library")
    func logarithms() {
        for exponent in stride(from: -40.0, through: 40.0, by: 0.37) {
            let value = Foundation.pow(2, exponent)
            #expect(abs(Log2.of(value) - exponent) < 1e-12)
            #expect(abs(Log2.power(exponent) / value - 1) < 1e-12)
        }
        #expect(Log2.of(1) == 0)
        #expect(Log2.power(0) == 1)
    }

    /// Kneser-Ney as the formula reads, over dictionaries of texts: slow and plain.
    private func plainKneserNey(
        _ token: String, after history: [String], order: Int, in texts: [[String]], vocabulary: [String]
    ) -> Double {
        func counts(_ length: Int, isHighest: Bool) -> [[String]: Int] {
            var grams: [[String]: Int] = [:]
            if isHighest {
                for text in texts where text.count >= length {
                    for start in 0...(text.count - length) {
                        grams[Array(text[start..<start + length]), default: 0] += 1
                    }
                }
                return grams
            }
            var before: [[String]: Set<String>] = [:]
            for (index, text) in texts.enumerated() where text.count >= length {
                for start in 0...(text.count - length) {
                    let left = start == 0 ? "start of text \(index)" : "token " + text[start - 1]
                    before[Array(text[start..<start + length]), default: []].insert(left)
                }
            }
            return before.mapValues(\.count)
        }
        var probability = 1 / Double(vocabulary.count)
        for length in 1...order {
            guard history.count >= length - 1 else { break }
            let context = Array(history.suffix(length - 1))
            let grams = counts(length, isHighest: length == order)
            let once = grams.values.count { $0 == 1 }
            let twice = grams.values.count { $0 == 2 }
            let discount = once == 0 || twice == 0 ? 0.5 : Double(once) / Double(once + 2 * twice)
            let followers = vocabulary.compactMap { grams[context + [$0]] }
            guard !followers.isEmpty else { break }
            let total = Double(followers.reduce(0, +))
            let own = max(Double(grams[context + [token]] ?? 0) - discount, 0)
            probability = own / total + discount * Double(followers.count) / total * probability
        }
        return probability
    }

    @Test("the model agrees with the plain formula, and its distributions add up to 1", arguments: 1...5)
    func plainTwin(order: Int) {
        var random = SeededRandom(seed: UInt64(order))
        var cases = 0
        for _ in 0..<4 {
            let letters = ["a", "b", "c", "d"]
            let texts = (0..<3).map { _ in
                (0..<Int.random(in: 5...25, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" }
            }
            let documents = texts.map { LanguageDocument(name: "", tokens: $0) }
            let vocabulary = LanguageVocabulary(training: documents)
            let model = LanguageModel(order: order, vocabulary: vocabulary, training: documents)
            let known = texts.map { $0.map { vocabulary.contains($0) ? $0 : LanguageVocabulary.unknown } }
            for _ in 0..<6 {
                let history = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? "a"
                }
                let distribution = model.distribution(after: history)
                #expect(abs(distribution.reduce(0, +) - 1) < 1e-9)
                let seen = history.map { vocabulary.contains($0) ? $0 : LanguageVocabulary.unknown }
                for (token, probability) in zip(vocabulary.tokens, distribution) {
                    let plain = plainKneserNey(
                        token, after: seen, order: order, in: known, vocabulary: vocabulary.tokens)
                    #expect(abs(probability - plain) < 1e-12, "token \(token) after \(history)")
                    cases += 1
                }
            }
        }
        print("Kneser-Ney of order \(order): \(cases) cases")
    }

    @Test(
        "each class that the network runs beats the one below clearly on held-out documents of the default corpus",
        .enabled(if: DefaultCorpus.isThere), arguments: 0..<10 as Range<UInt64>)
    func classesImprove(seed: UInt64) throws {
        let task = try LanguageTask(DefaultCorpus.shared.get(), splitSeed: seed)
        let classes: [LanguageModelClass] = [.unigram, .bigram, .trigram, .fourGram, .fiveGram]
        let bits = classes.compactMap(\.order).map {
            LanguageModel(order: $0, vocabulary: task.vocabulary, training: task.split.training)
                .crossEntropy(on: task.split.heldOut)
        }
        let line = zip(classes, bits).map { "\($0.rawValue) " + String(format: "%.3f", $1) }
        print("cross-entropy, split seed \(seed): \(line.joined(separator: ", "))")
        #expect(zip(bits, bits.dropFirst()).allSatisfy { $0 > $1 })
        #expect(bits[0] - bits[1] > 1.5, "bigram over unigram")
        #expect(bits[1] - bits[2] > 0.35, "trigram over bigram")
        #expect(bits[2] - bits[4] > 0.15, "five-gram over trigram")
    }

    @Test("training twice gives the same predictions")
    func deterministic() {
        let documents = LanguageDocument.sections(of: inventedText(words: 3_000, seed: 1), named: "text")
        let contexts = [["w1x"], ["w2x", "w9x", "w0x", "w4x"], []]
        for modelClass in LanguageModelClass.allCases {
            let one = LanguagePredictor(modelClass, training: documents, seed: 3)
            let two = LanguagePredictor(modelClass, training: documents, seed: 3)
            #expect(contexts.map(one.prediction) == contexts.map(two.prediction))
        }
    }
}
