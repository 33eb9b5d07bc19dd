/// Contexts to be continued, and the continuations that only the validator knows.
public struct LanguageChallenge: Sendable, Equatable {
    /// What miners are shown: for each item the tokens before the one to predict.
    public let contexts: [[String]]
    /// What followed each context; never leaves the validator.
    let truths: [String]

    /// Number of items.
    public var count: Int { contexts.count }
}
