import Primitives
import StateTrie
import Testbed
import Testing

@Suite struct TrieProofTests {
    private func sample() throws -> (trie: MerkleTrie<MemoryTrieNodes>, values: [[UInt8]: [UInt8]]) {
        var random = SeededRandom(seed: 99)
        var values: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<300 { values[random.bytes(6)] = random.bytes(Int.random(in: 0...60, using: &random)) }
        var trie = MerkleTrie(nodes: MemoryTrieNodes())
        _ = try trie.apply(
            values.map { StateChange(key: $0.key, value: $0.value) }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) })
        return (trie, values)
    }

    @Test("a proof without one of its nodes is incomplete")
    func incomplete() throws {
        let (trie, values) = try sample()
        let key = try #require(values.first { $0.value.count > 32 }?.key)
        let proof = try trie.proof(of: [key], value: { values[$0] })
        for index in proof.indices {
            var short = proof
            short.remove(at: index)
            #expect(throws: TrieError.self) { try TrieProof.value(for: key, root: trie.root, proof: short) }
        }
    }

    @Test("a changed byte anywhere in a proof never gives another value")
    func tampered() throws {
        let (trie, values) = try sample()
        let key = try #require(values.first { (1...32).contains($0.value.count) }?.key)
        let proof = try trie.proof(of: [key], value: { values[$0] })
        var count = 0
        for part in proof.indices {
            for index in proof[part].indices {
                var bad = proof
                bad[part][index] ^= 1
                #expect(throws: TrieError.self) { try TrieProof.value(for: key, root: trie.root, proof: bad) }
                count += 1
            }
        }
        #expect(count > 100)
    }

    @Test("random bytes as nodes are refused without a trap")
    func randomNodes() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<20_000 {
            let bytes = random.bytes(Int.random(in: 0...80, using: &random))
            // A list of one item whose root is the hash of these bytes does not exist; the hash is what counts here.
            var store = MemoryTrieNodes()
            store.setNode(bytes, at: TriePath.root)
            let root = MerkleTrie(nodes: store).root
            _ = try? TrieProof.value(for: random.bytes(3), root: root, proof: [bytes])
        }
    }

    @Test("one proof serves many keys, each node once")
    func many() throws {
        let (trie, values) = try sample()
        let keys = Array(values.keys.prefix(20))
        let proof = try trie.proof(of: keys, value: { values[$0] })
        #expect(Set(proof).count == proof.count)
        for key in keys { #expect(try TrieProof.value(for: key, root: trie.root, proof: proof) == values[key]) }
    }
}
