extension LanguageCorpus {
    /// Words of a window. Eight consecutive words hardly ever agree by chance, and survive changes of layout.
    static let windowWords = 8
    /// A document is a near-duplicate when at least this fraction of its windows occurs in documents kept before it.
    static let sharedFractionMax = 0.5

    /// The documents, in order, without those that mostly repeat earlier ones.
    ///
    /// Licences are near copies of each other, and a copy of a training document among the held-out ones would reward
    /// memory instead of modelling. Punctuation is ignored, so that a reformatted copy counts as one.
    static func removingNearDuplicates(_ documents: [LanguageDocument]) -> [LanguageDocument] {
        var known: Set<UInt64> = []
        var exact: Set<UInt64> = []
        var kept: [LanguageDocument] = []
        for document in documents where exact.insert(document.fingerprint).inserted {
            let windows = windows(of: document)
            let shared = windows.count { known.contains($0) }
            if !windows.isEmpty, Double(shared) >= sharedFractionMax * Double(windows.count) { continue }
            kept.append(document)
            known.formUnion(windows)
        }
        return kept
    }

    /// Fingerprints of the distinct windows of a document; a document shorter than a window has none.
    private static func windows(of document: LanguageDocument) -> Set<UInt64> {
        let words = document.tokens.filter(LanguageTokenizer.isWord)
        guard words.count >= windowWords else { return [] }
        var windows: Set<UInt64> = []
        for start in 0...(words.count - windowWords) {
            windows.insert(Fingerprint(words[start..<start + windowWords]).value)
        }
        return windows
    }
}
