import Chain
import Cryptography
import Hashing
import JSON
import Primitives
import RPC
import RuntimeInterface
import SCALE
import StateStore
import SystemPallets
import Testing

@Suite("State over RPC", .timeLimit(.minutes(1)))
struct StateHandlerTests {
    private let unknown = "0x" + String(repeating: "ab", count: 32)
    private let numberKey = Hexadecimal.encode(System.number.path)

    private func accountKey(_ keypair: Keypair) -> String { Hexadecimal.encode(System.account.path(keypair.accountID)) }

    @Test("storage reads are those of the block asked for, for 300 blocks back and more")
    func history() async throws {
        let live = try LiveChain()
        try live.makeBlock(300)
        for number in [BlockNumber(1), 44, 299, 300] {
            let expected = Hexadecimal.encode(number.encoded())
            let hash = try live.hash(number)
            for method in ["state_getStorage", "state_getStorageAt"] {
                #expect(try await live.result(method, "[\"\(numberKey)\",\"\(hash)\"]") == .string(expected))
            }
        }
        #expect(try await live.result("state_getStorage", "[\"\(numberKey)\"]") == .string("0x2c010000"))
        #expect(try await live.result("state_getStorage", "[\"\(numberKey)\",null]") == .string("0x2c010000"))
        #expect(try await live.result("state_getStorage", "[\"0x1234\"]") == .null)
    }

