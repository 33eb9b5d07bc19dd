import Foundation
import Primitives
import RuntimeInterface
import SystemPallets
import Testbed
import Testing

@testable import SubtensorPallets

/// Random sequences of calls by random actors over many epochs. What they break is printed in its shortest form, to be
/// pasted into ``SequenceRegressionTests``.
///
/// `MYELIN_SEQUENCES` says how many sequences run and `MYELIN_SEED` with which seed the first begins;
/// `MYELIN_SEQUENCE_TRACE=1` prints every step before it runs, for a sequence that ends the process.
@Suite struct SequenceTests {
    /// Steps of a sequence; every fifth or so lets blocks pass.
    private static let length = 60
    /// Sequences that one case runs.
    private static let groupLength: UInt64 = 20
    /// Whether somebody wants to know more than whether it works.
    private static let isLong = ProcessInfo.processInfo.environment["MYELIN_SEQUENCES"] != nil
    private static let isTraced = ProcessInfo.processInfo.environment["MYELIN_SEQUENCE_TRACE"] != nil

    private static let seeds: [UInt64] = {
        let variables = ProcessInfo.processInfo.environment
        let count = variables["MYELIN_SEQUENCES"].flatMap { UInt64($0) } ?? 200
        let first = variables["MYELIN_SEED"].flatMap { UInt64($0) } ?? 1
        return stride(from: first, to: first &+ count, by: Int(min(groupLength, max(count, 1)))).map { $0 }
    }()

    @Test("random sequences of all calls break no rule", arguments: seeds)
    func sequences(first: UInt64) {
        var counts: [String: SequenceRunner.Count] = [:]
        for seed in first..<first + Self.groupLength {
            guard let broken = Self.play(seed: seed, counting: &counts) else { continue }
            report(broken, seed: seed)
            return
        }
        let done = counts.values.reduce(0) { $0 + $1.done }
        let failed = counts.values.reduce(0) { $0 + $1.failed }
        let refused = counts.values.reduce(0) { $0 + $1.refused }
        let never = CallCatalog.served.entries.map(\.name).filter { (counts[$0]?.done ?? 0) == 0 }
        print(
            "sequences: seeds \(first) to \(first + Self.groupLength - 1): \(done) calls done, \(failed) failed, "
                + "\(refused) refused; \(never.count) of \(CallCatalog.served.entries.count) calls never done"
                + (Self.isLong ? ": \(never.sorted().joined(separator: " "))" : ""))
        #expect(done > 200)
        #expect(failed > 50)
    }

    /// Draws and runs one sequence.
    /// - Returns: what it was where it broke a rule.
    private static func play(
        seed: UInt64, counting counts: inout [String: SequenceRunner.Count]
    ) -> (sequence: [Action], violation: Violation)? {
        var generator = ActionGenerator(seed: seed)
        var runner = SequenceRunner()
        var sequence: [Action] = []
        do throws(Violation) {
            for _ in 0..<length {
                let action = generator.next(in: runner.chain.state)
                sequence.append(action)
                if isTraced { print("seed \(seed): \(action)") }
                try runner.run(action)
            }
            try runner.run(.blocks(1))
        } catch {
            return (sequence, error)
        }
        for (name, count) in runner.counts {
            counts[name, default: .init()].done += count.done
            counts[name, default: .init()].failed += count.failed
            counts[name, default: .init()].refused += count.refused
        }
        return nil
    }

    private func report(_ broken: (sequence: [Action], violation: Violation), seed: UInt64) {
        print("sequences: seed \(seed) breaks a rule: \(broken.violation); looking for the shortest sequence that does")
        let shrinker = Shrinker<Action>(
            fails: { SequenceRunner.violation(of: $0)?.violation.rule == broken.violation.rule },
            simpler: { $0.simpler })
        let shortest = shrinker.shrink(broken.sequence)
        let violation = SequenceRunner.violation(of: shortest)?.violation ?? broken.violation
        Issue.record(
            """
            seed \(seed): \(violation)
            @Test("…")
            func seed\(seed)() {
                expectNoViolation([
            \(shortest.map { "        \($0)" }.joined(separator: "\n"))
                ])
            }
            """)
    }
}
