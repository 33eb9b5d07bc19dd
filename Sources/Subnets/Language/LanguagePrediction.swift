/// A miner's distribution for one next token: the most probable tokens by name, and a remainder for all others.
///
/// Probabilities are integers in units of 10⁻⁹, so that every party adds them up to the same sum. What the named ones
/// leave of 1 is spread evenly over the tokens of the *validator's* vocabulary that are not named; so every answer,
/// even an empty one, is a distribution over that vocabulary, and an empty one is the uniform guess.
public struct LanguagePrediction: Sendable, Equatable, Codable {
    /// The named tokens, each once.
    public var tokens: [String]
    /// The probability of each named token in units of 10⁻⁹.
    public var probabilities: [Int64]

    /// A probability of 1.
    public static let one: Int64 = 1_000_000_000
    /// Most tokens that may be named.
    public static let tokenCountMax = 256
    /// Longest token in bytes of UTF-8.
    public static let tokenBytesMax = 64
    /// How many tokens a model of this project names.
    public static let tokenCountDefault = 64

    /// A prediction as received; nothing is checked.
    public init(tokens: [String], probabilities: [Int64]) {
        self.tokens = tokens
        self.probabilities = probabilities
    }

    /// The `count` most probable tokens of a distribution over a vocabulary, rounded down to whole units.
    public init(
        _ distribution: [Double], over vocabulary: LanguageVocabulary,
        naming count: Int = LanguagePrediction.tokenCountDefault
    ) {
        precondition(distribution.count == vocabulary.count, "a distribution has one number for each token")
        let best = distribution.indices
            .sorted { (distribution[$1], $0) < (distribution[$0], $1) }
            .prefix(min(count, Self.tokenCountMax))
        var tokens: [String] = []
        var probabilities: [Int64] = []
        for index in best where vocabulary.tokens[index].utf8.count <= Self.tokenBytesMax {
            tokens.append(vocabulary.tokens[index])
            probabilities.append(Int64((distribution[index] * Double(Self.one)).rounded(.down)))
        }
        self.init(tokens: tokens, probabilities: probabilities)
    }

    /// Why this is no distribution, or `nil` when it is one.
    public var defect: Defect? {
        guard tokens.count == probabilities.count else { return .lengthsDiffer }
        guard tokens.count <= Self.tokenCountMax else { return .tooManyTokens }
        guard tokens.allSatisfy({ $0.utf8.count <= Self.tokenBytesMax }) else { return .tokenTooLong }
        guard Set(tokens).count == tokens.count else { return .tokenRepeated }
        guard probabilities.allSatisfy({ (0...Self.one).contains($0) }) else { return .probabilityOutOfRange }
        // At most 256 terms of at most 10⁹: the sum cannot overflow.
        return probabilities.reduce(0, +) <= Self.one ? nil : .sumAboveOne
    }

    /// What makes an answer void.
    public enum Defect: Sendable, Equatable {
        /// Not as many probabilities as tokens.
        case lengthsDiffer
        /// More than ``LanguagePrediction/tokenCountMax`` tokens.
        case tooManyTokens
        /// A token longer than ``LanguagePrediction/tokenBytesMax``.
        case tokenTooLong
        /// A token is named twice.
        case tokenRepeated
        /// A probability below 0 or above 1.
        case probabilityOutOfRange
        /// The probabilities add up to more than 1.
        case sumAboveOne
    }

    /// The probability given to `truth` (taken as unknown when it is outside the vocabulary); 0 for a void answer.
    public func probability(of truth: String, in vocabulary: LanguageVocabulary) -> Double {
        guard defect == nil else { return 0 }
        let target = vocabulary.contains(truth) ? truth : LanguageVocabulary.unknown
        if let index = tokens.firstIndex(of: target) { return Double(probabilities[index]) / Double(Self.one) }
        let named = tokens.count { vocabulary.contains($0) }
        let remainder = Self.one - probabilities.reduce(0, +)
        return Double(remainder) / Double(Self.one) / Double(vocabulary.count - named)
    }
}
