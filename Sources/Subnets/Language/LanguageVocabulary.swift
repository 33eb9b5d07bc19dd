/// The tokens that a distribution is about: those frequent enough in the training part, and one for all others.
public struct LanguageVocabulary: Sendable {
    /// What every token outside the vocabulary counts as.
    public static let unknown = "<unk>"
    /// A token must occur this often in the training part.
    public static let occurrencesMin = 2
    /// Most tokens, the unknown one included: identifiers have 16 bits.
    public static let countMax = 1 << 16

    /// All tokens; the unknown one first, then by descending frequency, equal ones in order of their text.
    public let tokens: [String]
    private let identifiers: [String: UInt16]

    /// The vocabulary of the given training documents.
    public init(training documents: [LanguageDocument]) {
        var counts: [String: Int] = [:]
        for document in documents {
            for token in document.tokens { counts[token, default: 0] += 1 }
        }
        let frequent = counts.filter { $0.value >= Self.occurrencesMin && $0.key != Self.unknown }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(Self.countMax - 1)
        tokens = [Self.unknown] + frequent.map(\.key)
        var identifiers: [String: UInt16] = [:]
        for (index, token) in tokens.enumerated() { identifiers[token] = UInt16(index) }
        self.identifiers = identifiers
    }

    /// Number of tokens, the unknown one included.
    public var count: Int { tokens.count }

    /// Whether the token has an entry of its own.
    public func contains(_ token: String) -> Bool { identifiers[token] != nil }

    /// The token's number; 0, the unknown token, for one that has no entry.
    func identifier(of token: String) -> UInt16 { identifiers[token] ?? 0 }
}
