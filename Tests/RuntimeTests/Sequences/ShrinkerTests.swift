import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

/// The shrinker finds the shortest sequence where it is known.
@Suite struct ShrinkerTests {
    private static func simpler(_ number: Int) -> [Int] {
        [0, number / 2, number - 1].filter { $0 >= 0 && $0 < number }
    }

    @Test("of random numbers two remain that break a rule together, each the least that does", arguments: 1...20)
    func numbers(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        // A number of at least 7 in front of one of at least 130.
        func fails(_ numbers: [Int]) -> Bool {
            guard let first = numbers.firstIndex(where: { $0 >= 7 }) else { return false }
            return numbers[(first + 1)...].contains { $0 >= 130 }
        }
        let numbers = (0..<80).map { _ in Int.random(in: 0...1_000, using: &random) }
        #expect(fails(numbers), "seed \(seed)")
        let shrinker = Shrinker(fails: fails, simpler: Self.simpler)
        #expect(shrinker.shrink(numbers) == [7, 130], "seed \(seed)")
    }

    @Test("three that belong together remain together, in their order")
    func together() {
        func fails(_ numbers: [Int]) -> Bool { numbers.filter { [3, 50, 97].contains($0) } == [3, 50, 97] }
        let shrinker = Shrinker(fails: fails, simpler: { _ in [] })
        #expect(shrinker.shrink(Array(0..<100)) == [3, 50, 97])
    }

    @Test("the trials have an end")
    func end() {
        var trials = 0
        let shrinker = Shrinker<Int>(
            fails: { _ in
                trials += 1
                return false
            }, simpler: Self.simpler, trialsMaximum: 50)
        _ = shrinker.shrink(Array(0..<1_000))
        #expect(trials == 50)
    }

    @Test("of a random sequence of calls that breaks a made-up rule, the one call remains, and its least amount")
    func calls() throws {
        // Nobody may send 12,345 rao or more, once a block has passed.
        let rule: SequenceRunner.MadeUpRule = { call, effect, state in
            guard case .balances(.transferKeepAlive(_, let value)) = call, effect.outcome == .done else { return false }
            return value >= 12_345
        }
        var generator = ActionGenerator(seed: 5)
        var sequence: [Action] = []
        var runner = SequenceRunner()
        for _ in 0..<30 {
            let action = generator.next(on: runner.chain)
            try runner.run(action)
            sequence.append(action)
        }
        let forbidden = RuntimeCall.balances(
            .transferKeepAlive(dest: .id(Action.Actor.coldkey(1).account), value: .tao(3)))
        sequence.insert(.call(.coldkey(2), forbidden), at: 17)
        let shrinker = Shrinker<Action>(
            fails: { SequenceRunner.violation(of: $0, madeUpRule: rule)?.violation.rule == .madeUp },
            simpler: { $0.simpler })
        let least = RuntimeCall.balances(
            .transferKeepAlive(dest: .id(Action.Actor.coldkey(1).account), value: 12_345))
        #expect(shrinker.shrink(sequence) == [.call(.coldkey(2), least)])
    }

    @Test("a printed sequence can be read again")
    func text() {
        var generator = ActionGenerator(seed: 9)
        let runner = SequenceRunner()
        for _ in 0..<200 {
            guard case .call(let actor, let call) = generator.next(on: runner.chain) else { continue }
            #expect(Action.call(actor, call.encoded().hex) == .call(actor, call))
            #expect(Action.Actor(actor.account) == actor || actor == .root)
        }
    }
}
