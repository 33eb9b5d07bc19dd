import Foundation
import Primitives
import StateStore
import StateTrie
import Testbed
import Testing

@Suite struct StateStoreTests {
    @Test("every kept height reads as a naive model does", arguments: Kind.allCases, 0..<6)
    func model(kind: Kind, seed: Int) throws {
        try withStore(kind) { store in
            var random = SeededRandom(seed: UInt64(seed))
            var model = StoreModel(alphabet: seed < 3 ? [0, 1, 16, 255] : Array(0...255))
            for _ in 0..<40 { try model.commit(model.changes(&random), to: store, &random) }
            for height in model.states.indices { try model.check(store, at: height, &random) }
            print("store model: \(kind) seed \(seed), \(model.states.count) heights")
        }
    }

    @Test("only the last blocks of the history keep their states", arguments: Kind.allCases)
    func pruning(kind: Kind) throws {
        try withStore(kind, history: .blocks(5)) { store in
            var random = SeededRandom(seed: 7)
            var model = StoreModel()
            for height in 0..<30 {
                try model.commit(model.changes(&random), to: store, &random)
                for kept in max(0, height - 4)...height { try model.check(store, at: kept, &random) }
                guard height >= 5 else { continue }
                let gone = model.records[height - 5]
                #expect(try store.oldestState() == gone.number + 1)
                #expect(throws: StoreError.stateDiscarded(gone.hash)) {
                    try store.read(at: .hash(gone.hash)) { _ in }
                }
                #expect(try store.block(.number(gone.number)).record == gone)
            }
        }
    }

    @Test("a history of one block and an archive are the two ends", arguments: Kind.allCases)
    func extremes(kind: Kind) throws {
        for history in [History.blocks(1), .archive] {
            try withStore(kind, history: history) { store in
                var random = SeededRandom(seed: 8)
                var model = StoreModel()
                for _ in 0..<20 { try model.commit(model.changes(&random), to: store, &random) }
                #expect(try store.oldestState() == (history == .archive ? 0 : 19))
                for height in Int(try store.oldestState())..<20 { try model.check(store, at: height, &random) }
            }
        }
    }

    @Test("a proof undoes as many changes as documented and no more")
    func costlyProof() throws {
        let store = StateStore.inMemory()
        let count = StoreReader.undoneChangesMaximum / 4
        let keys = (0..<count).map { UInt32($0).bytes }
        for number in 0...5 as ClosedRange<UInt32> {
            let changed = number == 1 ? keys + [[1]] : keys
            let prepared = try store.prepare(changed.map { StateChange(key: $0, value: number.bytes) })
            let hash = try #require(Hash(number.bytes + [UInt8](repeating: 0, count: 28)))
            try store.commit(BlockCommit(state: prepared, hash: hash, header: [], body: []))
        }
        try store.read(at: .number(1)) { reader throws(StoreError) in
            let proof = try reader.proof(of: [keys[7]])
            let value = try? TrieProof.value(for: keys[7], root: reader.block.stateRoot, proof: proof)
            #expect(value == UInt32(1).bytes)
        }
        let genesis = try store.record(of: .number(0))
        #expect(throws: StoreError.proofTooCostly(genesis)) {
            try store.read(at: .number(0)) { reader throws(StoreError) in try reader.proof(of: [keys[7]]) }
        }
    }

    @Test("proposals that never win leave no trace, and a late one is refused", arguments: Kind.allCases)
    func proposals(kind: Kind) throws {
        try withStore(kind) { store in
            try withStore(kind) { twin in
                var random = SeededRandom(seed: 9)
                var twinRandom = random
                var model = StoreModel()
                var twinModel = StoreModel()
                var side = SeededRandom(seed: 10)
                for _ in 0..<20 {
                    let losers = try (0..<3).map { _ in try store.prepare(model.changes(&side)) }
                    let changes = model.changes(&random)
                    try model.commit(changes, to: store, &random)
                    try twinModel.commit(twinModel.changes(&twinRandom), to: twin, &twinRandom)
                    for loser in losers {
                        #expect(throws: StoreError.self) {
                            try store.commit(BlockCommit(state: loser, hash: .zero, header: [], body: []))
                        }
                    }
                    #expect(try store.latest() == twin.latest())
                }
                for height in 0..<20 { try model.check(store, at: height, &side) }
            }
        }
    }

    @Test("a reader prepares on its own block, whatever is committed meanwhile", arguments: Kind.allCases)
    func preparedByReader(kind: Kind) throws {
        try withStore(kind) { store in
            var random = SeededRandom(seed: 3)
            var model = StoreModel()
            for _ in 0..<3 { try model.commit([StateChange(key: [1], value: random.bytes(4))], to: store, &random) }
            let record = model.records[2]
            let prepared = try store.read { reader throws(StoreError) in
                try store.commit(
                    BlockCommit(state: try store.prepare([]), hash: .zero, header: [], body: []))
                #expect(try reader.value(for: [1]) == model.states[2][[1]])
                return try reader.prepare([StateChange(key: [2], value: [2])])
            }
            #expect(prepared.parent == record)
            #expect(throws: StoreError.staleProposal(parent: record, latest: try store.latest())) {
                try store.commit(BlockCommit(state: prepared, hash: .zero, header: [], body: []))
            }
            #expect(throws: StoreError.self) {
                try store.read(at: .number(1)) { reader throws(StoreError) in try reader.prepare([]) }
            }
        }
    }

    @Test("blocks, names and metadata come back as they were given", arguments: Kind.allCases)
    func blocks(kind: Kind) throws {
        try withStore(kind) { store in
            #expect(try store.latest() == nil)
            #expect(throws: StoreError.unknownBlock(.latest)) { try store.read { _ in } }
            var random = SeededRandom(seed: 11)
            var model = StoreModel()
            for _ in 0..<5 { try model.commit(model.changes(&random), to: store, &random) }
            for record in model.records {
                let block = try store.block(.hash(record.hash))
                let number = UInt8(record.number)
                #expect(
                    block.record == record && block.header == [number, 1] && block.body == [[number], [], [2, 3]])
                #expect(try store.record(of: .number(record.number)) == record)
            }
            #expect(try store.latest() == model.records.last)
            #expect(throws: StoreError.unknownBlock(.number(5))) { try store.block(.number(5)) }
            #expect(throws: StoreError.unknownBlock(.hash(.zero))) { try store.record(of: .hash(.zero)) }
            #expect(try store.metadata("test/height") == [4])
            try store.setMetadata([9, 9], for: "genesis")
            #expect(try store.metadata("genesis") == [9, 9])
            try store.setMetadata(nil, for: "genesis")
            #expect(try store.metadata("genesis") == nil)
            #expect(store.note() == [])
            try store.setNote(Array(1...32))
            #expect(store.note() == Array(1...32))
            try store.setNote([])
            #expect(store.note() == [])
        }
    }

    @Test("keys too long or empty and double keys are refused", arguments: Kind.allCases)
    func keys(kind: Kind) throws {
        try withStore(kind) { store in
            let longest = [UInt8](repeating: 255, count: StateStore.keyLengthMaximum)
            var random = SeededRandom(seed: 12)
            var model = StoreModel()
            try model.commit([StateChange(key: longest, value: [1])], to: store, &random)
            try model.commit(
                [StateChange(key: longest, value: [2]), StateChange(key: Array(longest.dropLast()), value: [3])],
                to: store, &random)
            for height in 0..<2 { try model.check(store, at: height, &random) }
            #expect(throws: StoreError.keyLengthInvalid(length: longest.count + 1)) {
                try store.prepare([StateChange(key: longest + [1], value: nil)])
            }
            #expect(throws: StoreError.keyLengthInvalid(length: 0)) {
                try store.prepare([StateChange(key: [], value: [1])])
            }
            #expect(throws: StoreError.duplicateKey([5])) {
                try store.prepare([StateChange(key: [5], value: nil), StateChange(key: [5], value: [1])])
            }
        }
    }

    @Test("many readers see whole blocks while one writer commits", arguments: Kind.allCases)
    func concurrency(kind: Kind) async throws {
        let directory = TemporaryDirectory()
        let store = kind == .disk ? try directory.store(history: .blocks(50)) : .inMemory(history: .blocks(50))
        try commit(0, to: store)
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var torn = 0
                    for _ in 0..<300 {
                        let values = try? store.read { reader throws(StoreError) in
                            (
                                reader.block, try reader.values(for: (0..<20).map { [UInt8($0), 1] }),
                                try reader.value(for: [0, 0])
                            )
                        }
                        guard let (record, all, first) = values else { return -1 }
                        let expected = record.number.bytes
                        if !all.allSatisfy({ $0 == expected }) || first != expected { torn += 1 }
                    }
                    return torn
                }
            }
            for number in 1..<200 as Range<UInt32> { try? commit(number, to: store) }
            for await torn in group { #expect(torn == 0) }
        }
        #expect(try store.latest()?.number == 199)
        withExtendedLifetime(directory) {}
    }

    private func commit(_ number: UInt32, to store: StateStore) throws {
        let keys = (0..<20).map { [UInt8($0), 1] } + [[0, 0]]
        let prepared = try store.prepare(keys.map { StateChange(key: $0, value: number.bytes) })
        let hash = try #require(Hash(number.bytes + [UInt8](repeating: 0, count: 28)))
        try store.commit(BlockCommit(state: prepared, hash: hash, header: [], body: []))
    }
}

extension UInt32 {
    fileprivate var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) } }
}
