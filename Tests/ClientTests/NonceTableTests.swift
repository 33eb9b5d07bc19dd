import Primitives
import Testbed
import Testing

@testable import Client

@Suite("Nonces of extrinsics on their way")
struct NonceTableTests {
    private let account = AccountID.zero

    @Test("several on their way take one each, whatever the chain has seen of them")
    func several() {
        var table = NonceTable()
        for _ in 0..<5 { table.enter(account) }
        let taken = (0..<5).map { _ in table.take(account, chainNext: 7) }
        #expect(taken == [7, 8, 9, 10, 11])
        for _ in 0..<5 { table.leave(account, hasArrived: true) }
        #expect(table.accountCount == 0)
        table.enter(account)
        #expect(table.take(account, chainNext: 12) == 12)
    }

    @Test("a count read before another arrived does not take its nonce again")
    func staleCount() {
        var table = NonceTable()
        table.enter(account)
        table.enter(account)
        #expect(table.take(account, chainNext: 3) == 3)
        table.leave(account, hasArrived: true)
        #expect(table.take(account, chainNext: 3) == 4)
    }

    @Test("a nonce that was not used is taken by the next one")
    func gap() {
        var table = NonceTable()
        table.enter(account)
        #expect(table.take(account, chainNext: 3) == 3)
        table.enter(account)
        table.leave(account, hasArrived: false)
        #expect(table.take(account, chainNext: 3) == 3)
    }

    @Test("two in a row are kept together")
    func pair() {
        var table = NonceTable()
        table.enter(account)
        table.enter(account)
        #expect(table.take(account, chainNext: 0, count: 2) == 0)
        #expect(table.take(account, chainNext: 0) == 2)
    }

    @Test("no nonce is taken twice while any is on its way", arguments: [UInt64(1), 2, 3])
    func property(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = NonceTable()
        var chain: UInt32 = 0
        // One always stays on its way, so that the table never forgets.
        table.enter(account)
        var used: Set<UInt32> = []
        var waiting = 0
        for _ in 0..<2_000 {
            if waiting > 0, Bool.random(using: &random) {
                table.leave(account, hasArrived: true)
                waiting -= 1
                chain += 1
            } else {
                table.enter(account)
                let nonce = table.take(account, chainNext: UInt32.random(in: 0...chain, using: &random))
                #expect(used.insert(nonce).inserted, "seed \(seed)")
                waiting += 1
            }
        }
    }
}
