import RuntimeInterface

/// Adds up what working through lists takes.
public struct ListTime: Hashable, Sendable {
    /// What is done with an entry, and the picoseconds that it takes with its part of the block's commit: measured with
    /// lists of 10,000 entries (row "lists" of the benchmarks), the slower runs, rounded up. Copying and looking up are
    /// estimates, some times what they take in a small state.
    enum Step: UInt64 {
        /// It is copied with the list that it stands in.
        case copying = 100_000
        /// It is looked up.
        case reading = 4_000_000
        /// It is filed under another key.
        case moving = 120_000_000
        /// It is sold.
        case selling = 180_000_000
    }

    /// What the work takes.
    public private(set) var picoseconds: UInt64 = 0
    /// What it takes to count the entries.
    public private(set) var countingPicoseconds: UInt64 = 0

    /// No block has room for more.
    private static let maximum = System.blockWeights.maxBlock.refTime
    private static let countingOne: UInt64 = 500_000

    /// Whether counting further would tell nothing new.
    var isFull: Bool { picoseconds >= Self.maximum }

    /// As many entries fill what is left.
    func limit(_ step: Step) -> Int {
        isFull ? 0 : Int((Self.maximum - picoseconds) / step.rawValue) + 1
    }

    /// Adds entries, no more of them than ``limit(_:)`` tells.
    mutating func add(_ count: Int, _ step: Step) {
        let counted = UInt64(min(count, limit(step)))
        picoseconds += counted * step.rawValue
        if step != .copying { countingPicoseconds += counted * Self.countingOne }
    }
}
