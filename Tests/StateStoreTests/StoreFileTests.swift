import Foundation
import Primitives
import StateTrie
import Testbed
import Testing

@testable import StateStore

/// What happens to the files of a store: restarts, full disks, files of others.
@Suite struct StoreFileTests {
    @Test("a store goes on after every restart, also with another history", arguments: 0..<3)
    func restart(seed: Int) throws {
        let directory = TemporaryDirectory()
        var random = SeededRandom(seed: UInt64(seed))
        var model = StoreModel()
        for round in 0..<8 {
            let store = try directory.store(history: round < 5 ? .archive : .blocks(3))
            #expect(try store.latest() == model.records.last)
            for _ in 0..<5 { try model.commit(model.changes(&random), to: store, &random) }
            for height in Int(try store.oldestState())..<model.states.count {
                try model.check(store, at: height, &random)
            }
            #expect(try store.metadata("test/height") == [UInt8(model.states.count - 1)])
            #expect(store.note() == (round == 0 ? [] : [7]))
            try store.setNote([7])
        }
    }

    @Test("commits that wait for the disk are there after a restart")
    func durable() throws {
        let directory = TemporaryDirectory()
        var random = SeededRandom(seed: 1)
        var model = StoreModel()
        do {
            let store = try StateStore(directory: directory.path)
            for _ in 0..<3 { try model.commit(model.changes(&random), to: store, &random) }
        }
        let store = try StateStore(directory: directory.path)
        for height in 0..<3 { try model.check(store, at: height, &random) }
    }

    @Test("a store is open only once")
    func openTwice() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        #expect(throws: StoreError.alreadyOpen(path: directory.path)) { try directory.store() }
        withExtendedLifetime(store) {}
    }

    @Test("a full map refuses the block, keeps the store usable and takes the block when there is room")
    func diskFull() throws {
        let directory = TemporaryDirectory()
        var random = SeededRandom(seed: 2)
        var model = StoreModel()
        var waiting: [StateChange] = []
        do {
            let store = try directory.store(mapSize: 1 << 20)
            while waiting.isEmpty {
                let changes = (0..<10).map { _ in StateChange(key: random.bytes(8), value: random.bytes(2000)) }
                do {
                    try model.commit(changes, to: store, &random)
                } catch StoreError.diskFull {
                    waiting = changes
                }
            }
            #expect(model.states.count > 3)
            #expect(try store.latest() == model.records.last)
            for height in model.states.indices { try model.check(store, at: height, &random) }
            #expect(throws: StoreError.diskFull) {
                try store.commit(BlockCommit(state: try store.prepare(waiting), hash: .zero, header: [], body: []))
            }
        }
        let store = try directory.store(mapSize: 1 << 24)
        try model.commit(waiting, to: store, &random)
        for height in model.states.indices { try model.check(store, at: height, &random) }
    }

    @Test("files that are no store are refused and left alone")
    func foreignFile() throws {
        let contents = [
            Data("not a database".utf8), Data(repeating: 0, count: 100_000), Data((0..<9000).map { UInt8($0 % 251) }),
        ]
        for content in contents {
            let directory = TemporaryDirectory()
            try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
            let file = directory.path + "/data.mdb"
            try content.write(to: URL(filePath: file))
            #expect(throws: StoreError.notAStore(path: file)) { try directory.store() }
            #expect(try Data(contentsOf: URL(filePath: file)) == content)
        }
    }

    @Test("a store of another layout is refused")
    func schema() throws {
        let directory = TemporaryDirectory()
        withExtendedLifetime(try? directory.store()) {}
        do {
            let environment = try LMDBEnvironment(directory: directory.path, mapSize: 1 << 30, durability: .temporary)
            try environment.write { tables throws(StoreError) in
                try tables.set(BlockNumber(99).tableKey, .metadata, StoreName.schema)
            }
        }
        let file = directory.path + "/data.mdb"
        #expect(throws: StoreError.schemaMismatch(path: file, found: 99, expected: StateStore.schemaVersion)) {
            try directory.store()
        }
    }

    @Test("a file that was cut off anywhere is refused, not read")
    func truncated() throws {
        let directory = TemporaryDirectory()
        var random = SeededRandom(seed: 4)
        var model = StoreModel()
        do {
            let store = try directory.store()
            for _ in 0..<20 { try model.commit(model.changes(&random), to: store, &random) }
        }
        let file = directory.path + "/data.mdb"
        let whole = try Data(contentsOf: URL(filePath: file))
        let used = (whole.lastIndex { $0 != 0 } ?? 0) + 1
        for length in [0, 1, 4096, 8192, 12288, used / 2, used / 4096 * 4096 - 4096] {
            try whole.prefix(length).write(to: URL(filePath: file))
            let error = #expect(throws: StoreError.self) { try directory.store() }
            #expect(error == .truncated(path: file) || error == .notAStore(path: file), "\(length) bytes")
        }
        try whole.write(to: URL(filePath: file))
        let store = try directory.store()
        for height in model.states.indices { try model.check(store, at: height, &random) }
    }

    @Test("a data file that is gone is not taken for a new store")
    func missing() throws {
        let directory = TemporaryDirectory()
        withExtendedLifetime(try directory.store()) {}
        try FileManager.default.removeItem(atPath: directory.path + "/data.mdb")
        #expect(throws: StoreError.truncated(path: directory.path + "/data.mdb")) { try directory.store() }
    }

    @Test("a directory that cannot be made is reported")
    func inaccessible() throws {
        let directory = TemporaryDirectory()
        try Data().write(to: URL(filePath: directory.path))
        #expect(throws: StoreError.self) { try directory.store() }
    }
}
