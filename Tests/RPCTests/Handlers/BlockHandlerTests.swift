import JSON
import Primitives
import RPC
import StateStore
import Testing

@testable import Chain

@Suite("Blocks over RPC", .timeLimit(.minutes(1)))
struct BlockHandlerTests {
    private let unknown = "0x" + String(repeating: "ab", count: 32)

    @Test("hashes by number, null beyond the head, and lists of both")
    func hashes() async throws {
        let live = try LiveChain()
        try live.makeBlock(3)
        let (zero, three) = (try live.hash(0), try live.hash(3))
        #expect(try await live.result("chain_getBlockHash", "[0]") == .string(zero))
        #expect(try await live.result("chain_getBlockHash", "[3]") == .string(three))
        #expect(try await live.result("chain_getBlockHash", "[4]") == .null)
        #expect(try await live.result("chain_getBlockHash", "[[0,4]]") == .array([.string(zero), .null]))
        for method in ["chain_getBlockHash", "chain_getHead", "chain_getFinalizedHead", "chain_getFinalisedHead"] {
            #expect(try await live.result(method) == .string(three), "\(method)")
        }
    }

    @Test("a header names its parent, its number in hexadecimal and its roots, and hashes to its block's hash")
    func header() async throws {
        let live = try LiveChain()
        let block = try live.makeBlock(17)
        let hash = try live.hash(17)
        for parameters in ["[]", "[null]", "[\"\(hash)\"]"] {
            let header = try await live.result("chain_getHeader", parameters)
            #expect(try header["number"].text == "0x11")
            #expect(try header["parentHash"].text == live.hash(16))
            #expect(try header["stateRoot"].text == Hexadecimal.encode(block.header.stateRoot.bytes))
            #expect(try header["extrinsicsRoot"].text == Hexadecimal.encode(block.header.extrinsicsRoot.bytes))
            let logs = try header["digest"]?["logs"].elements ?? []
            #expect(logs.count == 1)
            #expect(try logs[0].text.hasPrefix("0x0661757261"), "the slot's digest")
        }
        #expect(block.hash == block.header.hash)
        let genesis = try await live.result("chain_getHeader", "[\"\(live.hash(0))\"]")
        #expect(try genesis["parentHash"].text == "0x" + String(repeating: "0", count: 64))
        #expect(try await live.result("chain_getHeader", "[\"\(unknown)\"]") == .null)
    }

    @Test("a block holds its extrinsics in order, the time first")
    func block() async throws {
        let live = try LiveChain()
        let transfer = live.transfer(nonce: 0)
        _ = try await live.result("author_submitExtrinsic", "[\"\(transfer)\"]")
        let made = try live.makeBlock()
        let block = try await live.result("chain_getBlock", "[\"\(Hexadecimal.encode(made.hash.bytes))\"]")
        let extrinsics = try block["block"]?["extrinsics"].elements ?? []
        #expect(try extrinsics.map { try $0.text } == made.body.map { Hexadecimal.encode($0) })
        #expect(extrinsics.count == 3 && extrinsics.last == .string(transfer))
        #expect(try block["block"]?["header"]?["number"].text == "0x1")
        #expect(block["justifications"] == .null)
        #expect(try await live.result("chain_getBlock", "[\"\(unknown)\"]") == .null)
        #expect(try await live.result("chain_getBlock")["block"] == block["block"])
    }

    @Test("subscribers of heads get the latest one, then each new one, until they unsubscribe")
    func heads() async throws {
        let live = try LiveChain()
        let session = LiveSession(live)
        for (method, notification) in [
            ("chain_subscribeNewHeads", "chain_unsubscribeNewHeads"),
            ("chain_subscribeAllHeads", "chain_unsubscribeAllHeads"),
            ("chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads"),
        ] {
            let start = try live.chain.executor.store.latest()?.number ?? 0
            let id = try await session.subscribe(method)
            #expect(try await session.update(of: id)["number"].text == "0x" + String(start, radix: 16))
            try live.makeBlock(3)
            for number in start + 1...start + 3 {
                #expect(try await session.update(of: id)["number"].text == "0x" + String(number, radix: 16))
            }
            session.send(notification, "[\"\(id)\"]")
            #expect(try await session.next()["result"] == .bool(true))
        }
        try live.makeBlock()
        session.send("system_name", "[]", id: 9)
        #expect(try await session.next()["id"] == .integer(9), "nothing came between")
        session.end()
    }

    @Test("dev_mine makes blocks on a developer's chain and is unknown elsewhere")
    func mine() async throws {
        let live = try LiveChain()
        let last = try await live.result("dev_mine", "[20]").text
        #expect(try await live.result("chain_getHead").text == last)
        #expect(try live.hash(20) == last)
        _ = try await live.result("dev_mine")
        #expect(try await live.result("chain_getHeader")["number"].text == "0x15")
        #expect(try await live.failure("dev_mine", "[0]").0 == -32602)
        #expect(try await live.failure("dev_mine", "[100001]").0 == -32602)
        let other = try LiveChain(isDeveloperChain: false)
        #expect(try await other.failure("dev_mine").0 == -32601)
    }

    @Test("rpc_methods lists exactly what is served, aliases too")
    func methods() async throws {
        for isDeveloperChain in [true, false] {
            let live = try LiveChain(isDeveloperChain: isDeveloperChain)
            let list = try await live.result("rpc_methods")
            let names = try list["methods"].elements.map { try $0.text }
            #expect(names == names.sorted() && Set(names).count == names.count)
            for name in ["account_nextIndex", "state_call", "state_getStorageAt", "chain_getHead", "system_health"] {
                #expect(names.contains(name))
            }
            #expect(names.contains("dev_mine") == isDeveloperChain)
            for name in names {
                let error = try await live.response(name)["error"]
                if case .string(let message)? = error?["message"] {
                    #expect(!message.hasPrefix("Method not found: "), "\(name)")
                }
            }
        }
        let live = try LiveChain()
        for name in ["state_getChildReadProof", "chainHead_v1_follow", "", "eth_call"] {
            #expect(try await live.failure(name).0 == -32601)
        }
    }

    @Test("the node says what it is")
    func system() async throws {
        let live = try LiveChain()
        #expect(try await live.result("system_chain") == .string("Bittensor"))
        #expect(try await live.result("system_chainType") == .string("Local"))
        #expect(try await live.result("system_name") == .string("myelin"))
        #expect(try await live.result("system_version") == .string("0.0.0"))
        let properties = try await live.result("system_properties")
        #expect(properties["ss58Format"] == .integer(42) && properties["tokenDecimals"] == .integer(9))
        #expect(properties["tokenSymbol"] == .string("TAO"))
        #expect(try await live.result("system_health")["isSyncing"] == .bool(false))
    }
}
