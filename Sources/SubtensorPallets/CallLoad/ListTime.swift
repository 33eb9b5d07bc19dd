import RuntimeInterface

/// Adds up what working through lists takes.
struct ListTime {
    /// What is done with an entry, and the picoseconds that it takes with its part of the block's commit: measured with
    /// lists of 10,000 entries (row "lists" of the benchmarks), the slower runs, rounded up.
    enum Step: UInt64 {
        /// It is looked up.
        case reading = 4_000_000
        /// It is filed under another key.
        case moving = 120_000_000
        /// It is sold.
        case selling = 180_000_000
    }

    private(set) var picoseconds: UInt64 = 0

    /// No block has room for more.
    private static let maximum = System.blockWeights.maxBlock.refTime

    /// Whether counting further would tell nothing new.
    var isFull: Bool { picoseconds >= Self.maximum }

    /// As many entries fill what is left.
    func limit(_ step: Step) -> Int {
        isFull ? 0 : Int((Self.maximum - picoseconds) / step.rawValue) + 1
    }

    /// Adds entries, no more of them than ``limit(_:)`` tells.
    mutating func add(_ count: Int, _ step: Step) {
        picoseconds += UInt64(min(count, limit(step))) * step.rawValue
    }
}
