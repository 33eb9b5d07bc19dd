public import Neuron

/// The request of the `language` subnet: predict the token after each context.
///
/// In Python: `class NextToken(bt.Synapse)` with `split_seed: str`, `contexts: list[list[str]]` and
/// `predictions: list[dict] | None = None`; both request fields are hashed.
public struct LanguageSynapse: Synapse, Equatable {
    public static let name = "NextToken"
    public static let hashedFields = ["split_seed", "contexts"]
    public static let requiredFields = ["split_seed", "contexts"]

    /// The seed of the validator's split: documents that it holds out are not to be trained on.
    public var splitSeed: UInt64
    /// For each item the tokens before the one to predict.
    public var contexts: [[String]]
    /// The miner's answer, one prediction for each context.
    public var predictions: [LanguagePrediction]?

    /// A request.
    public init(splitSeed: UInt64, contexts: [[String]], predictions: [LanguagePrediction]? = nil) {
        self.splitSeed = splitSeed
        self.contexts = contexts
        self.predictions = predictions
    }

    public init(fields: PythonValue) throws(SynapseError) {
        guard let text = fields["split_seed"]?.text, let seed = UInt64(text, radix: 16) else {
            throw .invalidField("split_seed")
        }
        guard let contexts = Self.texts(fields["contexts"]), contexts.count <= LanguageTask.itemCountMax else {
            throw .invalidField("contexts")
        }
        splitSeed = seed
        self.contexts = contexts
        if let answer = fields["predictions"], answer != .none {
            guard let predictions = Self.predictions(answer) else { throw .invalidField("predictions") }
            self.predictions = predictions
        }
    }

    public var fields: [PythonValue.Member] {
        let answer = predictions.map { predictions in
            PythonValue.list(
                predictions.map { prediction in
                    .dictionary([
                        .init("tokens", .list(prediction.tokens.map { .text($0) })),
                        .init("probabilities", .list(prediction.probabilities.map { .integer($0) })),
                    ])
                })
        }
        return [
            .init("split_seed", .text(String(splitSeed, radix: 16))),
            .init("contexts", .list(contexts.map { .list($0.map { .text($0) }) })),
            .init("predictions", answer ?? .none),
        ]
    }

    private static func texts(_ value: PythonValue?) -> [[String]]? {
        guard let lists = value?.list else { return nil }
        var output: [[String]] = []
        for list in lists {
            guard let elements = list.list else { return nil }
            let texts = elements.compactMap(\.text)
            guard texts.count == elements.count else { return nil }
            output.append(texts)
        }
        return output
    }

    private static func predictions(_ value: PythonValue) -> [LanguagePrediction]? {
        guard let items = value.list, items.count <= LanguageTask.itemCountMax else { return nil }
        var output: [LanguagePrediction] = []
        for item in items {
            guard let tokens = item["tokens"]?.list, let numbers = item["probabilities"]?.list else { return nil }
            let texts = tokens.compactMap(\.text)
            let probabilities = numbers.compactMap(\.integer)
            guard texts.count == tokens.count, probabilities.count == numbers.count else { return nil }
            output.append(LanguagePrediction(tokens: texts, probabilities: probabilities))
        }
        return output
    }
}
