/// The logarithmic score: bits per token that a miner's answers gave to what really followed.
///
/// The logarithmic score is strictly proper: a miner maximises its expectation by answering what it believes, and a
/// clone that disguises itself with noise pays for the noise.
public enum LanguageScoring {
    /// The score of one item is never below this, and a void item has it: log₂ of a probability of 2⁻²⁰.
    public static let floorBits = -20.0

    /// Mean log₂ of the probability given to the truth, over all items of the challenge, in bits (0 is perfect).
    ///
    /// An answer with another number of items than asked for has the floor; so has each void item. No answer at all
    /// counts as the uniform guess, an advantage of 0: nobody gains by silence, since any model expects more, but one
    /// lost connection does not undo many good rounds.
    public static func score(
        _ answer: [LanguagePrediction]?, to challenge: LanguageChallenge, in vocabulary: LanguageVocabulary
    ) -> Double {
        guard let answer else { return -Log2.of(Double(vocabulary.count)) }
        guard answer.count == challenge.count, !answer.isEmpty else { return floorBits }
        var bits = 0.0
        for (prediction, truth) in zip(answer, challenge.truths) {
            let probability = prediction.probability(of: truth, in: vocabulary)
            bits += probability > 0 ? max(Log2.of(probability), floorBits) : floorBits
        }
        return bits / Double(challenge.count)
    }

    /// How many bits per token a score is better than the uniform guess over the vocabulary.
    public static func advantage(ofScore score: Double, in vocabulary: LanguageVocabulary) -> Double {
        score + Log2.of(Double(vocabulary.count))
    }

    /// The unnormalised weight of an advantage of `bits` over the uniform guess: 2^bits − 1, and 0 for none.
    ///
    /// 2^bits is how many times fewer tokens the model hesitates between than the uniform guess (the ratio of their
    /// perplexities), so the better model is paid more by that ratio. Because the rule is convex and 0 at 0, dividing
    /// skill over several identities never pays, and noise is paid nothing.
    public static func weight(ofAdvantage bits: Double) -> Double {
        bits > 0 ? Log2.power(bits) - 1 : 0
    }
}
