import Primitives
import StateTrie
import Testbed
import Testing

@Suite struct MerkleTrieTests {
    private func sorted(_ values: [[UInt8]: [UInt8]]) -> [(key: [UInt8], value: [UInt8])] {
        values.map { (key: $0.key, value: $0.value) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    @Test("an empty trie has the root that every Substrate chain knows")
    func emptyRoot() throws {
        let known = "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"
        #expect(TrieRoot.empty.bytes.hex == known)
        #expect(TrieRoot.ordered([]).bytes.hex == known)
        var trie = MerkleTrie(nodes: MemoryTrieNodes())
        #expect(trie.root.bytes.hex == known)
        #expect(try trie.apply([StateChange(key: [1], value: nil)]).bytes.hex == known)
        #expect(trie.nodes.count == 0)
    }

    @Test("a removal past a node leaves the node alone")
    func removalPastNode() throws {
        var trie = MerkleTrie(nodes: MemoryTrieNodes())
        let root = try trie.apply([
            StateChange(key: [0x12, 0x34, 0x56], value: [1]), StateChange(key: [0x12, 0x34, 0x66], value: [2]),
        ])
        for key: [UInt8] in [[], [0x12], [0x12, 0x35], [0x12, 0x34], [0x12, 0x34, 0x56, 0], [0x12, 0x34, 0x57]] {
            #expect(try trie.apply([StateChange(key: key, value: nil)]) == root)
        }
    }

    @Test("changes out of order, double or with endless keys are refused and change nothing")
    func refusals() throws {
        var trie = MerkleTrie(nodes: MemoryTrieNodes())
        let root = try trie.apply([StateChange(key: [5], value: [5])])
        #expect(throws: TrieError.changesNotAscending) {
            try trie.apply([StateChange(key: [2], value: [1]), StateChange(key: [1], value: [1])])
        }
        #expect(throws: TrieError.changesNotAscending) {
            try trie.apply([StateChange(key: [2], value: [1]), StateChange(key: [2], value: [1])])
        }
        let long = [UInt8](repeating: 7, count: TriePath.keyLengthMaximum + 1)
        #expect(throws: TrieError.keyTooLong(length: long.count)) {
            try trie.apply([StateChange(key: [1], value: [1]), StateChange(key: long, value: [1])])
        }
        #expect(trie.root == root)
        _ = try trie.apply([StateChange(key: Array(long.dropLast()), value: [1])])
        #expect(trie.root != root)
    }

    @Test("a lost node is reported, not invented")
    func lostNode() throws {
        var trie = MerkleTrie(nodes: MemoryTrieNodes())
        let value = [UInt8](repeating: 1, count: 32)
        _ = try trie.apply((0..<64).map { StateChange(key: [UInt8($0), 1, 2], value: value) })
        var nodes = trie.nodes
        let path: [UInt8] = [0x10, 1]
        #expect(nodes.node(at: path) != nil)
        nodes.setNode(nil, at: path)
        trie = MerkleTrie(nodes: nodes)
        #expect(throws: TrieError.missingNode(path: path)) {
            try trie.apply([StateChange(key: [0x11, 1, 2], value: nil)])
        }
    }

    @Test("thousands of random updates end in the root and the nodes of a trie made from scratch", arguments: 0..<40)
    func updates(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let alphabet: [UInt8] = [[0, 1], [0, 16, 17], Array(0...255), [0x12, 0x13, 0x22]][seed % 4]
        let lengthMaximum = [2, 4, 8, 40][seed / 4 % 4]
        var model: [[UInt8]: [UInt8]] = [:]
        var trie = MerkleTrie(nodes: MemoryTrieNodes())
        func newKey() -> [UInt8] {
            (0..<Int.random(in: 0...lengthMaximum, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
        }
        for step in 0..<120 {
            var changes: [[UInt8]: [UInt8]?] = [:]
            // Now and then nearly everything goes, so that branches collapse in rows.
            if step % 17 == 16 {
                for key in model.keys.sorted(by: { $0.lexicographicallyPrecedes($1) })
                where Int.random(in: 0..<10, using: &random) > 0 { changes[key] = .some(nil) }
            }
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let known = model.keys.sorted { $0.lexicographicallyPrecedes($1) }
                let useKnown = !known.isEmpty && Bool.random(using: &random)
                let key = useKnown ? known[Int.random(in: 0..<known.count, using: &random)] : newKey()
                let remove = Int.random(in: 0..<5, using: &random) < 2
                changes[key] = .some(
                    remove ? nil : random.bytes([0, 1, 5, 20, 31, 32, 33, 60][Int.random(in: 0..<8, using: &random)]))
            }
            for (key, value) in changes { model[key] = value }
            let list = changes.map { StateChange(key: $0.key, value: $0.value) }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            let root = try trie.apply(list)
            try #require(root == TrieRoot.hash(of: sorted(model)), "seed \(seed), step \(step)")
            if step % 8 == 0 {
                var fresh = MerkleTrie(nodes: MemoryTrieNodes())
                _ = try fresh.apply(sorted(model).map { StateChange(key: $0.key, value: $0.value) })
                try #require(fresh.nodes == trie.nodes, "seed \(seed), step \(step)")
                for probe in Array(model.keys.prefix(4)) + [newKey(), newKey()] {
                    let proof = try trie.proof(of: [probe], value: { model[$0] })
                    #expect(try TrieProof.value(for: probe, root: root, proof: proof) == model[probe])
                }
            }
        }
    }

    @Test("every set of up to three keys of two bytes: adding and removing in any order agrees with scratch")
    func exhaustive() throws {
        let keys: [[UInt8]] = [[], [0], [0x01], [0x10], [0, 0], [0, 1], [0x10, 0x10], [0x11]]
        var count = 0
        for first in keys {
            for second in keys where second != first {
                for third in keys where third != first && third != second {
                    var trie = MerkleTrie(nodes: MemoryTrieNodes())
                    var model: [[UInt8]: [UInt8]] = [:]
                    for (index, key) in [first, second, third].enumerated() {
                        model[key] = [UInt8](repeating: UInt8(index), count: 20 + index * 8)
                        let root = try trie.apply([StateChange(key: key, value: model[key])])
                        try #require(root == TrieRoot.hash(of: sorted(model)))
                    }
                    for key in [second, first, third] {
                        model[key] = nil
                        let root = try trie.apply([StateChange(key: key, value: nil)])
                        try #require(root == TrieRoot.hash(of: sorted(model)))
                    }
                    #expect(trie.nodes.count == 0)
                    count += 1
                }
            }
        }
        print("trie orders: \(count) cases")
    }

    @Test("an overlay leaves its base alone and lists its changes in order")
    func overlay() throws {
        var base = MerkleTrie(nodes: MemoryTrieNodes())
        let changes = (0..<50).map { StateChange(key: [UInt8($0), 9, 9, 9], value: [UInt8](repeating: 3, count: 40)) }
        let root = try base.apply(changes)
        var proposal = MerkleTrie(nodes: TrieNodeOverlay(over: base.nodes))
        let proposed = try proposal.apply([
            StateChange(key: [7, 9, 9, 9], value: nil), StateChange(key: [8, 8], value: [1]),
        ])
        #expect(base.root == root && proposed != root && proposal.root == proposed)
        var written = base.nodes
        let list = proposal.nodes.changes
        for change in list { written.setNode(change.node, at: change.path) }
        #expect(MerkleTrie(nodes: written).root == proposed)
        #expect(zip(list, list.dropFirst()).allSatisfy { $0.path.lexicographicallyPrecedes($1.path) })
    }
}
