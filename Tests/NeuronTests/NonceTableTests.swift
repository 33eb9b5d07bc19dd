import Testbed
import Testing

@testable import Neuron

@Suite struct NonceTableTests {
    private static let second: Int64 = 1_000_000_000
    private let now: Int64 = 1_800_000_000 * second

    private func table(sessionsMax: Int = 8, perHotkey: Int = 4) -> NonceTable {
        NonceTable(sessionsMax: sessionsMax, sessionsPerHotkeyMax: perHotkey)
    }

    private func record(
        _ table: inout NonceTable, _ nonce: Int64, _ hotkey: String = "a", _ uuid: String = "u", timeout: Double = 12,
        at time: Int64? = nil
    ) -> AxonRefusal.Unverified? {
        table.record(nonce, hotkey: hotkey, uuid: uuid, timeoutSeconds: timeout, now: time ?? now)
    }

    @Test("a first contact must be younger than four seconds and the timeout")
    func firstContact() {
        var table = table()
        #expect(record(&table, now - 16 * Self.second) == .nonceTooOld)
        #expect(record(&table, now - 16 * Self.second + 1) == nil)
        #expect(record(&table, now - 4 * Self.second, "a", "v", timeout: 0) == .nonceTooOld)
        #expect(record(&table, now - 124 * Self.second, "a", "w", timeout: .greatestFiniteMagnitude) == .nonceTooOld)
        #expect(record(&table, now + 125 * Self.second, "a", "w") == .nonceInFuture)
    }

    @Test("no nonce counts twice, for each process by itself")
    func once() {
        var table = table()
        #expect(record(&table, now) == nil)
        #expect(record(&table, now) == .nonceReplayed)
        #expect(record(&table, now + 1) == nil)
        #expect(record(&table, now) == .nonceReplayed)
        #expect(record(&table, now, "a", "other process") == nil)
        #expect(record(&table, now, "other hotkey") == nil)
    }

    @Test("requests that overtook each other are accepted once each, in any order")
    func overtaking() {
        var random = SeededRandom(seed: 7)
        var table = table()
        let nonces = (0..<50).map { now - $0 * 1_000 }.shuffled(using: &random)
        for nonce in nonces { #expect(record(&table, nonce) == nil) }
        for nonce in nonces.shuffled(using: &random) { #expect(record(&table, nonce) == .nonceReplayed) }
    }

    @Test("what is too old for a first contact, or lies below all that is remembered, was used for all we know")
    func late() {
        var table = table()
        #expect(record(&table, now) == nil)
        #expect(record(&table, now - 16 * Self.second) == .nonceReplayed)
        #expect(record(&table, now - 16 * Self.second + 1) == nil)
        for index in 1...Int64(NonceTable.Session.nonceCountMax) { #expect(record(&table, now + 2 * index) == nil) }
        #expect(record(&table, now - 1) == .nonceReplayed, "dropped, and so is everything below it")
        #expect(record(&table, now) == .nonceReplayed)
        #expect(record(&table, now + 1) == nil)
    }

    @Test("the table is bounded, in all and for one hotkey")
    func bounded() {
        var table = table()
        for index in 0..<4 { #expect(record(&table, now, "a", "\(index)") == nil) }
        #expect(record(&table, now, "a", "one more") == .tooManySessions)
        for index in 0..<4 { #expect(record(&table, now, "b", "\(index)") == nil) }
        #expect(record(&table, now, "c") == .tooManySessions)
        #expect(table.count == 8)
    }

    @Test("forgetting makes room and never lets a replay in", arguments: 0..<20 as Range<UInt64>)
    func noReplayAfterForgetting(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = table()
        var time = now
        var accepted: [(nonce: Int64, hotkey: String, uuid: String)] = []
        for _ in 0..<400 {
            time += Int64.random(in: 0...20, using: &random) * Self.second
            let hotkey = "h\(Int.random(in: 0..<3, using: &random))"
            let uuid = "u\(Int.random(in: 0..<10, using: &random))"
            let nonce = time + Int64.random(in: -150...150, using: &random) * Self.second
            let timeout = Double.random(in: 0...1_000, using: &random)
            if record(&table, nonce, hotkey, uuid, timeout: timeout, at: time) == nil {
                accepted.append((nonce, hotkey, uuid))
            }
            if let old = accepted.randomElement(using: &random) {
                let again = record(&table, old.nonce, old.hotkey, old.uuid, timeout: 1e9, at: time)
                #expect(again != nil, "seed \(seed)")
            }
            #expect(table.count <= 8)
        }
        #expect(accepted.count > 20)
    }
}
