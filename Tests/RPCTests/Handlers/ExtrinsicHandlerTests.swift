import Chain
import Cryptography
import Hashing
import JSON
import Primitives
import RPC
import Runtime
import RuntimeInterface
import Testing

@Suite("Extrinsics over RPC", .timeLimit(.minutes(1)))
struct ExtrinsicHandlerTests {
    @Test("a submitted extrinsic is named by its hash, waits, and is counted in the next index")
    func submit() async throws {
        let live = try LiveChain()
        let address = LiveChain.alice.ss58
        for name in ["account_nextIndex", "system_accountNextIndex"] {
            #expect(try await live.result(name, "[\"\(address)\"]") == .integer(0))
        }
        let bytes = live.transfer(nonce: 0)
        let hash = Hexadecimal.encode(Blake2b.hash256(Hexadecimal.decode(bytes) ?? []))
        #expect(try await live.result("author_submitExtrinsic", "[\"\(bytes)\"]") == .string(hash))
        #expect(try await live.result("author_pendingExtrinsics") == .array([.string(bytes)]))
        #expect(try await live.result("account_nextIndex", "[\"\(address)\"]") == .integer(1))
        // One that leaves a gap is not counted.
        _ = try await live.result("author_submitExtrinsic", "[\"\(live.transfer(nonce: 5))\"]")
        #expect(try await live.result("account_nextIndex", "[\"\(address)\"]") == .integer(1))
        let key = Hexadecimal.encode(LiveChain.alice.accountID.bytes)
        try live.makeBlock()
        #expect(try await live.result("account_nextIndex", "[\"\(key)\"]") == .integer(1))
        #expect(try await live.failure("account_nextIndex", "[\"nobody\"]").0 == -32602)
    }

