import Cryptography
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import StateTrie
import SystemPallets
import Testbed
import Testing

@testable import Chain

@Suite("Blocks exported and imported")
struct BlockTransferTests {
    private let seed: UInt64 = 20_264

    private func chain(_ count: Int, seed: UInt64? = nil, history: History = .standard) throws -> DevelopmentChain {
        var random = SeededRandom(seed: seed ?? self.seed)
        let fixture = try DevelopmentChain(.inMemory(history: history))
        try fixture.makeBlocks(count, &random)
        return fixture
    }

    @Test("a chain comes out the same, block by block, and goes on the same", arguments: [1, 7, 1 << 16])
    func roundTrip(pieceLength: Int) throws {
        let original = try chain(40, history: .blocks(3))
        let store = StateStore.inMemory(history: .archive)
        let (failure, progress) = importBlocks(try original.export(), into: store, pieceLength: pieceLength)
        #expect(failure == nil && progress.imported == 40 && progress.skipped == 0)
        let copy = try DevelopmentChain(store)
        for number in 0...40 as ClosedRange<BlockNumber> {
            #expect(try copy.block(number) == original.block(number))
        }
        #expect(try copy.export() == original.export())
        var random = SeededRandom(seed: 1)
        var same = random
        try original.makeBlocks(3, &random)
        try copy.makeBlocks(3, &same)
        // The author's key for encrypted extrinsics is another one, so the blocks are; what they do is not.
        #expect(try copy.free(DevelopmentChain.alice.accountID) == original.free(DevelopmentChain.alice.accountID))
    }

    @Test("a header tells of other authorities, and its copy of the chain agrees")
    func authorities() throws {
        let original = try DevelopmentChain()
        try original.makeBlock()
        let keys = [DevelopmentChain.bob, DevelopmentChain.charlie].compactMap { FixedBytes<32>($0.accountID.bytes) }
        let voters = [Pair(GrandpaAuthority(keys[0]), UInt64(1))]
        for call in [
            AdminUtils.Call.swapAuthorities(newAuthorities: keys.map(AuraAuthority.init)),
            .scheduleGrandpaChange(nextAuthorities: voters, inBlocks: 0, forced: nil),
        ] {
            try original.chain.submit(
                original.extrinsic(.sudo(.sudo(call: .adminUtils(call))), by: DevelopmentChain.alice))
        }
        try original.makeBlock()
        for _ in 0..<6 { try original.makeBlock() }
        let logs = try BlockHeader(scale: original.block(2).header).digest.logs
        #expect(logs.count == 3)
        #expect(logs[1] == .consensus(Aura.engineID, [1] + keys.map(AuraAuthority.init).encoded()))
        #expect(logs[2] == .consensus(Grandpa.engineID, [1] + voters.encoded() + UInt32(0).encoded()))
        #expect(try BlockHeader(scale: original.block(3).header).digest.logs.count == 1)
        let store = StateStore.inMemory(history: .archive)
        let (failure, progress) = importBlocks(try original.export(), into: store)
        #expect(failure == nil && progress.imported == 8)
    }

