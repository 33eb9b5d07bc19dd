import Neuron
public import Primitives

/// A validator's round as one line of text: what `myelin validator` prints and `myelin up` reads.
///
///     round 12 block 340 bits 3=-6.1234 4=-5.2000 average 3=4.2101 4=5.1000 failed 7=408 weights 3=41000 4=65535
///
/// `bits` is the round's mean log₂ probability of what followed, `average` the moving average of the advantage over a
/// uniform guess, both in bits per token; `failed` is the status of exchanges without an answer; `weights` are those
/// that were set after the round.
public struct RoundReport: Sendable, Equatable {
    /// Counts from 1.
    public var number: Int
    /// The block before the round.
    public var block: BlockNumber
    /// Score of the round by UID, in bits per token.
    public var scoreBits: [UID: Double]
    /// Moving average of the advantage by UID, in bits per token.
    public var advantageBits: [UID: Double]
    /// Status by UID of those who gave no answer.
    public var failures: [UID: Int]
    /// The weights that were set; empty when none were.
    public var weights: [UID: UInt16]

    /// The report of a round.
    public init(_ round: LanguageValidatorNeuron.Round) {
        number = round.number
        block = round.block
        scoreBits = Dictionary(round.neurons.map { ($0.uid, $0.scoreBits) }) { _, last in last }
        advantageBits = Dictionary(round.neurons.map { ($0.uid, $0.advantageBits) }) { _, last in last }
        failures = Dictionary(
            round.neurons.filter { $0.status != 200 }.map { ($0.uid, $0.status) }
        ) { _, last in last }
        weights = Dictionary(round.weightsSet.map { ($0.uid, $0.weight) }) { _, last in last }
    }

    /// The line; scores keep four decimals.
    public var line: String {
        func list<Value>(_ name: String, _ values: [UID: Value], _ text: (Value) -> String) -> String {
            guard !values.isEmpty else { return "" }
            return " \(name)" + values.sorted { $0.key < $1.key }.map { " \($0.key)=\(text($0.value))" }.joined()
        }
        return "round \(number) block \(block)"
            + list("bits", scoreBits) { $0.text(decimals: 4) }
            + list("average", advantageBits) { $0.text(decimals: 4) }
            + list("failed", failures) { String($0) }
            + list("weights", weights) { String($0) }
    }

    /// Reads a line; `nil` for any other text.
    public init?(line: String) {
        let words = line.split(separator: " ")
        guard words.count >= 4, words[0] == "round", words[2] == "block", let number = Int(words[1]),
            let block = BlockNumber(words[3])
        else { return nil }
        self.number = number
        self.block = block
        (scoreBits, advantageBits, failures, weights) = ([:], [:], [:], [:])
        var section = ""
        for word in words.dropFirst(4) {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                section = String(word)
                continue
            }
            guard let uid = UID(parts[0]) else { return nil }
            switch section {
            case "bits": scoreBits[uid] = Double(parts[1])
            case "average": advantageBits[uid] = Double(parts[1])
            case "failed": failures[uid] = Int(parts[1])
            case "weights": weights[uid] = UInt16(parts[1])
            default: return nil
            }
        }
    }
}
