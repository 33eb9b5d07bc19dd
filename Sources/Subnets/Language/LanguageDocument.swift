/// A piece of text that is held out or trained on as a whole.
public struct LanguageDocument: Sendable, Equatable {
    /// Where it comes from: the file's name, and the section's number when a file was divided.
    public let name: String
    /// Its tokens, first to last.
    public let tokens: [String]
    /// Depends on the tokens alone, so that two parties with different files agree on shared documents.
    let fingerprint: UInt64

    /// A document of the given tokens.
    public init(name: String, tokens: [String]) {
        self.name = name
        self.tokens = tokens
        fingerprint = Fingerprint(tokens).value
    }

    /// Divides a text at blank lines into documents of at most `sectionTokensMax` tokens.
    ///
    /// Paragraphs stay whole where they fit; a longer one is cut. Bounded sections make the held-out part a sample of
    /// the whole corpus, even where a folder holds only a dozen long texts. Sections below `sectionTokensMin` tokens
    /// (titles, rules of dashes) join their predecessor, or are dropped when there is none.
    static func sections(
        of text: String, named name: String, sectionTokensMin: Int = 32, sectionTokensMax: Int = 256
    ) -> [LanguageDocument] {
        var sections: [[String]] = []
        var current: [String] = []
        for paragraph in paragraphs(of: text) {
            let tokens = LanguageTokenizer.tokens(in: paragraph)
            if !current.isEmpty, current.count + tokens.count > sectionTokensMax {
                sections.append(current)
                current = []
            }
            current += tokens
            while current.count > sectionTokensMax {
                sections.append(Array(current.prefix(sectionTokensMax)))
                current.removeFirst(sectionTokensMax)
            }
        }
        if !current.isEmpty { sections.append(current) }

        var joined: [[String]] = []
        for section in sections {
            if section.count >= sectionTokensMin {
                joined.append(section)
            } else if let last = joined.indices.last {
                joined[last] += section
            }
        }
        return joined.enumerated().map { index, tokens in
            LanguageDocument(name: joined.count == 1 ? name : "\(name) §\(index + 1)", tokens: tokens)
        }
    }

    private static func paragraphs(of text: String) -> [String] {
        var paragraphs: [String] = []
        var current = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                if !current.isEmpty { paragraphs.append(current) }
                current = ""
            } else {
                current += line
                current += "\n"
            }
        }
        if !current.isEmpty { paragraphs.append(current) }
        return paragraphs
    }
}
