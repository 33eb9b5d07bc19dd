/// An n-gram model with interpolated Kneser-Ney smoothing.
///
/// P(w | h) = max(c(hw) − D, 0) / c(h) + D · t(h) / c(h) · P(w | h′), where h′ is h without its first token, t(h) the
/// number of different tokens seen after h, and D one discount per order. The highest order uses counts, lower ones use
/// the number of different tokens seen *before* hw; the lowest is mixed with the uniform distribution, so that no token
/// of the vocabulary has probability 0. Formula: Kneser and Ney 1995 in the interpolated form of Chen and Goodman 1998;
/// D = n₁ / (n₁ + 2 n₂) from the numbers of n-grams seen once and twice (Ney, Essen and Kneser 1994).
///
/// Witten-Bell smoothing was measured on the same text: there the fourth and fifth order are no better than the third,
/// so more context would not be worth more. Here each order improves on the one below.
public struct LanguageModel: Sendable {
    /// The tokens that the model's distributions are about.
    public let vocabulary: LanguageVocabulary
    /// Tokens of an n-gram, the predicted one included.
    public let order: Int
    private let tables: [NGramTable]

    /// Longest order: the contexts of more tokens would not fit the tables' keys.
    public static let orderMax = 5

    /// Trains a model of the given order (1 to ``orderMax``) on documents; the same documents give the same model.
    public init(order: Int, vocabulary: LanguageVocabulary, training documents: [LanguageDocument]) {
        precondition((1...Self.orderMax).contains(order), "an n-gram model has order 1 to \(Self.orderMax)")
        self.vocabulary = vocabulary
        self.order = order
        let texts = documents.map { $0.tokens.map(vocabulary.identifier(of:)) }
        var tables = [NGramTable(counting: texts, contextTokens: order - 1)]
        var longer = tables[0]
        for contextTokens in (0..<(order - 1)).reversed() {
            let table = NGramTable(continuationsOf: longer, of: texts, contextTokens: contextTokens)
            tables.append(table)
            longer = table
        }
        self.tables = tables.reversed()
    }

    /// The distribution of the token after `context`, by place in the vocabulary; sums to 1.
    public func distribution(after context: some BidirectionalCollection<String>) -> [Double] {
        let history = context.suffix(order - 1).map(vocabulary.identifier(of:))
        var distribution = [Double](repeating: 1 / Double(vocabulary.count), count: vocabulary.count)
        for table in tables {
            guard table.contextTokens <= history.count else { break }
            guard let row = table.row(after: history.suffix(table.contextTokens)) else { break }
            let total = Double(row.total)
            let scale = table.discount * Double(row.entries.count) / total
            for index in distribution.indices { distribution[index] *= scale }
            for entry in row.entries {
                distribution[Int(entry.token)] += (Double(entry.count) - table.discount) / total
            }
        }
        return distribution
    }

    /// The model's own cross-entropy in bits per token on documents: the measure that scores are compared with.
    ///
    /// Each token is predicted from the `contextTokens` tokens before it, as in a challenge; the first ones of a
    /// document are skipped.
    public func crossEntropy(
        on documents: [LanguageDocument], contextTokens: Int = LanguageTask.contextTokens
    ) -> Double {
        var bits = 0.0
        var count = 0
        for document in documents where document.tokens.count > contextTokens {
            for position in contextTokens..<document.tokens.count {
                let context = document.tokens[position - contextTokens..<position]
                let truth = Int(vocabulary.identifier(of: document.tokens[position]))
                bits -= Log2.of(distribution(after: context)[truth])
                count += 1
            }
        }
        return count == 0 ? 0 : bits / Double(count)
    }
}
