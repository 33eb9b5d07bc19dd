import Neuron
import Testbed
import Testing

@testable import Subnets

@Suite struct LanguageTaskTests {
    private func task(seed: UInt64) throws -> LanguageTask {
        let documents = LanguageDocument.sections(of: inventedText(words: 20_000, seed: 1), named: "text")
        return try LanguageTask(LanguageCorpus(documents: documents), splitSeed: seed)
    }

    @Test("challenges come from held-out documents only, and the same seed gives the same one")
    func challenges() throws {
        let task = try task(seed: 5)
        let challenge = task.challenge(seed: 7)
        #expect(challenge.count == LanguageTask.itemCountDefault)
        #expect(challenge == task.challenge(seed: 7))
        #expect(challenge != task.challenge(seed: 8))
        #expect(challenge.contexts.allSatisfy { $0.count == LanguageTask.contextTokens })
        for (context, truth) in zip(challenge.contexts, challenge.truths) {
            let gram = context + [truth]
            let isHeldOut = task.split.heldOut.contains { document in
                (0...max(0, document.tokens.count - gram.count)).contains {
                    Array(document.tokens.dropFirst($0).prefix(gram.count)) == gram
                }
            }
            #expect(isHeldOut)
        }
    }

    @Test("a request shows the contexts and nothing of what follows them")
    func truthIsHidden() throws {
        // Every token of this corpus is unique, so a truth that showed up anywhere would be found.
        let documents = (0..<100).map { document in
            LanguageDocument(name: "\(document)", tokens: (0..<60).map { "d\(document)t\($0)" })
        }
        let task = try LanguageTask(LanguageCorpus(documents: documents), splitSeed: 3)
        for seed in 0..<20 as Range<UInt64> {
            let challenge = task.challenge(seed: seed)
            let request = LanguageSynapse(splitSeed: task.split.seed, contexts: challenge.contexts)
            let body = PythonValue.dictionary(request.fields)
            let shown = Set(request.contexts.joined())
            #expect(challenge.count > 0)
            #expect(challenge.truths.allSatisfy { !shown.contains($0) && !body.str.contains("'\($0)'") })
        }
    }

    @Test("a held-out part that is too short is a typed error")
    func tooShort() {
        let corpus = LanguageCorpus(documents: [LanguageDocument(name: "", tokens: ["a", "b"])])
        #expect(throws: LanguageCorpusError.self) { try LanguageTask(corpus, splitSeed: 1) }
    }

    @Test("the synapse survives its own body, with and without an answer")
    func synapse() throws {
        let prediction = LanguagePrediction(tokens: ["it's", "\"", "\\"], probabilities: [3, 2, 1])
        for predictions in [nil, [], [prediction]] as [[LanguagePrediction]?] {
            let synapse = LanguageSynapse(splitSeed: .max, contexts: [["a", "'"], []], predictions: predictions)
            let body = try PythonValue(json: PythonValue.dictionary(synapse.fields).json)
            #expect(try LanguageSynapse(fields: body) == synapse)
        }
    }

    @Test("a request with the wrong shape is refused field by field")
    func wrongShape() {
        func refusal(_ fields: [PythonValue.Member]) -> SynapseError? {
            do {
                _ = try LanguageSynapse(fields: .dictionary(fields))
                return nil
            } catch {
                return error
            }
        }
        let seed = PythonValue.Member("split_seed", .text("ff"))
        let contexts = PythonValue.Member("contexts", .list([.list([.text("a")])]))
        let tooMany = PythonValue.list(Array(repeating: .list([]), count: LanguageTask.itemCountMax + 1))
        #expect(refusal([contexts]) == .invalidField("split_seed"))
        #expect(refusal([.init("split_seed", .text("zz")), contexts]) == .invalidField("split_seed"))
        #expect(refusal([seed, .init("contexts", .list([.text("a")]))]) == .invalidField("contexts"))
        #expect(refusal([seed, .init("contexts", tooMany)]) == .invalidField("contexts"))
        #expect(refusal([seed, contexts, .init("predictions", .integer(1))]) == .invalidField("predictions"))
        #expect(refusal([seed, contexts]) == nil)
    }

    @Test("a validator that changes its split too often is refused; others are not")
    func retraining() async throws {
        let documents = LanguageDocument.sections(of: inventedText(words: 4_000, seed: 1), named: "text")
        let miner = LanguageMiner(.bigram, corpus: LanguageCorpus(documents: documents))
        let contexts = [["w1x"]]
        let first = try await miner.predictions(for: .init(splitSeed: 1, contexts: contexts), from: "alice")
        #expect(first.count == 1)
        await #expect(throws: AxonRefusal.self) {
            try await miner.predictions(for: .init(splitSeed: 2, contexts: contexts), from: "alice")
        }
        #expect(try await miner.predictions(for: .init(splitSeed: 1, contexts: contexts), from: "alice") == first)
        #expect(try await miner.predictions(for: .init(splitSeed: 2, contexts: contexts), from: "bob").count == 1)
    }
}
