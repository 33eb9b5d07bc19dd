extension LanguageCorpus {
    /// Words of a window. Eight consecutive words hardly ever agree by chance, and survive changes of layout.
    static let windowWords = 8
    /// A document is a near-duplicate when at least this fraction of its windows occurs in other documents.
    static let sharedFractionMax = 0.5

    /// The documents, in order, without those that mostly repeat others.
    ///
    /// Licences are near copies of each other, and a copy of a training document among the held-out ones would reward
    /// memory instead of modelling. Punctuation is ignored, so that a reformatted copy counts as one. Of two copies the
    /// later one goes, because the walk begins at the end. Removing a document only lowers what the rest share, so in
    /// the result no document shares the fraction with all others together, on whichever side of a split they fall.
    static func removingNearDuplicates(_ documents: [LanguageDocument]) -> [LanguageDocument] {
        let windows = documents.map(windows(of:))
        var holders: [UInt64: Int] = [:]
        for document in windows {
            for window in document { holders[window, default: 0] += 1 }
        }
        var exact: [UInt64: Int] = [:]
        for document in documents { exact[document.fingerprint, default: 0] += 1 }

        var kept: [LanguageDocument] = []
        for (document, windows) in zip(documents, windows).reversed() {
            let shared = windows.count { holders[$0, default: 0] > 1 }
            let isShared = !windows.isEmpty && Double(shared) >= sharedFractionMax * Double(windows.count)
            guard isShared || exact[document.fingerprint, default: 0] > 1 else {
                kept.append(document)
                continue
            }
            for window in windows { holders[window, default: 0] -= 1 }
            exact[document.fingerprint, default: 0] -= 1
        }
        return kept.reversed()
    }

    /// Fingerprints of the distinct windows of a document; a document shorter than a window has none.
    static func windows(of document: LanguageDocument) -> Set<UInt64> {
        let words = document.tokens.filter(LanguageTokenizer.isWord)
        guard words.count >= windowWords else { return [] }
        var windows: Set<UInt64> = []
        for start in 0...(words.count - windowWords) {
            windows.insert(Fingerprint(words[start..<start + windowWords]).value)
        }
        return windows
    }
}
