/// What followed each context of one length, with counts, as rows of one flat array.
struct NGramTable: Sendable {
    /// A token and how often it followed.
    struct Entry: Sendable {
        var token: UInt16
        var count: UInt32
    }

    /// All that followed one context.
    struct Row {
        var total: Int
        var entries: ArraySlice<Entry>
    }

    /// Tokens of a context, at most four: 16 bits each in a key of 64.
    let contextTokens: Int
    /// What each count is lowered by; D of ``LanguageModel``.
    let discount: Double
    private var entries: [Entry] = []
    private var rows: [UInt64: (range: Range<Int>, total: Int)] = [:]
    /// Every n-gram once: its context's key and its last token, in ascending order.
    private let grams: [(context: UInt64, token: UInt16)]

    /// Counts every n-gram of the texts.
    init(counting texts: [[UInt16]], contextTokens: Int) {
        self.init(occurrences: Self.occurrences(in: texts, contextTokens: contextTokens), contextTokens: contextTokens)
    }

    /// Counts for every n-gram the different tokens that stand before it in the next longer table.
    ///
    /// An n-gram that begins a text has nothing before it; it is counted once for each text that it begins, so that
    /// short documents do not vanish from the lower orders.
    init(continuationsOf longer: NGramTable, of texts: [[UInt16]], contextTokens: Int) {
        precondition(longer.contextTokens == contextTokens + 1, "continuations come from contexts of one more token")
        let mask: UInt64 = contextTokens == 0 ? 0 : UInt64.max >> UInt64(64 - 16 * contextTokens)
        var occurrences = longer.grams.map { (context: $0.context & mask, token: $0.token) }
        for text in texts where text.count > contextTokens {
            occurrences.append((Self.key(text[..<contextTokens]), text[contextTokens]))
        }
        self.init(occurrences: occurrences, contextTokens: contextTokens)
    }

    private init(occurrences: [(context: UInt64, token: UInt16)], contextTokens: Int) {
        precondition((0...4).contains(contextTokens), "a key holds at most four tokens")
        self.contextTokens = contextTokens
        let sorted = occurrences.sorted { $0 < $1 }
        var grams: [(context: UInt64, token: UInt16)] = []
        var position = 0
        while position < sorted.count {
            let context = sorted[position].context
            let rowStart = entries.count
            let contextStart = position
            while position < sorted.count, sorted[position].context == context {
                let token = sorted[position].token
                let tokenStart = position
                while position < sorted.count, sorted[position] == (context, token) { position += 1 }
                entries.append(Entry(token: token, count: UInt32(position - tokenStart)))
                grams.append((context, token))
            }
            rows[context] = (rowStart..<entries.count, position - contextStart)
        }
        self.grams = grams
        let once = entries.count { $0.count == 1 }
        let twice = entries.count { $0.count == 2 }
        // Text where nothing occurs once or twice says nothing about the unseen; a half is then a neutral discount.
        discount = once == 0 || twice == 0 ? 0.5 : Double(once) / Double(once + 2 * twice)
    }

    /// What followed the context, or `nil` when it never occurred.
    func row(after context: ArraySlice<UInt16>) -> Row? {
        guard let row = rows[Self.key(context)] else { return nil }
        return Row(total: row.total, entries: entries[row.range])
    }

    private static func occurrences(
        in texts: [[UInt16]], contextTokens: Int
    ) -> [(context: UInt64, token: UInt16)] {
        var occurrences: [(context: UInt64, token: UInt16)] = []
        for text in texts where text.count > contextTokens {
            for position in contextTokens..<text.count {
                occurrences.append((key(text[position - contextTokens..<position]), text[position]))
            }
        }
        return occurrences
    }

    private static func key(_ context: ArraySlice<UInt16>) -> UInt64 {
        context.reduce(0) { $0 << 16 | UInt64($1) }
    }
}