    @Test("each refusal has the code and the words of the reference chain")
    func refusals() async throws {
        let live = try LiveChain()
        func refusal(_ text: String) async throws -> (Int, String, String?) {
            try await live.failure("author_submitExtrinsic", "[\"\(text)\"]")
        }
        let bytes = live.transfer(nonce: 0)
        #expect(try await refusal("0x").0 == 1001)
        #expect(try await refusal("0x0102").0 == 1001)
        #expect(try await refusal(bytes + "00").0 == 1001)
        #expect(try await refusal("zz").0 == -32602)
        let forged = String(bytes.dropLast(1)) + (bytes.hasSuffix("0") ? "1" : "0")
        #expect(try await refusal(forged) == (1010, "Invalid Transaction", "Transaction has a bad signature"))
        let inherent = Hexadecimal.encode(Runtime.timestampInherent(1).bytes)
        #expect(try await refusal(inherent).0 == 1010)
        let poor = live.transfer(from: LiveChain.key("Nobody"), nonce: 0)
        #expect(
            try await refusal(poor)
                == (1010, "Invalid Transaction", "Inability to pay some fees (e.g. account balance too low)"))
        _ = try await live.result("author_submitExtrinsic", "[\"\(bytes)\"]")
        #expect(try await refusal(bytes).0 == 1013)
        #expect(try await refusal(bytes).1 == "Transaction Already Imported")
        let rival = try await refusal(live.transfer(nonce: 0, value: .tao(2)))
        #expect(
            rival == (
                1014, "Priority is too low: (1 vs 1)",
                "The transaction has too low priority to replace another transaction already in the pool."
            ))
        #expect(try await refusal(forged).0 == 1012)
        #expect(try await refusal(forged).1 == "Transaction is temporarily banned")
        try live.makeBlock()
        #expect(try await refusal(bytes) == (1010, "Invalid Transaction", "Transaction is outdated"))
        #expect(try await live.result("system_name") == .string("myelin"))
    }

    @Test("a watched extrinsic is followed to its finalised block")
    func watch() async throws {
        let live = try LiveChain()
        let session = LiveSession(live)
        let early = try await session.subscribe("author_submitAndWatchExtrinsic", "[\"\(live.transfer(nonce: 1))\"]")
        #expect(try await session.update(of: early) == .string("future"))
        session.send("author_submitAndWatchExtrinsic", "[\"\(live.transfer(nonce: 0))\"]", id: 7)
        // The one that waited may hear of it before the answer is out.
        var seen: [String: [JSONValue]] = [:]
        var first = ""
        for _ in 0..<3 {
            let message = try await session.next()
            if let parameters = message["params"] {
                seen[try parameters["subscription"].text, default: []].append(try #require(parameters["result"]))
            } else {
                first = try message["result"].text
            }
        }
        #expect(seen == [early: [.string("ready")], first: [.string("ready")]])
        let hash = Hexadecimal.encode(try live.makeBlock().hash.bytes)
        for _ in 0..<4 {
            let parameters = try #require(try await session.next()["params"])
            seen[try parameters["subscription"].text, default: []].append(try #require(parameters["result"]))
        }
        let end: [JSONValue] = [
            .string("ready"), .object([JSONMember("inBlock", .string(hash))]),
            .object([JSONMember("finalized", .string(hash))]),
        ]
        #expect(seen == [early: end, first: end])
        session.end()
    }

    @Test("a refused extrinsic is refused in the answer to its subscription, which never begins")
    func refusedWatch() async throws {
        let live = try LiveChain()
        let session = LiveSession(live)
        session.send("author_submitAndWatchExtrinsic", "[\"0x0102\"]")
        #expect(try await session.next()["error"]?["code"] == .integer(1001))
        #expect(try await live.failure("author_submitAndWatchExtrinsic", "[\"0x0102\"]").0 == -32601)
        session.end()
    }

    @Test("the higher tip takes the place of a nonce and of a full pool, in the words of the reference chain")
    func tips() async throws {
        var limits = TransactionPool.Limits()
        limits.transactionsMaximum = 1
        let live = try LiveChain(poolLimits: limits)
        let session = LiveSession(live)
        let first = try await session.subscribe("author_submitAndWatchExtrinsic", "[\"\(live.transfer(nonce: 0))\"]")
        #expect(try await session.update(of: first) == .string("ready"))
        func refusal(_ text: String) async throws -> (Int, String, String?) {
            try await live.failure("author_submitExtrinsic", "[\"\(text)\"]")
        }
        #expect(
            try await refusal(live.transfer(from: LiveChain.bob, nonce: 0)) == (
                1016, "Immediately Dropped", "The transaction couldn't enter the pool because of the limit"
            ))
        // The same nonce with a tip, watched on another connection.
        let other = LiveSession(live)
        let tipped = live.transfer(nonce: 0, tip: Rao(5))
        let second = try await other.subscribe("author_submitAndWatchExtrinsic", "[\"\(tipped)\"]")
        let hash = Hexadecimal.encode(Blake2b.hash256(Hexadecimal.decode(tipped) ?? []))
        #expect(try await session.update(of: first) == .object([JSONMember("usurped", .string(hash))]))
        #expect(try await other.update(of: second) == .string("ready"))
        #expect(try await refusal(live.transfer(nonce: 0, tip: Rao(4))).1 == "Priority is too low: (6 vs 5)")
        // Another account that offers more.
        let third = live.transfer(from: LiveChain.bob, nonce: 0, tip: Rao(6))
        _ = try await live.result("author_submitExtrinsic", "[\"\(third)\"]")
        #expect(try await other.update(of: second) == .string("dropped"))
        #expect(try await live.result("author_pendingExtrinsics") == .array([.string(third)]))
        for session in [session, other] { session.end() }
    }

    @Test("the fee of an extrinsic is what it costs, in the forms of older clients")
    func fees() async throws {
        let live = try LiveChain()
        try live.makeBlock()
        let transfer = live.transfer(to: LiveChain.bob.accountID, nonce: 0)
        let info = try await live.result("payment_queryInfo", "[\"\(transfer)\"]")
        let fee = try #require(UInt64(info["partialFee"].text))
        #expect(info["class"] == .string("normal") && fee > 0)
        for part in ["ref_time", "proof_size"] {
            guard case .integer? = info["weight"]?[part] else {
                Issue.record("\(part) is no number")
                return
            }
        }
        let parts = try await live.result("payment_queryFeeDetails", "[\"\(transfer)\"]")["inclusionFee"]
        let sum = try ["baseFee", "lenFee", "adjustedWeightFee"].reduce(UInt64(0)) {
            $0 + (UInt64(try (parts?[$1]).text.dropFirst(2), radix: 16) ?? .max)
        }
        #expect(sum == fee)
        #expect(try await live.failure("payment_queryInfo", "[\"0x00\"]").1.contains("cannot be decoded"))
    }

    @Test("a batch of reads is answered as an array with its ids")
    func batch() async throws {
        let live = try LiveChain()
        let bob = Hexadecimal.encode(LiveChain.bob.accountID.bytes)
        let call =
            #""method":"state_call","params":["AccountNonceApi_account_nonce","\#(bob)"]"#
        let text =
            "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\(call)},{\"jsonrpc\":\"2.0\",\"id\":\"b\",\(call)},"
            + "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"nope\"}]"
        let answer = await live.service.respond(
            to: Array(text.utf8), context: ConnectionContext(id: 1, transport: .http, peer: "test"))
        let responses = try JSONReader.read(try #require(answer)).elements
        #expect(try responses.map { try $0["id"].text } == ["a", "b", "c"])
        #expect(responses[0]["result"] == .string("0x00000000") && responses[2]["error"]?["code"] == .integer(-32601))
    }
}
