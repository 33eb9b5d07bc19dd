import Cryptography
import Primitives
import Runtime
import RuntimeInterface
import Synchronization
import Testbed
import Testing

@testable import Chain

@Suite("Submitting together")
struct BatchSubmissionTests {
    private func keypair(_ number: Int) throws -> Keypair {
        let text = Array("account \(number)".utf8)
        return try Keypair(seed: text + [UInt8](repeating: 0, count: 32 - text.count))
    }

    /// Submits all of them at once, and says how each ended, in the order of `all`.
    private func submit(
        _ all: [[UInt8]], to chain: Chain, watcher: (@Sendable (Int) -> TransactionWatcher)? = nil
    ) async -> [SubmissionDesk.Outcome] {
        await withTaskGroup(of: (Int, SubmissionDesk.Outcome).self) { group in
            for (index, bytes) in all.enumerated() {
                group.addTask {
                    do throws(SubmissionError) {
                        return (index, .success(try await chain.enqueue(bytes, watcher: watcher?(index))))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var outcomes = [SubmissionDesk.Outcome?](repeating: nil, count: all.count)
            for await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes.compactMap { $0 }
        }
    }

    private func reason(_ outcome: SubmissionDesk.Outcome) -> PoolError? {
        guard case .failure(.pool(let error)) = outcome else { return nil }
        return error
    }

    @Test("of many that come together exactly the bad ones are refused, and not verified a second time")
    func blame() async throws {
        let seed: UInt64 = 404
        var random = SeededRandom(seed: seed)
        let fixture = try DevelopmentChain()
        var all = try (0..<200).map { try fixture.transfer(Rao(1_000_000), nonce: UInt32($0)) }
        let bad = Set((0..<6).map { _ in Int.random(in: 0..<200, using: &random) })
        for index in bad { all[index][60] ^= 1 }
        let outcomes = await submit(all, to: fixture.chain)
        for (index, outcome) in outcomes.enumerated() {
            #expect(reason(outcome) == (bad.contains(index) ? .invalid(.badProof) : nil), "seed \(seed), \(index)")
        }
        #expect(fixture.chain.pendingExtrinsics.count == 200 - bad.count)
        for index in bad { #expect(reason(await submit([all[index]], to: fixture.chain)[0]) == .banned) }
    }

    @Test("cheap reasons come before the signature")
    func cheapFirst() async throws {
        let fixture = try DevelopmentChain()
        var poor = try fixture.transfer(from: DevelopmentChain.key("Nobody"))
        poor[60] ^= 1
        #expect(reason(await submit([poor], to: fixture.chain)[0]) == .invalid(.payment))
        try await fixture.chain.enqueue(fixture.transfer(nonce: 0))
        var rival = try fixture.transfer(.tao(2), nonce: 0)
        rival[60] ^= 1
        #expect(reason(await submit([rival], to: fixture.chain)[0]) == .priorityTooLow(new: 1, old: 1))
    }

    @Test("the same extrinsic from many connections at once waits once, and each watcher hears of its block")
    func sameFromMany() async throws {
        let fixture = try DevelopmentChain()
        let logs = (0..<40).map { _ in WatchLog() }
        let bytes = try fixture.transfer()
        let outcomes = await submit(Array(repeating: bytes, count: 40), to: fixture.chain) { logs[$0].watcher }
        #expect(outcomes.allSatisfy { (try? $0.get()) == Extrinsic.hash(of: bytes) })
        #expect(fixture.chain.pendingExtrinsics.count == 1)
        let block = try fixture.makeBlock()
        for log in logs { #expect(log.statuses == [.ready, .inBlock(block.hash), .finalized(block.hash)]) }
    }

    @Test("ten thousand wait at once, of one account and of ten thousand, and all reach a block")
    func tenThousand() async throws {
        let fixture = try DevelopmentChain()
        let keys = try (0..<10_000).map(keypair)
        for start in stride(from: 0, to: keys.count, by: 250) {
            let calls = keys[start..<start + 250].map {
                RuntimeCall.balances(.transferKeepAlive(dest: .id($0.accountID), value: Rao(50_000_000)))
            }
            try fixture.chain.submit(
                fixture.extrinsic(.utility(.batchAll(calls: calls)), by: DevelopmentChain.alice))
        }
        while fixture.chain.hasReadyExtrinsics { try fixture.makeBlock() }
        let one = try (0..<10_000).map {
            try fixture.transfer(Rao(1_000_000), from: DevelopmentChain.bob, nonce: UInt32($0))
        }
        let many = try keys.map { try fixture.transfer(Rao(1_000_000), from: $0, nonce: 0) }
        for all in [one, many] {
            let ends = Tally()
            var outcomes: [SubmissionDesk.Outcome] = []
            // A thousand at a time: tasks run in any order, and 1,024 of an account may wait for others before them.
            for start in stride(from: 0, to: all.count, by: 1_000) {
                outcomes += await submit(Array(all[start..<start + 1_000]), to: fixture.chain) { _ in
                    { status in if case .finalized = status { ends.count() } }
                }
            }
            #expect(outcomes.count { (try? $0.get()) != nil } == 10_000)
            #expect(fixture.chain.pendingExtrinsics.count == 10_000)
            while fixture.chain.hasReadyExtrinsics { try fixture.makeBlock() }
            #expect(ends.value == 10_000 && fixture.chain.pendingExtrinsics.isEmpty)
        }
    }

    @Test("after each block what waits is judged again: without money for its fee it becomes invalid")
    func revalidation() throws {
        let fixture = try DevelopmentChain()
        let poor = try keypair(1)
        try fixture.chain.submit(fixture.transfer(.tao(1), to: poor.accountID))
        try fixture.makeBlock()
        let log = WatchLog()
        // The one in front of it never comes, so that no block tries it.
        try fixture.chain.submit(fixture.transfer(Rao(1_000), from: poor, nonce: 2), watcher: log.watcher)
        #expect(log.statuses == [.future])
        try fixture.chain.submit(
            fixture.extrinsic(
                .balances(.transferAll(dest: .id(DevelopmentChain.bob.accountID), keepAlive: false)), by: poor, nonce: 0
            ))
        try fixture.makeBlock()
        #expect(log.statuses == [.future, .invalid])
        #expect(fixture.chain.pendingExtrinsics.isEmpty)
    }
}

/// Counts from any thread.
private final class Tally: Sendable {
    private let number = Atomic<Int>(0)

    func count() { number.add(1, ordering: .relaxed) }

    var value: Int { number.load(ordering: .relaxed) }
}
