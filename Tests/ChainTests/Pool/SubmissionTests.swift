import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import StateStore
import SystemPallets
import Testing

@testable import Chain

@Suite("Submitting")
struct SubmissionTests {
    @Test("a watcher hears ready, inBlock and finalized, in this order")
    func watched() throws {
        let fixture = try DevelopmentChain()
        let log = WatchLog()
        let hash = try fixture.chain.submit(fixture.transfer(), watcher: log.watcher)
        let block = try fixture.makeBlock()
        #expect(block.included.contains(hash))
        #expect(log.statuses == [.ready, .inBlock(block.hash), .finalized(block.hash)])
        #expect(fixture.chain.pendingExtrinsics.isEmpty)
    }

    @Test("what comes too early waits, and becomes ready when the gap is filled")
    func gap() throws {
        let fixture = try DevelopmentChain()
        let early = WatchLog()
        try fixture.chain.submit(fixture.transfer(nonce: 1), watcher: early.watcher)
        #expect(try fixture.makeBlock().signedCount == 0)
        #expect(try fixture.chain.nextNonce(of: DevelopmentChain.alice.accountID) == 0)
        try fixture.chain.submit(fixture.transfer(nonce: 0))
        #expect(early.statuses == [.future, .ready])
        #expect(try fixture.chain.nextNonce(of: DevelopmentChain.alice.accountID) == 2)
        let block = try fixture.makeBlock()
        #expect(block.signedCount == 2)
        #expect(early.statuses == [.future, .ready, .inBlock(block.hash), .finalized(block.hash)])
    }

    @Test("the same extrinsic again is a duplicate while it waits and outdated once it stands in a block")
    func again() throws {
        let fixture = try DevelopmentChain()
        let bytes = try fixture.transfer()
        let hash = try fixture.chain.submit(bytes)
        #expect(
            fixture.refusal { () throws(SubmissionError) in try fixture.chain.submit(bytes) } == .alreadyImported(hash))
        try fixture.makeBlock()
        #expect(fixture.refusal { () throws(SubmissionError) in try fixture.chain.submit(bytes) } == .invalid(.stale))
    }

    @Test("each bad extrinsic is refused for its own reason and leaves nothing behind")
    func refusals() throws {
        let fixture = try DevelopmentChain()
        let nobody = DevelopmentChain.key("Nobody")
        func refusal(_ bytes: [UInt8]) -> PoolError? {
            fixture.refusal { () throws(SubmissionError) in try fixture.chain.submit(bytes) }
        }
        #expect(refusal([]) == .undecodable)
        #expect(refusal([4, 0x84]) == .undecodable)
        #expect(refusal(try fixture.transfer() + [0]) == .undecodable)
        var forged = try fixture.transfer()
        forged[60] ^= 1
        #expect(refusal(forged) == .invalid(.badProof))
        #expect(refusal(Runtime.timestampInherent(1).bytes) == .invalid(.call))
        #expect(refusal(try fixture.transfer(from: nobody)) == .invalid(.payment))
        let sudo = RuntimeCall.sudo(.sudo(call: .system(.remark(remark: []))))
        #expect(refusal(try fixture.extrinsic(sudo, by: DevelopmentChain.bob)) == .invalid(.badSigner))
        #expect(fixture.chain.pendingExtrinsics.isEmpty)
        try fixture.makeBlock()
    }

    @Test("an extrinsic whose era ends unused becomes invalid")
    func expired() throws {
        let fixture = try DevelopmentChain()
        let log = WatchLog()
        let era = Era(period: 4, current: 0)
        let old = try fixture.transfer(nonce: 1, era: era)
        try fixture.chain.submit(old, watcher: log.watcher)
        for _ in 0..<4 { try fixture.makeBlock() }
        #expect(log.statuses == [.future, .invalid])
        #expect(fixture.chain.pendingExtrinsics.isEmpty)
        // The same bytes are no valid signature in the era that runs now.
        #expect(fixture.refusal { () throws(SubmissionError) in try fixture.chain.submit(old) } == .invalid(.badProof))
    }

    @Test("what a block finds it cannot run is told invalid, and what had no room stays")
    func invalidInBlock() throws {
        let fixture = try DevelopmentChain()
        let poor = DevelopmentChain.key("Poor")
        try fixture.chain.submit(fixture.transfer(.tao(1), to: poor.accountID))
        try fixture.makeBlock()
        // Each is payable when it comes; together they are not.
        let logs = [WatchLog(), WatchLog()]
        let all = Rao.tao(1)
        let almost = Rao(all.units - 1_000_000)
        for (nonce, log) in logs.enumerated() {
            try fixture.chain.submit(
                fixture.extrinsic(
                    .balances(.transferAllowDeath(dest: .id(DevelopmentChain.bob.accountID), value: almost)), by: poor,
                    nonce: UInt32(nonce)), watcher: log.watcher)
        }
        let block = try fixture.makeBlock()
        #expect(logs[0].statuses.last == .finalized(block.hash))
        #expect(logs[1].statuses.first == .ready && logs[1].statuses.last?.isLast == true)
    }

    @Test("encrypted extrinsics are opened and stand behind their carrier, byte for byte")
    func shielded() throws {
        let fixture = try DevelopmentChain()
        try fixture.makeBlock()
        try fixture.makeBlock()
        let key = try #require(
            try fixture.chain.executor.withLatestState { (state, _) throws(ChainError) in state.get(MevShield.nextKey) }
        )
        let current = UInt64(try fixture.height)
        let era = Era(period: 8, current: current)
        let inner = try fixture.transfer(nonce: 1, era: era)
        let envelope = try ShieldedEnvelope(sealing: inner, to: key).bytes
        let carrier = try fixture.extrinsic(
            .mevShield(.submitEncrypted(ciphertext: envelope)), by: DevelopmentChain.alice, nonce: 0, era: era)
        try fixture.chain.submit(carrier)
        let block = try fixture.makeBlock()
        #expect(block.signedCount == 2)
        #expect(Array(block.body.suffix(2)) == [carrier, inner])
    }

    @Test("submissions from many threads while blocks are made lose nothing and tell everybody in order")
    func concurrent() async throws {
        let fixture = try DevelopmentChain()
        let names = (0..<8).map { "Account\($0)" }
        for name in names {
            try fixture.chain.submit(
                fixture.transfer(.tao(10), to: DevelopmentChain.key(name).accountID))
        }
        try fixture.makeBlock()
        let logs = (0..<8).map { _ in (0..<25).map { _ in WatchLog() } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, name) in names.enumerated() {
                group.addTask {
                    let keypair = DevelopmentChain.key(name)
                    for nonce in 0..<25 {
                        let bytes = try fixture.transfer(Rao(1_000_000), from: keypair, nonce: UInt32(nonce))
                        try fixture.chain.submit(bytes, watcher: logs[index][nonce].watcher)
                        await Task.yield()
                    }
                }
            }
            group.addTask {
                for _ in 0..<20 {
                    try fixture.makeBlock()
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
        for _ in 0..<3 { try fixture.makeBlock() }
        #expect(fixture.chain.pendingExtrinsics.isEmpty)
        for log in logs.joined() {
            let kinds = log.statuses.map { status in
                switch status {
                case .ready: 1
                case .inBlock: 2
                case .finalized: 3
                default: 9
                }
            }
            #expect(kinds == [1, 2, 3])
        }
    }
}
