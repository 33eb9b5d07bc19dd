/// A validator's side of the task: a split of the corpus and the challenges made from its held-out part.
public struct LanguageTask: Sendable {
    /// The division into training and held-out documents.
    public let split: LanguageSplit
    /// The tokens that scores are about.
    public let vocabulary: LanguageVocabulary
    /// Held-out documents that are long enough for a challenge, and how many positions precede each.
    private let documents: [(tokens: [String], positionsBefore: Int)]
    private let positionCount: Int

    /// Tokens shown before the one to predict: what the longest model needs, and as many again for better ones.
    public static let contextTokens = 8
    /// Items in one request: with so many, a model that is better by a sixth of a bit leads in nearly every round.
    public static let itemCountDefault = 128
    /// Most items that a miner answers in one request.
    public static let itemCountMax = 256
    /// Fewest positions that challenges may be drawn from.
    public static let positionCountMin = 256

    /// Prepares challenges from the documents that the seed holds out.
    ///
    /// - Throws: ``LanguageCorpusError/tooLittleText(path:tokens:tokensMin:documents:documentsMin:)`` when the held-out
    ///   part is too short.
    public init(_ corpus: LanguageCorpus, splitSeed: UInt64) throws(LanguageCorpusError) {
        split = LanguageSplit(corpus, seed: splitSeed)
        vocabulary = LanguageVocabulary(training: split.training)
        var documents: [(tokens: [String], positionsBefore: Int)] = []
        var positionCount = 0
        for document in split.heldOut where document.tokens.count > Self.contextTokens {
            documents.append((document.tokens, positionCount))
            positionCount += document.tokens.count - Self.contextTokens
        }
        guard positionCount >= Self.positionCountMin else {
            throw .tooLittleText(
                path: "the held-out part of the corpus", tokens: positionCount, tokensMin: Self.positionCountMin,
                documents: documents.count, documentsMin: 1)
        }
        self.documents = documents
        self.positionCount = positionCount
    }

    /// The challenge of a seed; the same seed gives the same challenge.
    ///
    /// No context of a challenge covers a token that another item asks for. A small held-out part may therefore give
    /// fewer items than asked for.
    public func challenge(seed: UInt64, itemCount: Int = LanguageTask.itemCountDefault) -> LanguageChallenge {
        var random = SplitMix64(seed: SplitMix64.mix(seed) ^ split.seed)
        var contexts: [[String]] = []
        var truths: [String] = []
        var chosen: [(document: Int, position: Int)] = []
        var attemptsLeft = 8 * itemCount
        while contexts.count < itemCount, attemptsLeft > 0 {
            attemptsLeft -= 1
            let (document, position) = place(of: random.next(below: positionCount))
            let isApart = chosen.allSatisfy {
                $0.document != document || abs($0.position - position) > Self.contextTokens
            }
            guard isApart else { continue }
            chosen.append((document, position))
            let tokens = documents[document].tokens
            contexts.append(Array(tokens[position - Self.contextTokens..<position]))
            truths.append(tokens[position])
        }
        return LanguageChallenge(contexts: contexts, truths: truths)
    }

    /// The document and the place in it of the `number`th position that can be asked for.
    private func place(of number: Int) -> (document: Int, position: Int) {
        var low = 0
        var high = documents.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if documents[middle].positionsBefore <= number { low = middle } else { high = middle - 1 }
        }
        return (low, number - documents[low].positionsBefore + Self.contextTokens)
    }
}
