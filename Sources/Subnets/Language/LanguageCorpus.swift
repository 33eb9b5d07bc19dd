/// Real text as documents, without near-duplicates: what miners train on and validators test with.
public struct LanguageCorpus: Sendable {
    /// The documents in order of file name and position.
    public let documents: [LanguageDocument]
    /// How many documents were left out because they repeat others.
    public let nearDuplicateCount: Int

    /// The texts that every Debian machine has.
    public static let defaultPath = "/usr/share/common-licenses"

    /// Least number of tokens for a corpus that is read from disk.
    public static let tokensMin = 4_000
    /// Least number of documents for a corpus that is read from disk.
    public static let documentsMin = 20

    /// A corpus of the given documents; those that repeat earlier ones are left out.
    public init(documents: [LanguageDocument]) {
        let unique = Self.removingNearDuplicates(documents)
        self.documents = unique
        nearDuplicateCount = documents.count - unique.count
    }

    /// Reads a text file, or every text file below a folder.
    ///
    /// - Throws: ``LanguageCorpusError`` when nothing is there, nothing can be read, or the text is too short.
    public init(readingFrom path: String = LanguageCorpus.defaultPath) throws(LanguageCorpusError) {
        var documents: [LanguageDocument] = []
        for file in try LanguageCorpusFiles.read(path) {
            documents += LanguageDocument.sections(of: file.text, named: file.name)
        }
        self.init(documents: documents)
        guard tokenCount >= Self.tokensMin, self.documents.count >= Self.documentsMin else {
            throw .tooLittleText(
                path: path, tokens: tokenCount, tokensMin: Self.tokensMin, documents: self.documents.count,
                documentsMin: Self.documentsMin)
        }
    }

    /// Tokens of all documents together.
    public var tokenCount: Int { documents.reduce(0) { $0 + $1.tokens.count } }
}