    @Test("parts of a chain go on where it ends; what is there already is compared, and gaps are refused")
    func parts() throws {
        let original = try chain(30)
        let store = StateStore.inMemory()
        let parts = try [
            original.export(through: 10), original.export(from: 5, through: 20), original.export(from: 21),
        ]
        guard case .gap(nil, 21)? = importBlocks(parts[2], into: store).failure else {
            Issue.record("a chain cannot begin with block 21")
            return
        }
        #expect(importBlocks(parts[0], into: store).progress.imported == 10)
        guard case .gap(10, 21)? = importBlocks(parts[2], into: store).failure else {
            Issue.record("blocks 11 to 20 are missing")
            return
        }
        let second = importBlocks(parts[1], into: store)
        #expect(second.failure == nil && second.progress.skipped == 6 && second.progress.imported == 10)
        #expect(importBlocks(parts[2], into: store).failure == nil)
        let again = importBlocks(parts[2], into: store)
        #expect(again.failure == nil && again.progress.skipped == 10 && again.progress.imported == 0)
        #expect(try store.latest() == original.store.latest())
        for range in [(25, 31), (31, 40)] as [(BlockNumber, BlockNumber)] {
            var writer = MemoryFile().writer
            #expect(throws: TransferError.self) {
                try ChainExport.blocks(of: original.store, from: range.0, through: range.1, to: &writer)
            }
        }
    }

    @Test("files of other chains are refused: another beginning, another block, another interface")
    func otherChains() throws {
        let original = try chain(6)
        let file = try original.export()
        let slower = try Chain(store: .inMemory(), genesis: .development(slotMilliseconds: 500))
        guard case .otherChain? = importBlocks(file, into: slower.executor.store).failure else {
            Issue.record("the genesis blocks differ")
            return
        }
        let rival = try chain(6, seed: 99)
        guard case .otherBlock(1, _, _)? = importBlocks(file, into: rival.store).failure else {
            Issue.record("the first blocks differ")
            return
        }
        // The rules of another program: it would not serve what clients remember of this genesis.
        let origin = try ChainExport.origin(of: original.store)
        let changed = ChainOrigin(slotMilliseconds: 251, changes: origin.entries)
        let forged = MemoryFile()
        var writer = forged.writer
        try writer.begin(
            .init(kind: .blocks, origin: changed, genesisHash: original.chain.genesisHash, blocks: 1...1))
        let block = try original.block(1)
        try writer.append(header: block.header, body: block.body)
        try writer.end()
        let store = StateStore.inMemory()
        guard case .otherMetadata? = importBlocks(forged.bytes, into: store).failure else {
            Issue.record("the metadata differ")
            return
        }
        #expect(try store.latest() == nil)
    }

    @Test("a file cut off anywhere or with any bit flipped is refused, and what it leaves is a part of the chain")
    func damage() throws {
        let original = try chain(6)
        let file = try original.export()
        var random = SeededRandom(seed: seed + 1)
        var damaged: [[UInt8]] = [[], file + [0], file + file]
        for length in stride(from: 1, to: file.count, by: 211) { damaged.append(Array(file.prefix(length))) }
        damaged.append(Array(file.dropLast()))
        for start in stride(from: 0, to: file.count, by: 61) {
            var bytes = file
            let place = min(start + Int.random(in: 0..<61, using: &random), file.count - 1)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            damaged.append(bytes)
        }
        var reached = [Int](repeating: 0, count: 7)
        for bytes in damaged {
            let store = StateStore.inMemory()
            let (failure, progress) = importBlocks(bytes, into: store)
            #expect(failure != nil, "seed \(seed)")
            guard let latest = try store.latest() else {
                #expect(progress.imported == 0)
                continue
            }
            #expect(try latest == original.store.record(of: .number(latest.number)), "seed \(seed)")
            #expect(Int(latest.number) == progress.imported)
            reached[progress.imported] += 1
        }
        #expect(reached.allSatisfy { $0 > 0 })
        print("damaged block files: \(damaged.count) refused, after \(reached) blocks")
    }

    // MARK: Files that are well made and not honest

    private func foreign(_ fixture: DevelopmentChain, _ number: BlockNumber) throws -> ForeignBlock {
        let block = try fixture.block(number)
        return ForeignBlock(header: try BlockHeader(scale: block.header), body: block.body)
    }

    private func header(
        _ header: BlockHeader, parent: Hash? = nil, number: BlockNumber? = nil, state: Hash? = nil,
        body: [[UInt8]]? = nil, digest: Digest? = nil
    ) -> BlockHeader {
        BlockHeader(
            parentHash: parent ?? header.parentHash, number: number ?? header.number,
            stateRoot: state ?? header.stateRoot,
            extrinsicsRoot: body.map { TrieRoot.ordered($0) } ?? header.extrinsicsRoot, digest: digest ?? header.digest)
    }

    /// Why the second of two blocks is refused.
    private func refusal(_ original: DevelopmentChain, _ block: ForeignBlock) throws -> ForeignBlockError? {
        let store = StateStore.inMemory()
        let file = try original.forged([foreign(original, 1), block])
        let (failure, progress) = importBlocks(file, into: store)
        #expect(progress.imported == 1)
        #expect(try store.latest() == original.store.record(of: .number(1)))
        guard case .block(2, let error)? = failure else { return nil }
        return error
    }

    @Test("a block that claims what executing it does not give is refused, and what differs is named")
    func dishonest() throws {
        let original = try DevelopmentChain()
        try original.makeBlock()
        try original.chain.submit(original.transfer())
        try original.makeBlock()
        let honest = try foreign(original, 2)
        #expect(importBlocks(try original.forged([foreign(original, 1), honest]), into: .inMemory()).failure == nil)
        func named(_ block: ForeignBlock) throws -> String { try refusal(original, block).map { "\($0)" } ?? "" }

        let root = Hash([UInt8](repeating: 7, count: 32))
        #expect(
            try named(.init(header: header(honest.header, state: root), body: honest.body)).contains(
                "executing it gives \(honest.header.stateRoot.text)"))
        #expect(
            try named(.init(header: header(honest.header, parent: root), body: honest.body)).contains("its parent is"))
        let digest = Digest(logs: [])
        #expect(
            try named(.init(header: header(honest.header, digest: digest), body: honest.body)).contains("its slot"))
        #expect(
            try named(.init(header: honest.header, body: honest.body.dropLast())).contains("commits to the extrinsics"))
        let without = Array(honest.body.dropLast())
        #expect(
            try named(.init(header: header(honest.header, body: without), body: without)).contains("executing it gives")
        )
        let timeless = Array(honest.body.dropFirst())
        #expect(
            try named(.init(header: header(honest.header, body: timeless), body: timeless)).contains(
                "begin with its time"))
        var forged = honest.body
        forged[2][forged[2].count - 1] ^= 1
        #expect(
            try named(.init(header: header(honest.header, body: forged), body: forged)).contains("extrinsic 2 ("))
        let twice = honest.body + [honest.body[2]]
        #expect(try named(.init(header: header(honest.header, body: twice), body: twice)).contains("extrinsic 2 ("))
        let early = [Runtime.timestampInherent(1).bytes] + honest.body.dropFirst()
        #expect(try !named(.init(header: header(honest.header, body: early), body: early)).isEmpty)
    }

    @Test("a block is executed as a foreign one only right after its parent")
    func place() throws {
        let original = try chain(3)
        let copy = try DevelopmentChain()
        guard
            case .notNext(0) = try #require(
                throws: ForeignBlockError.self,
                performing: {
                    try copy.chain.executor.execute(try foreign(original, 2))
                })
        else {
            Issue.record("block 1 is missing")
            return
        }
        let executed = try copy.chain.executor.execute(try foreign(original, 1))
        #expect(try executed.hash == original.block(1).record.hash)
        #expect(try copy.height == 0)
        try copy.chain.commit(executed)
        #expect(try copy.block(1) == original.block(1))
    }
}
