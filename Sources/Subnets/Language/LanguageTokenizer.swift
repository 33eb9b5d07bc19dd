/// Cuts text into the tokens of the `language` subnet: words and punctuation in lower case.
///
/// A token is one of
/// - a word: a run of letters, with apostrophes inside it (`don't`, `licensor's`),
/// - a number: a run of digits,
/// - any other character that is not white space, alone.
///
/// Nothing is joined back, so that every party can recompute the tokens of a text from this description.
public enum LanguageTokenizer {
    /// The tokens of `text`, first to last.
    public static func tokens(in text: some StringProtocol) -> [String] {
        let scalars = Array(text.lowercased().unicodeScalars)
        var tokens: [String] = []
        var position = 0
        while position < scalars.count {
            let start = position
            position += 1
            let first = scalars[start]
            if first.properties.isWhitespace || first.value < 0x20 { continue }
            if isLetter(first) {
                position = endOfWord(in: scalars, after: position)
            } else if isDigit(first) {
                while position < scalars.count, isDigit(scalars[position]) { position += 1 }
            }
            var token = String.UnicodeScalarView()
            token.append(contentsOf: scalars[start..<position])
            tokens.append(String(token))
        }
        return tokens
    }

    /// Whether a token is a word or a number rather than punctuation.
    public static func isWord(_ token: String) -> Bool {
        guard let first = token.unicodeScalars.first else { return false }
        return isLetter(first) || isDigit(first)
    }

    private static func endOfWord(in scalars: [Unicode.Scalar], after start: Int) -> Int {
        var position = start
        while position < scalars.count {
            if isLetter(scalars[position]) {
                position += 1
            } else if scalars[position] == "'", position + 1 < scalars.count, isLetter(scalars[position + 1]) {
                position += 2
            } else {
                break
            }
        }
        return position
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? (scalar >= "a" && scalar <= "z") : scalar.properties.isAlphabetic
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }
}
