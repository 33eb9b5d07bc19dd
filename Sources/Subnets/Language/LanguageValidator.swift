import Neuron
public import Primitives

/// A validator of the `language` subnet: asks, scores, and knows the weights to set. It touches no chain.
public struct LanguageValidator: Sendable {
    /// The split and its challenges.
    public let task: LanguageTask
    /// Moving averages per UID.
    public private(set) var standings = LanguageStandings()
    private var random: SplitMix64

    /// A validator with its own split and its own challenges, both drawn from `seed`.
    ///
    /// - Throws: ``LanguageCorpusError`` when the held-out part of the corpus is too short.
    public init(corpus: LanguageCorpus, seed: UInt64) throws(LanguageCorpusError) {
        random = SplitMix64(seed: seed)
        task = try LanguageTask(corpus, splitSeed: random.next())
    }

    /// One neuron's part in a round.
    public struct Answer: Sendable {
        /// Its place.
        public var uid: UID
        /// Who held it when asked.
        public var hotkey: AccountID
        /// What it answered; `nil` for no answer.
        public var predictions: [LanguagePrediction]?

        /// An answer.
        public init(uid: UID, hotkey: AccountID, predictions: [LanguagePrediction]?) {
            self.uid = uid
            self.hotkey = hotkey
            self.predictions = predictions
        }
    }

    /// A new challenge; the same one goes to all neurons, so that their scores are compared on the same items.
    public mutating func nextChallenge(
        itemCount: Int = LanguageTask.itemCountDefault
    ) -> (challenge: LanguageChallenge, request: LanguageSynapse) {
        let challenge = task.challenge(seed: random.next(), itemCount: itemCount)
        return (challenge, LanguageSynapse(splitSeed: task.split.seed, contexts: challenge.contexts))
    }

    /// Scores a round and takes it into the averages; gives the round's scores in bits per token, by answer.
    @discardableResult
    public mutating func record(_ answers: [Answer], to challenge: LanguageChallenge) -> [Double] {
        let scores = answers.map {
            LanguageScoring.score($0.predictions, to: challenge, in: task.vocabulary)
        }
        standings.record(
            zip(answers, scores).map { answer, score in
                LanguageStandings.Result(
                    uid: answer.uid, hotkey: answer.hotkey,
                    advantage: LanguageScoring.advantage(ofScore: score, in: task.vocabulary))
            })
        return scores
    }
}
