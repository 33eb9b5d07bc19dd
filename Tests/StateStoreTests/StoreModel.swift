import Foundation
import Primitives
import StateStore
import StateTrie
import Testbed
import Testing

/// The two kinds of store that every test of behaviour runs on.
enum Kind: CaseIterable { case memory, disk }

/// A directory that is removed at the end of a test.
final class TemporaryDirectory {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func store(history: History = .standard, mapSize: Int = 1 << 30) throws -> StateStore {
        try StateStore(directory: path, history: history, durability: .temporary, mapSize: mapSize)
    }
}

/// What a store should hold, kept the naive way: every state as a dictionary.
struct StoreModel {
    var states: [[[UInt8]: [UInt8]]] = []
    var records: [BlockRecord] = []
    let alphabet: [UInt8]

    init(alphabet: [UInt8] = [0, 1, 16, 255]) { self.alphabet = alphabet }

    func newKey(_ random: inout SeededRandom) -> [UInt8] {
        (0..<Int.random(in: 1...5, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
    }

    func changes(_ random: inout SeededRandom, count: Int = 20) -> [StateChange] {
        var changes: [[UInt8]: [UInt8]?] = [:]
        for _ in 0..<Int.random(in: 0...count, using: &random) {
            let lengths = [0, 1, 8, 32, 33, 100, 5000]
            let remove = Int.random(in: 0..<3, using: &random) == 0
            changes[newKey(&random)] = .some(
                remove ? nil : random.bytes(lengths[Int.random(in: 0..<lengths.count, using: &random)]))
        }
        return changes.map { StateChange(key: $0.key, value: $0.value) }
    }

    /// Commits a block with these changes to both, store and model.
    mutating func commit(_ changes: [StateChange], to store: StateStore, _ random: inout SeededRandom) throws {
        let prepared = try store.prepare(changes)
        var state = states.last ?? [:]
        for change in changes { state[change.key] = change.value }
        #expect(prepared.stateRoot == TrieRoot.hash(of: sorted(state)))
        let number = UInt8(truncatingIfNeeded: states.count)
        let record = try store.commit(
            BlockCommit(
                state: prepared, hash: try #require(Hash(random.bytes(32))), header: [number, 1],
                body: [[number], [], [2, 3]], metadata: ["test/height": [number]]))
        #expect(record.number == BlockNumber(states.count))
        states.append(state)
        records.append(record)
    }

    func sorted(_ state: [[UInt8]: [UInt8]]) -> [(key: [UInt8], value: [UInt8])] {
        state.map { (key: $0.key, value: $0.value) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Compares everything that can be read at a height.
    func check(_ store: StateStore, at height: Int, _ random: inout SeededRandom) throws {
        let state = sorted(states[height])
        let probes = (0..<8).map { _ in newKey(&random) }
        let record = records[height]
        let reference: BlockReference = Bool.random(using: &random) ? .number(record.number) : .hash(record.hash)
        try store.read(at: reference) { reader throws(StoreError) in
            #expect(reader.block == record)
            for entry in state { #expect(try reader.value(for: entry.key) == entry.value) }
            for probe in probes { #expect(try reader.value(for: probe) == states[height][probe]) }
            for limit in [1, 3, 20, 100_000] {
                let prefix = Array(probes[0].prefix(limit % 3))
                let under = state.filter { $0.key.starts(with: prefix) }
                var after: [UInt8]?
                var collected: [[UInt8]] = []
                while true {
                    let keys = try reader.keys(under: prefix, after: after, limit: limit)
                    let entries = try reader.entries(under: prefix, after: after, limit: limit)
                    #expect(entries.map(\.key) == keys)
                    #expect(entries.allSatisfy { states[height][$0.key] == $0.value })
                    collected += keys
                    guard keys.count == limit, let last = keys.last else { break }
                    after = last
                }
                #expect(collected == under.map(\.key), "height \(height), limit \(limit), prefix \(prefix)")
                let start = probes[1]
                #expect(
                    try reader.keys(under: prefix, after: start, limit: limit)
                        == Array(under.map(\.key).filter { start.lexicographicallyPrecedes($0) }.prefix(limit)))
            }
            let proof = try reader.proof(of: probes)
            for probe in probes {
                let value = try? TrieProof.value(for: probe, root: record.stateRoot, proof: proof)
                #expect(value == states[height][probe])
            }
        }
    }
}

/// Runs a test on a fresh store of a kind.
func withStore(_ kind: Kind, history: History = .standard, _ body: (StateStore) throws -> Void) throws {
    switch kind {
    case .memory: try body(.inMemory(history: history))
    case .disk:
        let directory = TemporaryDirectory()
        try withExtendedLifetime(directory) { try body(try directory.store(history: history)) }
    }
}
