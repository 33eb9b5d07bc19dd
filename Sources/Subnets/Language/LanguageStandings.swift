public import Neuron
public import Primitives

/// A validator's memory of how well each neuron predicts: a moving average per UID, and the weights that follow from
/// it.
public struct LanguageStandings: Sendable {
    /// One neuron's record.
    public struct Standing: Sendable, Equatable {
        /// The neuron's hotkey; a record ends when the UID changes hands.
        public var hotkey: AccountID
        /// Moving average of the advantage over the uniform guess, in bits per token.
        public var advantage: Double
        /// Rounds counted.
        public var rounds: Int
    }

    /// What one neuron achieved in a round.
    public struct Result: Sendable {
        /// The neuron's place.
        public var uid: UID
        /// Who held it when asked.
        public var hotkey: AccountID
        /// The round's advantage in bits per token; see ``LanguageScoring/advantage(ofScore:in:)``.
        public var advantage: Double

        /// A round's result.
        public init(uid: UID, hotkey: AccountID, advantage: Double) {
            self.uid = uid
            self.hotkey = hotkey
            self.advantage = advantage
        }
    }

    /// Share of a new round in the average: after three rounds half of the past is forgotten.
    public static let newRoundShare = 0.2

    /// The records by UID.
    public private(set) var standings: [UID: Standing] = [:]

    /// No records yet.
    public init() {}

    /// Counts a round in which exactly these neurons were asked; records of all others are dropped.
    ///
    /// Every record starts from an advantage of 0, the uniform guess: a newcomer has to earn its weight round by round,
    /// so registering anew never erases a bad record to advantage.
    public mutating func record(_ results: [Result]) {
        var next: [UID: Standing] = [:]
        for result in results {
            var standing = Standing(hotkey: result.hotkey, advantage: 0, rounds: 0)
            if let known = standings[result.uid], known.hotkey == result.hotkey { standing = known }
            standing.advantage += Self.newRoundShare * (result.advantage - standing.advantage)
            standing.rounds += 1
            next[result.uid] = standing
        }
        standings = next
    }

    /// The weights to set, by ascending UID, the largest being 65,535; empty when nobody beats the uniform guess.
    ///
    /// Whoever does not beat the uniform guess is listed with exactly 0.
    public var weights: [NeuronWeight] {
        let raw = standings.keys.sorted().map { uid in
            (uid: uid, weight: LanguageScoring.weight(ofAdvantage: standings[uid]?.advantage ?? 0))
        }
        guard let largest = raw.map(\.weight).max(), largest > 0 else { return [] }
        return raw.map {
            NeuronWeight(uid: $0.uid, weight: UInt16(($0.weight / largest * Double(UInt16.max)).rounded()))
        }
    }
}
