/// Why no corpus could be made; each text names the cause and the remedy.
public enum LanguageCorpusError: Error, Equatable, Sendable {
    /// Neither a file nor a folder stands at the path.
    case nothingThere(path: String)
    /// The system refused to read the path.
    case unreadable(path: String)
    /// Less text than a model can be trained and tested on.
    case tooLittleText(path: String, tokens: Int, tokensMin: Int, documents: Int, documentsMin: Int)
}

extension LanguageCorpusError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nothingThere(let path):
            "No text to train on: there is no file or folder at \(path). "
                + "Name a text file or a folder of text files with --corpus PATH."
        case .unreadable(let path):
            "No text to train on: \(path) cannot be read. "
                + "Give this user read permission, or name other text with --corpus PATH."
        case .tooLittleText(let path, let tokens, let tokensMin, let documents, let documentsMin):
            "Too little text at \(path): \(tokens) tokens in \(documents) documents without near-duplicates, "
                + "but \(tokensMin) tokens in \(documentsMin) documents are needed. "
                + "Add plain text files there, or name a larger text or folder with --corpus PATH."
        }
    }
}
