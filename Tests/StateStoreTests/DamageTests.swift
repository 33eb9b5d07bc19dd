import Foundation
import Primitives
import StateTrie
import Synchronization
import Testbed
import Testing

@testable import StateStore

/// A disk that hands out other bytes than it was given.
@Suite struct DamageTests {
    /// A store with everything that LMDB can build of the tables: branches, long values, pages and trees of several
    /// values of a key, free pages.
    private struct Victim {
        let directory = TemporaryDirectory()
        var model = StoreModel(alphabet: Array(0...255))
        /// What every table holds.
        var content: [[[UInt8]]] = []
        /// The file's bytes in use.
        var used = 0

        var file: String { directory.path + "/data.mdb" }

        init() throws {
            var random = SeededRandom(seed: 5)
            do {
                let store = try directory.store(history: .blocks(60))
                for number in 0..<150 {
                    var changes = model.changes(&random, count: 6)
                    // One key that every block changes, and some that many do.
                    for key in [[0xAA], [0xAB, UInt8(number % 3)]] as [[UInt8]] {
                        changes.removeAll { $0.key == key }
                        changes.append(StateChange(key: key, value: random.bytes(number % 7 == 0 ? 6_000 : 40)))
                    }
                    try model.commit(changes, to: store, &random)
                }
            }
            content = try read()
            used = try #require(try pageCount()) * 4096
        }

        /// Everything that can be read, table by table.
        func read() throws -> [[[UInt8]]] {
            let environment = try LMDBEnvironment(directory: directory.path, mapSize: 1 << 30, durability: .temporary)
            return try environment.read { tables throws(StoreError) in
                var content: [[[UInt8]]] = []
                for table in Table.allCases {
                    guard table == .touches else {
                        let entries = try tables.entries(table, under: [], after: nil, limit: .max)
                        content.append(entries.flatMap { [$0.key, $0.value] })
                        continue
                    }
                    var touches: [[UInt8]] = []
                    for key in try tables.keys(.touches, under: [], after: nil, limit: .max) {
                        touches.append(key)
                        var number = try tables.firstTouch(of: key, after: 0)
                        while let block = number {
                            touches.append(block.tableKey)
                            number = try tables.firstTouch(of: key, after: block)
                        }
                    }
                    content.append(touches)
                }
                return content
            }
        }

        private func pageCount() throws -> Int? {
            let bytes = try Data(contentsOf: URL(filePath: file))
            // The larger of the last pages that the two heads name.
            return [0, 4096].map { start in
                bytes[(start + 136)..<(start + 144)].reversed().reduce(0) { $0 << 8 | Int($1) } + 1
            }.max()
        }

        /// Opens the store with a mistake in it.
        /// - Returns: whether it was refused. Where it was not, everything reads as before.
        func isRefused(_ mistake: String) throws -> Bool {
            do throws(StoreError) {
                let store = try StateStore(directory: directory.path, durability: .temporary, mapSize: 1 << 30)
                withExtendedLifetime(store) {}
            } catch {
                let isRight =
                    switch error {
                    case .damaged(file, _), .truncated(file): true
                    default: false
                    }
                #expect(isRight && error.description.contains(file), "\(mistake): \(error)")
                #expect(error.description.contains("restore"), "\(mistake): \(error)")
                return true
            }
            #expect(try read() == content, "\(mistake) was not refused and changes what is read")
            return false
        }
    }

    /// The bits that are tried one by one: those of the file's heads, and of the beginnings of pages.
    private func headBits(_ pages: Int) -> [Int] {
        (0..<2).flatMap { head in (0..<152 * 8).map { head * 4096 * 8 + $0 } }
            + stride(from: 2, to: pages, by: 5).flatMap { page in (0..<24 * 8).map { page * 4096 * 8 + $0 } }
    }

    @Test("a flipped bit is refused, or stands where nothing is read")
    func flippedBits() throws {
        let victim = try Victim()
        let seed: UInt64 = 0xB17
        var random = SeededRandom(seed: seed)
        let pages = victim.used / 4096
        // `make soak` tries more of them.
        let count = ProcessInfo.processInfo.environment["MYELIN_FLIPPED_BITS"].flatMap { Int($0) } ?? 4_000
        let bits = headBits(pages) + (0..<count).map { _ in Int.random(in: 0..<victim.used * 8, using: &random) }
        let handle = try FileHandle(forUpdating: URL(filePath: victim.file))
        var refused = 0
        for bit in bits {
            try handle.seek(toOffset: UInt64(bit / 8))
            let byte = try #require(try handle.read(upToCount: 1)?.first)
            func write(_ byte: UInt8) throws {
                try handle.seek(toOffset: UInt64(bit / 8))
                try handle.write(contentsOf: Data([byte]))
            }
            try write(byte ^ 1 << UInt8(bit % 8))
            if try victim.isRefused("seed \(seed), bit \(bit % 8) of byte \(bit / 8)") { refused += 1 }
            try write(byte)
        }
        #expect(try !victim.isRefused("the file as it was"))
        #expect(refused > bits.count / 4)
        print(
            "flipped bits: \(bits.count) tried in a store of \(pages) pages, \(refused) refused, "
                + "\(bits.count - refused) where nothing is read")
    }

