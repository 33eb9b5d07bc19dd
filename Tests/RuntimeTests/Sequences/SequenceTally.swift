import Primitives

/// What happened in sequences.
struct SequenceTally: Sendable, CustomStringConvertible {
    var sequences = 0
    var violations = 0
    var blocks = 0
    /// Epochs of all subnets.
    var epochs = 0
    /// Subnets that had an epoch, summed over the sequences.
    var subnets = 0
    var counts: [String: SequenceRunner.Count] = [:]

    var done: Int { counts.values.reduce(0) { $0 + $1.done } }
    var failed: Int { counts.values.reduce(0) { $0 + $1.failed } }
    var refused: Int { counts.values.reduce(0) { $0 + $1.refused } }

    /// Adds a sequence that came to its end.
    mutating func add(_ runner: SequenceRunner) {
        sequences += 1
        blocks += runner.blocks
        epochs += runner.epochs.values.reduce(0, +)
        subnets += runner.epochs.count
        add(runner.counts)
    }

    mutating func add(_ other: SequenceTally) {
        sequences += other.sequences
        violations += other.violations
        blocks += other.blocks
        epochs += other.epochs
        subnets += other.subnets
        add(other.counts)
    }

    private mutating func add(_ others: [String: SequenceRunner.Count]) {
        counts.merge(others) { $0 + $1 }
    }

    var description: String {
        let entries = CallCatalog.served.entries.filter(\.canSucceed)
        let idle = entries.map(\.name).filter { counts[$0]?.whole ?? 0 == 0 }
        return
            "\(blocks) blocks, \(epochs) epochs of \(subnets) subnets in \(sequences) sequences; \(done) calls done, "
            + "\(failed) failed, \(refused) refused; \(entries.count - idle.count) of \(entries.count) calls did their "
            + "work" + (idle.isEmpty ? "" : ", but not \(idle.sorted().joined(separator: " "))")
    }
}

extension SequenceRunner.Count {
    static func + (first: Self, second: Self) -> Self {
        Self(
            done: first.done + second.done, whole: first.whole + second.whole, failed: first.failed + second.failed,
            refused: first.refused + second.refused)
    }
}
