import Testbed
import Testing

@testable import StateStore

@Suite struct SortedTableTests {
    @Test("a sorted table agrees with a dictionary, and its copies stay as they were", arguments: 0..<4)
    func model(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var table = SortedTable<Int>()
        var model: [[UInt8]: Int] = [:]
        var snapshot = (table, model)
        for step in 0..<6000 {
            let key = random.bytes(Int.random(in: 1...2, using: &random))
            let grow = step / 1500 % 2 == 0
            if Int.random(in: 0..<4, using: &random) == 0 || !grow {
                table[key] = nil
                model[key] = nil
            } else {
                table[key] = step
                model[key] = step
            }
            #expect(table[key] == model[key])
            if step % 500 == 0 {
                compare(snapshot.0, snapshot.1)
                compare(table, model)
                snapshot = (table, model)
            }
        }
        compare(table, model)
    }

    private func compare(_ table: SortedTable<Int>, _ model: [[UInt8]: Int]) {
        let sorted = model.keys.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(table.entries(under: [], after: nil, limit: .max).map(\.key) == sorted)
        #expect(
            table.entries(under: [7], after: [7, 100], limit: 5).map(\.key)
                == Array(sorted.filter { $0.first == 7 && [7, 100].lexicographicallyPrecedes($0) }.prefix(5)))
    }
}