    @Test("a file that was cut off anywhere is refused")
    func cut() throws {
        let victim = try Victim()
        let whole = try Data(contentsOf: URL(filePath: victim.file))
        var random = SeededRandom(seed: 6)
        let lengths =
            (0..<victim.used / 4096).map { $0 * 4096 }
            + (0..<200).map { _ in Int.random(in: 0..<victim.used, using: &random) }
        for length in lengths {
            try whole.prefix(length).write(to: URL(filePath: victim.file))
            #expect(try victim.isRefused("cut off after \(length) bytes"), "\(length) bytes")
        }
        try whole.prefix(victim.used).write(to: URL(filePath: victim.file))
        #expect(try !victim.isRefused("cut off behind everything in use"))
        print("cut off: \(lengths.count) lengths tried, all refused")
    }

    @Test("a page in another's place is refused, and so is one of an older state")
    func swappedPages() throws {
        let victim = try Victim()
        let whole = try Data(contentsOf: URL(filePath: victim.file))
        let pages = victim.used / 4096
        var random = SeededRandom(seed: 7)
        var refused = 0
        for _ in 0..<200 {
            let (from, to) = (Int.random(in: 0..<pages, using: &random), Int.random(in: 0..<pages, using: &random))
            var changed = whole
            changed.replaceSubrange(to * 4096..<(to + 1) * 4096, with: whole[from * 4096..<(from + 1) * 4096])
            try changed.write(to: URL(filePath: victim.file))
            if try victim.isRefused("page \(to) replaced by page \(from)") { refused += 1 }
        }
        try whole.write(to: URL(filePath: victim.file))
        #expect(refused > 100)
        print("pages replaced by others: 200 tried, \(refused) refused, the rest were free")
    }

    @Test("the audit of a larger store passes, and says how long it took")
    func speed() throws {
        let directory = TemporaryDirectory()
        withExtendedLifetime(try directory.store()) {}
        var random = SeededRandom(seed: 9)
        do {
            let environment = try LMDBEnvironment(directory: directory.path, mapSize: 1 << 30, durability: .temporary)
            for _ in 0..<8 {
                let records = (0..<20_000).map { _ in (random.bytes(72), random.bytes(100)) }
                try environment.write { tables throws(StoreError) in
                    for (key, value) in records { try tables.set(value, .state, key) }
                    try tables.set(random.bytes(500_000), .bodies, random.bytes(4))
                }
            }
        }
        let size = try #require(fileSize(directory.path + "/data.mdb"))
        let clock = ContinuousClock()
        let time = try clock.measure { try StoreAudit.run(directory.path + "/data.mdb") }
        print("audit: \(size >> 20) MiB with 160,000 records in \(time)")
    }

    @Test("without the audit, a value that was changed on the disk is still not handed out")
    func checkedOnRead() throws {
        let directory = TemporaryDirectory()
        var random = SeededRandom(seed: 8)
        let value = random.bytes(64)
        do {
            let store = try directory.store()
            for value in [value, random.bytes(10)] {
                let prepared = try store.prepare([StateChange(key: [1, 2, 3], value: value)])
                try store.commit(BlockCommit(state: prepared, hash: .zero, header: [], body: []))
            }
        }
        let file = URL(filePath: directory.path + "/data.mdb")
        let whole = try Data(contentsOf: file)
        // The value of before the last block stands in the change set; free pages hold older copies.
        var start = whole.startIndex
        var changed = whole
        while let found = whole[start...].range(of: Data(value)) {
            changed[found.lowerBound + 20] ^= 4
            start = found.upperBound
        }
        try changed.write(to: file)
        let store = try StateStore(directory: directory.path, durability: .temporary, audit: .skipped, mapSize: 1 << 30)
        #expect(try store.read { reader throws(StoreError) in try reader.value(for: [1, 2, 3])?.count } == 10)
        let told = Mutex<[StoreError]>([])
        store.onDamage { error in told.withLock { $0.append(error) } }
        let finding = "the checksum of a record in the table 'changes' does not fit"
        for _ in 0..<2 {
            #expect(throws: StoreError.damaged(path: directory.path + "/data.mdb", finding: finding)) {
                try store.read(at: .number(0)) { reader throws(StoreError) in try reader.value(for: [1, 2, 3]) }
            }
        }
        #expect(told.withLock { $0.count } == 1, "damage is told once")
    }
}
