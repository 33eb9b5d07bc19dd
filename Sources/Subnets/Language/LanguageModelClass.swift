/// The named classes of next-token model that miners of the `language` subnet serve.
public enum LanguageModelClass: String, CaseIterable, Sendable, Codable {
    /// Noise: mass on arbitrary tokens, or a badly normalised answer. It stands for a miner that does no work.
    case garbage
    /// How often each token occurs.
    case unigram
    /// Given the token before.
    case bigram
    /// Given the two tokens before.
    case trigram
    /// Given the three tokens before.
    case fourGram = "four-gram"
    /// Given the four tokens before.
    case fiveGram = "five-gram"

    /// Tokens of an n-gram, the predicted one included; `nil` for garbage.
    public var order: Int? {
        switch self {
        case .garbage: nil
        case .unigram: 1
        case .bigram: 2
        case .trigram: 3
        case .fourGram: 4
        case .fiveGram: 5
        }
    }
}