    @Test("state older than the history is refused with the words that clients look for; blocks stay")
    func discarded() async throws {
        let live = try LiveChain(history: .blocks(4))
        try live.makeBlock(10)
        let old = try live.hash(3)
        let (code, message, _) = try await live.failure("state_getStorage", "[\"\(numberKey)\",\"\(old)\"]")
        #expect(code == 4003)
        #expect(
            message == "Client error: Api called for an unknown Block: State already discarded for \(old)")
        #expect(try await live.result("chain_getBlock", "[\"\(old)\"]")["block"] != nil)
        #expect(try await live.result("state_getRuntimeVersion", "[\"\(old)\"]")["transactionVersion"] == .integer(1))
        let (unknownCode, text, _) = try await live.failure("state_getStorage", "[\"\(numberKey)\",\"\(unknown)\"]")
        #expect(unknownCode == 4003 && text.contains("UnknownBlock") && text.contains(unknown))
    }

    @Test("many keys are answered in the order asked for, absent and repeated ones too")
    func query() async throws {
        let live = try LiveChain()
        try live.makeBlock(2)
        let keys = [accountKey(LiveChain.bob), "0x99", numberKey, accountKey(LiveChain.alice), numberKey]
        let list = keys.map { "\"\($0)\"" }.joined(separator: ",")
        let sets = try await live.result("state_queryStorageAt", "[[\(list)],\"\(live.hash(1))\"]").elements
        #expect(sets.count == 1)
        #expect(try sets[0]["block"].text == live.hash(1))
        let changes = try sets[0]["changes"].elements
        #expect(try changes.map { try $0.elements[0].text } == keys)
        #expect(try changes[1].elements[1] == .null)
        #expect(try changes[2].elements[1] == .string("0x01000000"))
        #expect(changes[4] == changes[2])
    }

    @Test("the hash and the size of a value, of a whole map, and of nothing")
    func hashAndSize() async throws {
        let live = try LiveChain()
        try live.makeBlock(2)
        let value = BlockNumber(2).encoded()
        #expect(
            try await live.result("state_getStorageHash", "[\"\(numberKey)\"]")
                == .string(Hexadecimal.encode(Blake2b.hash256(value))))
        #expect(try await live.result("state_getStorageSize", "[\"\(numberKey)\"]") == .integer(4))
        let accounts = String(accountKey(LiveChain.alice).prefix(66))
        let keys = try await live.result("state_getKeys", "[\"\(accounts)\"]").elements
        var total: Int128 = 0
        for key in keys {
            total += Int128(try await live.result("state_getStorage", "[\"\(key.text)\"]").text.utf8.count / 2 - 1)
        }
        #expect(keys.count > 2)
        #expect(try await live.result("state_getStorageSize", "[\"\(accounts)\"]") == .integer(total))
        for method in ["state_getStorageHash", "state_getStorageSize"] {
            #expect(try await live.result(method, "[\"0x99\"]") == .null)
            #expect(try await live.failure(method, "[\"\(numberKey)\",\"\(unknown)\"]").0 == 4003)
        }
    }

    @Test("keys come in pages strictly behind the start, sorted, and all at once")
    func pages() async throws {
        let live = try LiveChain()
        let prefix = Hexadecimal.encode(Array(System.account.path(LiveChain.alice.accountID).prefix(32)))
        let all = try await live.result("state_getKeys", "[\"\(prefix)\"]").elements.map { try $0.text }
        #expect(all.count > 9 && all == all.sorted())
        #expect(all.contains(accountKey(LiveChain.alice)))
        var paged: [String] = []
        var start = prefix
        while true {
            let page = try await live.result("state_getKeysPaged", "[\"\(prefix)\",4,\"\(start)\",null]").elements
            paged += try page.map { try $0.text }
            guard let last = page.last else { break }
            start = try last.text
        }
        #expect(paged == all)
        let first = try await live.result("state_getKeysPaged", "[\"\(prefix)\",1]").elements
        #expect(first == [.string(all[0])])
        #expect(try await live.failure("state_getKeysPaged", "[\"\(prefix)\",1001]").0 == 4002)
        #expect(try await live.result("state_getKeys", "[\"0xffff\"]") == .array([]))
    }

    @Test("runtime version and metadata as clients ask for them while connecting")
    func connecting() async throws {
        let live = try LiveChain()
        for parameters in ["[]", "[null]", "[\"\(try live.hash(0))\"]", "[\"0x\(String(repeating: "0", count: 64))\"]"]
        {
            let version = try await live.result("state_getRuntimeVersion", parameters)
            #expect(version["specName"] == .string("node-subtensor") && version["transactionVersion"] == .integer(1))
            #expect(version["stateVersion"] == .integer(1) && version["systemVersion"] == .integer(1))
            #expect(try version["apis"].elements.allSatisfy { try $0.elements.count == 2 })
        }
        let metadata = try await live.result("state_call", "[\"Metadata_metadata_at_version\",\"0x0f000000\"]").text
        #expect(metadata.hasPrefix("0x01"))
        #expect(
            try await live.result("state_call", "[\"Metadata_metadata_at_version\",\"0f000000\",null]").text == metadata
        )
        let opaque = try [UInt8]?(scale: Hexadecimal.decode(metadata) ?? [])
        #expect(opaque?.starts(with: Array("meta".utf8) + [15]) == true)
        #expect(
            try await live.result("state_call", "[\"Metadata_metadata_at_version\",\"0x10000000\"]") == .string("0x00"))
        #expect(try await live.result("state_getMetadata").text.hasPrefix("0x6d6574610e"))
        #expect(try await live.failure("state_getRuntimeVersion", "[\"\(unknown)\"]").0 == 4003)
    }

    @Test("runtime APIs answer at a block; unknown ones and unreadable arguments say so")
    func calls() async throws {
        let live = try LiveChain()
        _ = try live.chain.submit(Hexadecimal.decode(live.transfer(nonce: 0)) ?? [])
        try live.makeBlock()
        let alice = Hexadecimal.encode(LiveChain.alice.accountID.bytes)
        let call = "\"AccountNonceApi_account_nonce\",\"\(alice)\""
        #expect(try await live.result("state_call", "[\(call)]") == .string("0x01000000"))
        #expect(try await live.result("state_call", "[\(call),\"\(live.hash(0))\"]") == .string("0x00000000"))
        let (code, message, _) = try await live.failure("state_call", "[\"Nope_nothing\",\"0x\"]")
        #expect(code == 4003)
        #expect(message == "Client error: Execution failed: Other: Exported method Nope_nothing is not found")
        let bad = try await live.failure("state_call", "[\"AccountNonceApi_account_nonce\",\"0x01\"]")
        #expect(bad.0 == 4003 && bad.1.contains("cannot be decoded"))
        #expect(try await live.failure("state_call", "[\(call),\"\(unknown)\"]").0 == 4003)
    }

    @Test("subscribers of storage get the values as they are, then only what a block changed")
    func watching() async throws {
        let live = try LiveChain()
        let session = LiveSession(live)
        let (bob, alice) = (accountKey(LiveChain.bob), accountKey(LiveChain.alice))
        let id = try await session.subscribe("state_subscribeStorage", "[[\"\(bob)\",\"\(alice)\",\"0x99\"]]")
        let first = try await session.update(of: id)
        #expect(try first["changes"].elements.count == 3)
        try live.makeBlock()
        _ = try live.chain.submit(
            Hexadecimal.decode(live.transfer(to: LiveChain.key("Dave").accountID, nonce: 0)) ?? [])
        try live.makeBlock()
        let update = try await session.update(of: id)
        #expect(try update["block"].text == live.hash(2))
        #expect(try update["changes"].elements.map { try $0.elements[0].text } == [alice])
        session.send("state_unsubscribeStorage", "[\"\(id)\"]")
        #expect(try await session.next()["result"] == .bool(true))
        session.end()
    }
}
