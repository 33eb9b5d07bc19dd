import Cryptography
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import StateTrie
import Testbed
import Testing

@testable import Chain

@Suite("A state exported and imported")
struct StateTransferTests {
    private let seed: UInt64 = 20_265

    private func chain(_ count: Int) throws -> DevelopmentChain {
        var random = SeededRandom(seed: seed)
        let fixture = try DevelopmentChain()
        try fixture.makeBlocks(count, &random)
        return fixture
    }

    @Test("a chain goes on from any of its kept states, and what came before is unknown", arguments: [1, 12, 30])
    func goesOn(number: BlockNumber) throws {
        let original = try chain(30)
        let store = StateStore.inMemory()
        #expect(importState(try original.exportState(at: number), into: store) == nil)
        let copy = try DevelopmentChain(store)
        #expect(copy.chain.genesisHash == original.chain.genesisHash)
        #expect(try copy.block(0) == original.block(0))
        #expect(try copy.block(number) == original.block(number))
        #expect(try store.oldestState() == number && store.oldestBlock() == number)
        for before in 1..<number as Range<BlockNumber> {
            #expect(throws: StoreError.unknownBlock(.number(before))) { try store.block(.number(before)) }
        }
        #expect(throws: StoreError.stateDiscarded(original.chain.genesisHash)) {
            try store.read(at: .number(0)) { _ in }
        }
        #expect(try copy.exportState() == original.exportState(at: number))
        // The blocks that followed there follow here.
        if number < 30 {
            let (failure, progress) = importBlocks(try original.export(from: number + 1), into: store)
            #expect(failure == nil && progress.imported == Int(30 - number))
        }
        #expect(try store.latest() == original.store.latest())
        #expect(try copy.exportState() == original.exportState())
        // Blocks that it does not know are passed over; it cannot export them either.
        #expect(importBlocks(try original.export(), into: store).failure == nil)
        var writer = MemoryFile().writer
        if number > 1 {
            #expect(throws: TransferError.self) { try ChainExport.blocks(of: store, from: 1, to: &writer) }
        }
        let reopened = try DevelopmentChain(store)
        try reopened.makeBlock()
        #expect(try reopened.height == 31)
    }

    @Test("only kept states can be exported, and only into an empty store imported")
    func refusals() throws {
        var random = SeededRandom(seed: seed)
        let original = try DevelopmentChain(.inMemory(history: .blocks(4)))
        var writer = MemoryFile().writer
        guard
            case .noBlocks = try #require(
                throws: TransferError.self,
                performing: {
                    try ChainExport.state(of: original.store, to: &writer)
                })
        else {
            Issue.record("genesis alone is no chain to export")
            return
        }
        try original.makeBlocks(10, &random)
        for number in [0, 1, 6, 11] as [BlockNumber] {
            guard
                case .stateNotKept(number, kept: 7...10) = try #require(
                    throws: TransferError.self,
                    performing: {
                        try ChainExport.state(of: original.store, at: number, to: &writer)
                    })
            else {
                Issue.record("the state of block \(number) is not kept")
                continue
            }
        }
        guard case .storeNotEmpty? = importState(try original.exportState(), into: original.store) else {
            Issue.record("there is a chain already")
            return
        }
    }

    @Test("a file cut off anywhere or with any bit flipped is refused before the chain begins")
    func damage() throws {
        let original = try chain(5)
        let file = try original.exportState()
        var random = SeededRandom(seed: seed + 1)
        var damaged: [[UInt8]] = [[], file + [0], file + file, Array(file.dropLast())]
        for length in stride(from: 1, to: file.count, by: 211) { damaged.append(Array(file.prefix(length))) }
        for start in stride(from: 0, to: file.count, by: 61) {
            var bytes = file
            let place = min(start + Int.random(in: 0..<61, using: &random), file.count - 1)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            damaged.append(bytes)
        }
        for bytes in damaged {
            let store = StateStore.inMemory()
            #expect(importState(bytes, into: store) != nil, "seed \(seed)")
            #expect(try store.latest() == nil)
        }
        print("damaged state files: \(damaged.count) refused")
    }

    /// A state file with proper checksums, whatever is in it.
    private func forged(
        _ original: DevelopmentChain, origin: ChainOrigin? = nil, header: BlockHeader? = nil, body: [[UInt8]]? = nil,
        _ change: (inout [(key: [UInt8], value: [UInt8])]) -> Void = { _ in }
    ) throws -> [UInt8] {
        let block = try original.block(original.height)
        var entries = try original.store.read { reader throws(StoreError) in
            try reader.entries(under: [], after: nil, limit: .max)
        }
        change(&entries)
        let origin = try origin ?? ChainExport.origin(of: original.store)
        let header = try header ?? BlockHeader(scale: block.header)
        let file = MemoryFile()
        var writer = file.writer
        try writer.begin(
            .init(
                kind: .state, origin: origin, genesisHash: origin.header.hash, blocks: header.number...header.number))
        try writer.append(header: header.encoded(), body: body ?? block.body)
        for (key, value) in entries {
            try writer.appendPart(key)
            try writer.appendPart(value)
        }
        try writer.append(0)
        try writer.end()
        return file.bytes
    }

    @Test("a state that is not the one that its block commits to is refused, and so is a false beginning")
    func dishonest() throws {
        let original = try chain(4)
        let store = StateStore.inMemory()
        #expect(importState(try forged(original), into: store) == nil)
        #expect(try store.latest() == original.store.latest())

        let changes: [(inout [(key: [UInt8], value: [UInt8])]) -> Void] = [
            { $0.removeLast() }, { $0.remove(at: 30) }, { $0[20].value += [0] },
            { $0.insert((key: $0[9].key + [0], value: [1]), at: 10) },
        ]
        for change in changes {
            guard case .stateDiffers(4, _, _)? = importState(try forged(original, change), into: .inMemory()) else {
                Issue.record("another state is taken")
                continue
            }
        }
        for change in [{ $0.swapAt(3, 4) }, { $0.insert($0[7], at: 7) }]
            as [(inout [(key: [UInt8], value: [UInt8])]) -> Void]
        {
            guard case .file(.malformed)? = importState(try forged(original, change), into: .inMemory()) else {
                Issue.record("keys out of order are taken")
                continue
            }
        }
        guard case .blockDiffers(4)? = importState(try forged(original, body: []), into: .inMemory()) else {
            Issue.record("a block without its extrinsics is taken")
            return
        }
        // A genesis block that this program would serve, but not that of the state.
        let other = try Chain(
            store: .inMemory(),
            genesis: .development(slotMilliseconds: 250, funding: [DevelopmentChain.key("Rich").accountID]))
        let origin = try ChainExport.origin(of: other.executor.store)
        guard case .blockDiffers(0)? = importState(try forged(original, origin: origin), into: .inMemory()) else {
            Issue.record("a false genesis is taken")
            return
        }
    }
}
