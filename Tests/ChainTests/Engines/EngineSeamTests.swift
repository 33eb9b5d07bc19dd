import Cryptography
import Foundation
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import Testbed
import Testing

@testable import Chain

@Suite("The seam between engine and chain")
struct EngineSeamTests {
    /// A block as another engine would be told of it.
    private struct Settled {
        let proposal: BlockProposal
        let hash: Hash
        let stateRoot: Hash
        let signed: Int
    }

    /// Makes `count` blocks of transfers and calls of many kinds with the embedded engine's own step.
    private func solo(_ count: Int, seed: UInt64) throws -> [Settled] {
        var random = SeededRandom(seed: seed)
        let fixture = try DevelopmentChain()
        let keys = ["Alice", "Bob", "Charlie", "Dave"].map(DevelopmentChain.key)
        var blocks: [Settled] = []
        for number in 0..<count {
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                let from = keys[Int.random(in: 0..<keys.count, using: &random)]
                let to = keys[Int.random(in: 0..<keys.count, using: &random)].accountID
                // Some cannot be paid: they fail inside the block, with a fee.
                let value: Rao = Bool.random(using: &random) ? .tao(1) : .tao(3_000_000)
                let era: Era = Bool.random(using: &random) ? .immortal : Era(period: 8, current: UInt64(number))
                try fixture.chain.submit(fixture.transfer(value, from: from, to: to, era: era))
            }
            if number == 3 {
                let call = RuntimeCall.subtensor(.registerNetwork(hotkey: DevelopmentChain.key("Hot").accountID))
                try fixture.chain.submit(fixture.extrinsic(call, by: DevelopmentChain.alice))
            }
            let block = try fixture.makeBlock()
            guard case .timestamp(.set(let now)) = try Extrinsic(block.body[0]).call else {
                Issue.record("the time stands first")
                continue
            }
            blocks.append(
                Settled(
                    proposal: BlockProposal(milliseconds: now, extrinsics: Array(block.body.dropFirst())),
                    hash: block.hash, stateRoot: block.header.stateRoot, signed: block.signedCount))
        }
        return blocks
    }

    @Test("another engine gets the same blocks, whatever was proposed in between and whenever it is restarted")
    func sameBlocks() throws {
        let seed: UInt64 = 20_260
        let blocks = try solo(30, seed: seed)
        #expect(blocks.reduce(0) { $0 + $1.signed } > 100)
        try withTemporaryFolder { folder in
            var random = SeededRandom(seed: seed + 1)
            func open() throws -> DevelopmentChain {
                try DevelopmentChain(try StateStore(directory: folder, durability: .temporary))
            }
            var fixture: DevelopmentChain? = try open()
            var lost = 0
            var restarts = 0
            for (number, settled) in blocks.enumerated() {
                var executed: ExecutedBlock?
                while executed == nil {
                    let round = try agree(fixture, on: settled.proposal, seed: random.next())
                    executed = round?.block
                    lost += round?.lost ?? 0
                    guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
                    // The process dies between execution and commit: what was executed is gone.
                    executed = nil
                    fixture = nil
                    fixture = try open()
                    restarts += 1
                    #expect(try fixture?.height == BlockNumber(number), "seed \(seed)")
                }
                guard let executed, let fixture else { return }
                #expect(executed.rejected.isEmpty, "seed \(seed), block \(number + 1)")
                #expect(executed.header.stateRoot == settled.stateRoot, "seed \(seed), block \(number + 1)")
                #expect(executed.hash == settled.hash, "seed \(seed), block \(number + 1)")
                try fixture.chain.commit(executed)
                try fixture.checkInvariants()
            }
            #expect(restarts > 3 && lost > 10)
            print("seam: \(blocks.count) blocks, \(lost) lost proposals, \(restarts) restarts")
        }
    }

    /// In a function of its own, so that nothing keeps the store open when the process "dies".
    private func agree(
        _ fixture: DevelopmentChain?, on proposal: BlockProposal, seed: UInt64
    ) throws -> (block: ExecutedBlock, lost: Int)? {
        guard let chain = fixture?.chain else { return nil }
        var engine = ScriptedEngine(chain, seed: seed)
        let block = try engine.agree(on: proposal)
        return (block, engine.lostRounds)
    }

    @Test("an executed block that did not win cannot be committed later")
    func loser() throws {
        let fixture = try DevelopmentChain()
        let first = try fixture.chain.execute(try fixture.chain.proposal(at: 1_000))
        let second = try fixture.chain.execute(try fixture.chain.proposal(at: 2_000))
        try fixture.chain.commit(second)
        #expect(throws: ChainError.self) { try fixture.chain.commit(first) }
        #expect(try fixture.height == 1)
        #expect(try fixture.chain.executor.store.record(of: .latest).hash == second.hash)
        try fixture.checkInvariants()
    }

    @Test("what a dishonest author puts into a proposal is left out and named; a false inherent voids the block")
    func dishonest() throws {
        let fixture = try DevelopmentChain()
        let good = try fixture.transfer()
        var forged = try fixture.transfer(from: DevelopmentChain.bob)
        forged[forged.count - 1] ^= 1
        let time = Runtime.timestampInherent(5_000).bytes
        let proposal = BlockProposal(
            milliseconds: 1_000,
            extrinsics: [good, good, forged, time, [1, 2, 3], Runtime.shieldKeyInherent(nil).bytes])
        let block = try fixture.chain.execute(proposal)
        #expect(block.body.count == 2 && block.signedCount == 1)
        #expect(block.rejected.map(\.reason) == [.stale, .badProof, .call, .call, .call])
        let voided = BlockProposal(
            milliseconds: 1_000, extrinsics: [Runtime.shieldKeyInherent([1, 2, 3]).bytes, good])
        #expect(throws: ChainError.self) { try fixture.chain.execute(voided) }
        #expect(try fixture.height == 0)
    }

    @Test("a proposal keeps within the room that the engine has, and the rest goes into the next")
    func room() throws {
        let fixture = try DevelopmentChain()
        for nonce in 0..<20 { try fixture.chain.submit(fixture.transfer(nonce: UInt32(nonce))) }
        let whole = try fixture.chain.proposal(at: 1_000)
        #expect(whole.extrinsics.count == 21)
        let time = Runtime.timestampInherent(1_000).bytes.count
        let length = whole.extrinsics.prefix(8).reduce(time) { $0 + $1.count }
        let part = try fixture.chain.proposal(at: 1_000, byteMaximum: length)
        #expect(part.extrinsics == Array(whole.extrinsics.prefix(8)))
        let block = try fixture.chain.execute(part)
        try fixture.chain.commit(block)
        #expect(try fixture.makeBlock().signedCount == 13)
        #expect(fixture.chain.pendingExtrinsics.isEmpty)
    }

    @Test("a block's time is moved behind the one before it")
    func time() throws {
        let fixture = try DevelopmentChain()
        try fixture.chain.makeBlock(at: 5_000)
        #expect(try fixture.chain.proposal(at: 4_000).milliseconds == 5_001)
        #expect(try fixture.chain.proposal(at: 6_000).milliseconds == 6_000)
    }

    @Test("of a foreign proposal every bad signature is named, and everything else is in the block")
    func foreignSignatures() throws {
        let seed: UInt64 = 8_080
        var random = SeededRandom(seed: seed)
        let author = try DevelopmentChain()
        let keys = try (0..<300).map { try Keypair(seed: UInt32($0).encoded() + [UInt8](repeating: 1, count: 28)) }
        let calls = keys.map {
            RuntimeCall.balances(.transferKeepAlive(dest: .id($0.accountID), value: Rao(50_000_000)))
        }
        let funding = try author.extrinsic(.utility(.batchAll(calls: calls)), by: DevelopmentChain.alice)
        for bad in [
            [], [0], [299], [128, 129], Array(Set((0..<9).map { _ in Int.random(in: 0..<300, using: &random) })),
        ] {
            let other = try DevelopmentChain()
            let first = BlockProposal(milliseconds: DevelopmentChain.start, extrinsics: [funding])
            try other.chain.commit(other.chain.execute(first))
            var transfers = try keys.map { try other.transfer(Rao(1_000_000), from: $0, nonce: 0) }
            for index in bad { transfers[index][60] ^= 1 }
            let block = try other.chain.execute(
                BlockProposal(milliseconds: DevelopmentChain.start + 250, extrinsics: transfers))
            #expect(
                block.rejected.map(\.hash) == bad.sorted().map { Extrinsic.hash(of: transfers[$0]) }, "seed \(seed)")
            #expect(block.rejected.allSatisfy { $0.reason == .badProof })
            #expect(block.signedCount == 300 - bad.count)
            try other.chain.commit(block)
            try other.checkInvariants()
        }
    }
}
