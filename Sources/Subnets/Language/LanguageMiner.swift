public import Neuron

/// Answers the requests of validators with a model of one class.
///
/// A model is trained when a validator first names its split, on the documents that this split leaves for training, and
/// kept for that validator. Training costs a few hundredths of a second on the default corpus; ``retrainPause`` bounds
/// how often one validator can cause it.
public actor LanguageMiner {
    /// The class of the models.
    public nonisolated let modelClass: LanguageModelClass
    private let corpus: LanguageCorpus
    private let noiseSeed: UInt64
    private var trained: [String: Trained] = [:]

    private struct Trained {
        var splitSeed: UInt64
        var time: ContinuousClock.Instant
        var predictor: LanguagePredictor
    }

    /// Least time between two trainings for the same validator.
    public static let retrainPause = Duration.seconds(5)
    /// Most validators that a model is kept for; the oldest makes room.
    public static let validatorsMax = 64

    /// A miner; `noiseSeed` decides what garbage says.
    public init(_ modelClass: LanguageModelClass, corpus: LanguageCorpus, noiseSeed: UInt64 = 0) {
        self.modelClass = modelClass
        self.corpus = corpus
        self.noiseSeed = noiseSeed
    }

    /// The route that an axon serves.
    public nonisolated var route: AxonRoute {
        .on(LanguageSynapse.self) { request, caller in
            var answer = request
            answer.predictions = try await self.predictions(for: request, from: caller.hotkey)
            return answer
        }
    }

    /// One prediction for each context of a validator's request.
    ///
    /// - Throws: ``AxonRefusal/custom(status:message:)`` with 429 when the validator changes its split too often.
    public func predictions(
        for request: LanguageSynapse, from validator: String
    ) throws(AxonRefusal) -> [LanguagePrediction] {
        let predictor = try predictor(for: request.splitSeed, of: validator)
        return request.contexts.map { predictor.prediction(after: $0) }
    }

    private func predictor(for splitSeed: UInt64, of validator: String) throws(AxonRefusal) -> LanguagePredictor {
        let now = ContinuousClock.now
        if let known = trained[validator] {
            if known.splitSeed == splitSeed { return known.predictor }
            guard now - known.time >= Self.retrainPause else {
                throw .custom(status: 429, message: "The split seed changes too often.")
            }
        } else if trained.count >= Self.validatorsMax,
            let oldest = trained.min(by: { $0.value.time < $1.value.time })
        {
            trained.removeValue(forKey: oldest.key)
        }
        let split = LanguageSplit(corpus, seed: splitSeed)
        let predictor = LanguagePredictor(modelClass, training: split.training, seed: noiseSeed)
        trained[validator] = Trained(splitSeed: splitSeed, time: now, predictor: predictor)
        return predictor
    }
}
