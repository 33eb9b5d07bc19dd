/// A corpus divided by document into a part to train on and a part to be tested with.
///
/// Whether a document is held out depends on the seed and on the document's own tokens, not on its place in the corpus:
/// parties whose corpora differ in a few files still agree on every document that they share. A validator draws its
/// seed when it starts and names it in its requests, because an honest miner must know what not to train on.
public struct LanguageSplit: Sendable {
    /// The seed that decided the division.
    public let seed: UInt64
    /// Documents that models may learn from.
    public let training: [LanguageDocument]
    /// Documents that challenges are taken from.
    public let heldOut: [LanguageDocument]

    /// One document of this many is held out, on average.
    public static let heldOutOneOf: UInt64 = 5

    /// Divides the corpus.
    public init(_ corpus: LanguageCorpus, seed: UInt64) {
        self.seed = seed
        var training: [LanguageDocument] = []
        var heldOut: [LanguageDocument] = []
        for document in corpus.documents {
            let draw = SplitMix64.mix(document.fingerprint ^ SplitMix64.mix(seed))
            if draw % Self.heldOutOneOf == 0 { heldOut.append(document) } else { training.append(document) }
        }
        self.training = training
        self.heldOut = heldOut
    }
}
