import Primitives
import Testing

@testable import Chain

@Suite("Bans")
struct BanListTests {
    private func hash(_ number: Int) -> Hash {
        Hash((0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * min($0, 7))) }) ?? .zero
    }

    @Test("a ban holds for its number of blocks, and the second of the same bytes does not make it longer")
    func length() {
        var bans = BanList()
        bans.insert(hash(1), after: 10)
        bans.insert(hash(1), after: 100)
        #expect(bans.contains(hash(1), after: 10 + BanList.lengthBlocks - 1))
        #expect(!bans.contains(hash(1), after: 10 + BanList.lengthBlocks))
        #expect(!bans.contains(hash(2), after: 10))
        bans.expire(after: 10 + BanList.lengthBlocks)
        bans.insert(hash(1), after: 500)
        #expect(bans.contains(hash(1), after: 501))
    }

    @Test("whoever is banned last is remembered, and no more than the list holds")
    func bounded() {
        var bans = BanList()
        for number in 0..<3 * BanList.countMaximum { bans.insert(hash(number), after: 1) }
        let remembered = (0..<3 * BanList.countMaximum).filter { bans.contains(hash($0), after: 2) }
        #expect(remembered == Array(2 * BanList.countMaximum..<3 * BanList.countMaximum))
    }
}
