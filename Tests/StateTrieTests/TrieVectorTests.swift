import Foundation
import Primitives
import StateTrie
import Testbed
import Testing

/// Roots and proofs made by `Tests/Vectors/tools/make_trie_vectors.py`, which was written from the specification alone.
@Suite struct TrieVectorTests {
    struct File: Decodable { let cases: [Case] }

    struct Case: Decodable {
        struct Proof: Decodable {
            let key: String
            let nodes: [String]
        }

        let name: String
        let entries: [[String]]?
        let items: [String]?
        let rootV0: String
        let rootV1: String
        let proofs: [Proof]?
    }

    private func cases() throws -> [Case] {
        try Vectors.files(in: "trie").flatMap { file -> [Case] in
            guard file.path.contains("/trie/") else { return [] }
            return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases
        }
    }

    @Test("roots from scratch and by updates are those of the specification")
    func roots() throws {
        var count = 0
        for vector in try cases() {
            guard let pairs = vector.entries else { continue }
            let entries = try pairs.map {
                (key: try #require([UInt8](hex: $0[0])), value: try #require([UInt8](hex: $0[1])))
            }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            #expect(TrieRoot.hash(of: entries, version: .v0).bytes.hex == vector.rootV0, "\(vector.name), version 0")
            #expect(TrieRoot.hash(of: entries).bytes.hex == vector.rootV1, "\(vector.name), version 1")

            var trie = MerkleTrie(nodes: MemoryTrieNodes())
            let root = try trie.apply(entries.map { StateChange(key: $0.key, value: $0.value) })
            #expect(root.bytes.hex == vector.rootV1, "\(vector.name), at once")
            var single = MerkleTrie(nodes: MemoryTrieNodes())
            for entry in entries.reversed() { _ = try single.apply([StateChange(key: entry.key, value: entry.value)]) }
            #expect(single.root.bytes.hex == vector.rootV1, "\(vector.name), one by one")
            #expect(single.nodes == trie.nodes, "\(vector.name), stored nodes")
            count += 1
        }
        print("trie: \(count) cases")
        #expect(count >= 400)
    }

    @Test("proofs hold exactly the nodes on the way")
    func proofs() throws {
        var count = 0
        for vector in try cases() {
            guard let proofs = vector.proofs, let pairs = vector.entries else { continue }
            let values = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
            var trie = MerkleTrie(nodes: MemoryTrieNodes())
            let root = try trie.apply(
                try pairs.map { StateChange(key: try #require([UInt8](hex: $0[0])), value: [UInt8](hex: $0[1])) })
            for proof in proofs {
                let key = try #require([UInt8](hex: proof.key))
                let text = try #require(values[proof.key])
                let value = try #require([UInt8](hex: text))
                let nodes = try trie.proof(of: [key], value: { _ in value })
                #expect(nodes.map(\.hex) == proof.nodes, "\(vector.name), key \(proof.key)")
                #expect(try TrieProof.value(for: key, root: root, proof: nodes) == value)
                count += 1
            }
        }
        print("trie proofs: \(count) cases")
        #expect(count >= 300)
    }

    @Test("roots of lists are those of the specification")
    func lists() throws {
        var count = 0
        for vector in try cases() {
            guard let texts = vector.items else { continue }
            let items = try texts.map { try #require([UInt8](hex: $0)) }
            #expect(TrieRoot.ordered(items).bytes.hex == vector.rootV0, "\(vector.name)")
            #expect(TrieRoot.ordered(items, version: .v1).bytes.hex == vector.rootV1, "\(vector.name)")
            count += 1
        }
        print("trie lists: \(count) cases")
        #expect(count >= 12)
    }

    @Test("the extrinsics root of a real Bittensor block has version 0")
    func realBlock() throws {
        struct Golden: Decodable {
            struct Outer: Decodable { let raw: Raw }
            struct Raw: Decodable { let block: Block }
            struct Block: Decodable {
                struct Header: Decodable { let extrinsicsRoot: String }
                let header: Header
                let extrinsics: [String]
            }
            let block: Outer
        }
        let golden = try JSONDecoder().decode(Golden.self, from: try Vectors.data("sdk/golden.json"))
        let block = golden.block.raw.block
        let extrinsics = try block.extrinsics.map { try #require([UInt8](hex: $0)) }
        #expect("0x" + TrieRoot.ordered(extrinsics).bytes.hex == block.header.extrinsicsRoot)
    }
}
