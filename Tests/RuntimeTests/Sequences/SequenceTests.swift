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
    /// Blocks after the last step, in which what was begun comes to its end.
    private static let lastBlocks = 12
    /// Sequences after which a line is printed.
    private static let groupLength = ActionGenerator.sequencesOfAllGoals
    private static let isTraced = ProcessInfo.processInfo.environment["MYELIN_SEQUENCE_TRACE"] != nil

    private static let seeds: Range<UInt64> = {
        let variables = ProcessInfo.processInfo.environment
        let count = variables["MYELIN_SEQUENCES"].flatMap { UInt64($0) } ?? 200
        let first = variables["MYELIN_SEED"].flatMap { UInt64($0) } ?? 1
        return first..<first &+ count
    }()

    @Test("random sequences of all calls break no rule, and every call does its work in some of them")
    func sequences() async {
        var whole = SequenceTally()
        await withTaskGroup(of: SequenceTally.self) { group in
            for first in stride(from: Self.seeds.lowerBound, to: Self.seeds.upperBound, by: Int(Self.groupLength)) {
                let seeds = first..<min(first + Self.groupLength, Self.seeds.upperBound)
                group.addTask { await Self.play(seeds) }
            }
            for await tally in group { whole.add(tally) }
        }
        print("sequences: all \(Self.seeds.count), seeds from \(Self.seeds.lowerBound): \(whole)")
        // Fewer do not steer every call.
        guard Self.seeds.count >= Self.groupLength, whole.violations == 0 else { return }
        for entry in CallCatalog.served.entries {
            let count = whole.counts[entry.name]
            if let reason = CallCatalog.alwaysFailing[entry.name] {
                #expect(count?.done ?? 0 == 0, "\(entry.name) succeeded, although \(reason)")
                #expect(count != nil, "\(entry.name) was never sent")
            } else {
                #expect(count?.whole ?? 0 > 0, "\(entry.name) never did its work: \(String(describing: count))")
            }
        }
        #expect(whole.epochs > 40 * Self.seeds.count / 2)
        #expect(whole.failed > 3 * Self.seeds.count)
    }

    /// Runs the sequences of some seeds, until one breaks a rule.
    private static func play(_ seeds: Range<UInt64>) async -> SequenceTally {
        var tally = SequenceTally()
        for seed in seeds {
            // Other tests may be waiting.
            await Task.yield()
            guard let broken = play(seed: seed, into: &tally) else { continue }
            tally.violations += 1
            report(broken, seed: seed)
            return tally
        }
        print("sequences: seeds \(seeds.lowerBound) to \(seeds.upperBound - 1): \(tally)")
        return tally
    }

    /// Draws and runs one sequence.
    /// - Returns: what it was where it broke a rule.
    private static func play(
        seed: UInt64, into tally: inout SequenceTally
    ) -> (sequence: [Action], violation: Violation)? {
        var generator = ActionGenerator(seed: seed)
        var runner = SequenceRunner()
        var sequence: [Action] = []
        do throws(Violation) {
            for _ in 0..<length {
                let action = generator.next(on: runner.chain)
                sequence.append(action)
                if isTraced { print("seed \(seed): \(action)") }
                try runner.run(action)
            }
            sequence.append(.blocks(lastBlocks))
            try runner.run(.blocks(lastBlocks))
        } catch {
            return (sequence, error)
        }
        tally.add(runner)
        return nil
    }

    private static func report(_ broken: (sequence: [Action], violation: Violation), seed: UInt64) {
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
