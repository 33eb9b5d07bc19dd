/// A trained miner's model of any class, which answers contexts with predictions.
public struct LanguagePredictor: Sendable {
    /// The class that it was trained as.
    public let modelClass: LanguageModelClass
    private let vocabulary: LanguageVocabulary
    /// `nil` for garbage.
    private let model: LanguageModel?
    private let seed: UInt64

    /// Trains a model on the training documents of a split; `seed` decides what garbage says.
    public init(_ modelClass: LanguageModelClass, training documents: [LanguageDocument], seed: UInt64 = 0) {
        self.modelClass = modelClass
        self.seed = seed
        let vocabulary = LanguageVocabulary(training: documents)
        self.vocabulary = vocabulary
        model = modelClass.order.map { LanguageModel(order: $0, vocabulary: vocabulary, training: documents) }
    }

    /// The distribution of the token after `context`.
    public func prediction(after context: [String]) -> LanguagePrediction {
        guard let model else { return noise(after: context) }
        return LanguagePrediction(model.distribution(after: context), over: vocabulary)
    }

    /// Arbitrary tokens with arbitrary probabilities; every other answer adds up to more than 1.
    private func noise(after context: [String]) -> LanguagePrediction {
        var random = SplitMix64(seed: seed ^ Fingerprint(context).value)
        let sum = random.next() % 2 == 0 ? LanguagePrediction.one : 3 * LanguagePrediction.one
        var tokens: [String] = []
        var seen: Set<Int> = []
        for _ in 0..<LanguagePrediction.tokenCountDefault {
            let index = random.next(below: vocabulary.count)
            if seen.insert(index).inserted { tokens.append(vocabulary.tokens[index]) }
        }
        let shares = tokens.map { _ in Double(random.next(below: 1_000) + 1) }
        let total = shares.reduce(0, +)
        return LanguagePrediction(
            tokens: tokens, probabilities: shares.map { Int64($0 / total * Double(sum)) })
    }
}
