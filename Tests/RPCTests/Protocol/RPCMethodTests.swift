import Primitives
import RPC
import Runtime
import Testing

/// Every method of the interface with the forms of parameters that clients use.
@Suite struct RPCMethodTests {
    private static let zeros = String(repeating: "00", count: 31) + "01"
    private static let hash = Hash([UInt8](repeating: 0, count: 31) + [1])

    private static func parse(_ name: String, _ parameters: String?) -> Result<RPCMethod, RPCError> {
        let member = parameters.map { #","params":"# + $0 } ?? ""
        let text = #"{"jsonrpc":"2.0","id":1,"method":""# + name + "\"" + member + "}"
        guard case .single(let request) = RequestParser().parse(Array(text.utf8)) else {
            return .failure(.internalError("no single request"))
        }
        return request.method
    }

    static let accepted: [(String, String?, RPCMethod)] = [
        ("chain_getBlockHash", nil, .chainGetBlockHash(.best)),
        ("chain_getBlockHash", "null", .chainGetBlockHash(.best)),
        ("chain_getBlockHash", "[]", .chainGetBlockHash(.best)),
        ("chain_getBlockHash", "[null]", .chainGetBlockHash(.best)),
        ("chain_getBlockHash", "[0]", .chainGetBlockHash(.number(0))),
        ("chain_getBlockHash", "[4294967295]", .chainGetBlockHash(.number(4_294_967_295))),
        ("chain_getBlockHash", "[\"0x43\"]", .chainGetBlockHash(.number(0x43))),
        ("chain_getBlockHash", "[[1,\"0x2\",3]]", .chainGetBlockHash(.numbers([1, 2, 3]))),
        ("chain_getBlockHash", "[[]]", .chainGetBlockHash(.numbers([]))),
        ("chain_getBlockHash", "{\"hash\":7}", .chainGetBlockHash(.number(7))),
        ("chain_getHead", "[]", .chainGetBlockHash(.best)),
        ("chain_getFinalizedHead", "[]", .chainGetFinalizedHead),
        ("chain_getFinalisedHead", "[]", .chainGetFinalizedHead),
        ("chain_getHeader", "[]", .chainGetHeader(at: nil)),
        ("chain_getHeader", "[null]", .chainGetHeader(at: nil)),
        ("chain_getHeader", "[\"0x\(zeros)\"]", .chainGetHeader(at: hash)),
        ("chain_getHeader", "[\"\(zeros)\"]", .chainGetHeader(at: hash)),
        ("chain_getBlock", "[\"0x\(zeros)\"]", .chainGetBlock(at: hash)),
        ("chain_getBlock", nil, .chainGetBlock(at: nil)),
        ("chain_subscribeNewHeads", "[]", .chainSubscribeNewHeads),
        ("chain_subscribeNewHead", "[]", .chainSubscribeNewHeads),
        ("subscribe_newHead", "[]", .chainSubscribeNewHeads),
        ("chain_subscribeAllHeads", "[]", .chainSubscribeAllHeads),
        ("chain_unsubscribeAllHeads", "[\"0x1\"]", .unsubscribe(.allHeads, id: "0x1")),
        ("chain_subscribeFinalizedHeads", "[]", .chainSubscribeFinalizedHeads),
        ("chain_subscribeFinalisedHeads", "[]", .chainSubscribeFinalizedHeads),
        ("chain_unsubscribeNewHeads", "[\"0x1\"]", .unsubscribe(.newHeads, id: "0x1")),
        ("chain_unsubscribeNewHead", "[\"0x1\"]", .unsubscribe(.newHeads, id: "0x1")),
        ("unsubscribe_newHead", "[\"0x1\"]", .unsubscribe(.newHeads, id: "0x1")),
        ("chain_unsubscribeFinalizedHeads", "[\"0x1\"]", .unsubscribe(.finalizedHeads, id: "0x1")),
        ("chain_unsubscribeFinalisedHeads", "[5]", .unsubscribe(.finalizedHeads, id: "5")),
        ("state_getRuntimeVersion", "[]", .stateGetRuntimeVersion(at: nil)),
        ("state_getRuntimeVersion", "[null]", .stateGetRuntimeVersion(at: nil)),
        ("chain_getRuntimeVersion", "[\"0x\(zeros)\"]", .stateGetRuntimeVersion(at: hash)),
        ("state_subscribeRuntimeVersion", "[]", .stateSubscribeRuntimeVersion),
        ("chain_subscribeRuntimeVersion", "[]", .stateSubscribeRuntimeVersion),
        ("state_unsubscribeRuntimeVersion", "[\"a\"]", .unsubscribe(.runtimeVersion, id: "a")),
        ("chain_unsubscribeRuntimeVersion", "[\"a\"]", .unsubscribe(.runtimeVersion, id: "a")),
        ("state_call", "[\"A_b\",\"0100\"]", .stateCall(function: "A_b", arguments: [1, 0], at: nil)),
        ("state_call", "[\"A_b\",\"0x0f\",null]", .stateCall(function: "A_b", arguments: [15], at: nil)),
        ("state_call", "[\"A_b\",\"\",\"0x\(zeros)\"]", .stateCall(function: "A_b", arguments: [], at: hash)),
        ("state_callAt", "[\"A_b\",\"0x\"]", .stateCall(function: "A_b", arguments: [], at: nil)),
        ("state_getMetadata", "[]", .stateGetMetadata(at: nil)),
        ("state_getMetadata", "[\"0x\(zeros)\"]", .stateGetMetadata(at: hash)),
        ("state_getStorage", "[\"0xABcd\"]", .stateGetStorage(key: [0xAB, 0xCD], at: nil)),
        ("state_getStorageAt", "[\"0xabcd\",null]", .stateGetStorage(key: [0xAB, 0xCD], at: nil)),
        ("state_getStorageAt", "[\"abcd\",\"\(zeros)\"]", .stateGetStorage(key: [0xAB, 0xCD], at: hash)),
        ("state_getStorageHash", "[\"0x01\"]", .stateGetStorageHash(key: [1], at: nil)),
        ("state_getStorageHashAt", "[\"01\",\"\(zeros)\"]", .stateGetStorageHash(key: [1], at: hash)),
        ("state_getStorageSize", "[\"0x01\"]", .stateGetStorageSize(key: [1], at: nil)),
        ("state_getStorageSizeAt", "[\"01\",\"\(zeros)\"]", .stateGetStorageSize(key: [1], at: hash)),
        ("state_queryStorageAt", "[[\"0x01\",\"02\"]]", .stateQueryStorageAt(keys: [[1], [2]], at: nil)),
        ("state_queryStorageAt", "[[],\"0x\(zeros)\"]", .stateQueryStorageAt(keys: [], at: hash)),
        ("state_getKeysPaged", "[\"0x01\",1]", .stateGetKeysPaged(prefix: [1], count: 1, start: nil, at: nil)),
        (
            "state_getKeysPaged", "[\"01\",1000,\"0x01\",\"\(zeros)\"]",
            .stateGetKeysPaged(prefix: [1], count: 1_000, start: [1], at: hash)
        ),
        ("state_getKeysPaged", "[null,5,null,null]", .stateGetKeysPaged(prefix: [], count: 5, start: nil, at: nil)),
        ("state_getKeysPagedAt", "[\"\",0]", .stateGetKeysPaged(prefix: [], count: 0, start: nil, at: nil)),
        ("state_getKeys", "[\"0x01\"]", .stateGetKeys(prefix: [1], at: nil)),
        ("state_getKeys", "[\"0x01\",\"\(zeros)\"]", .stateGetKeys(prefix: [1], at: hash)),
        ("state_getReadProof", "[[\"0x01\",\"02\"]]", .stateGetReadProof(keys: [[1], [2]], at: nil)),
        ("state_getReadProof", "[[],\"0x\(zeros)\"]", .stateGetReadProof(keys: [], at: hash)),
        ("state_subscribeStorage", "[[\"0x01\"]]", .stateSubscribeStorage(keys: [[1]])),
        ("state_unsubscribeStorage", "[\"a\"]", .unsubscribe(.storage, id: "a")),
        ("account_nextIndex", "[\"5Grw\"]", .accountNextIndex(address: "5Grw")),
        ("system_accountNextIndex", "[\"5Grw\"]", .accountNextIndex(address: "5Grw")),
        ("author_submitExtrinsic", "[\"0x84\"]", .authorSubmitExtrinsic([0x84])),
        ("author_submitAndWatchExtrinsic", "[\"84\"]", .authorSubmitAndWatchExtrinsic([0x84])),
        ("author_unwatchExtrinsic", "[\"a\"]", .unsubscribe(.extrinsic, id: "a")),
        ("author_pendingExtrinsics", "[]", .authorPendingExtrinsics),
        ("payment_queryInfo", "[\"0x84\"]", .paymentQueryInfo([0x84], at: nil)),
        ("payment_queryFeeDetails", "[\"84\",\"\(zeros)\"]", .paymentQueryFeeDetails([0x84], at: hash)),
        ("system_chain", "[]", .systemChain), ("system_chainType", "[]", .systemChainType),
        ("system_name", nil, .systemName), ("system_version", "[]", .systemVersion),
        ("system_properties", "[]", .systemProperties), ("system_health", "[]", .systemHealth),
        ("rpc_methods", "[1,2,3]", .rpcMethods),
        ("dev_mine", "[]", .developer(.mine(blocks: 1))), ("dev_mine", "[100]", .developer(.mine(blocks: 100))),
        ("dev_mine", "[\"0x10\"]", .developer(.mine(blocks: 16))),
        ("dev_newBlock", "[{\"count\":3}]", .developer(.mine(blocks: 3))),
    ]

    @Test("every method is decoded from each form of its parameters", arguments: accepted)
    func decoding(name: String, parameters: String?, expected: RPCMethod) {
        #expect(Self.parse(name, parameters) == .success(expected))
    }

    @Test("the table covers every name that is served")
    func coverage() {
        #expect(Set(Self.accepted.map { $0.0 }) == Set(RPCMethodName.served(forDevelopers: true)))
        print("methods: \(Self.accepted.count) cases for \(RPCMethodName.served(forDevelopers: true).count) names")
    }

    @Test(
        "parameters of the wrong form get -32602 and the name of the parameter",
        arguments: [
            ("chain_getBlockHash", "[-1]", "'hash'"), ("chain_getBlockHash", "[4294967296]", "'hash'"),
            ("chain_getBlockHash", "[\"43\"]", "'hash'"), ("chain_getBlockHash", "[1.5]", "'hash'"),
            ("chain_getBlockHash", "[[null]]", "'hash'"), ("chain_getHeader", "[1]", "'hash'"),
            ("chain_getHeader", "[\"0x00\"]", "'hash'"), ("chain_getBlock", "[\"xyz\"]", "'hash'"),
            ("chain_unsubscribeNewHeads", "[]", "'subscription'"), ("state_call", "[]", "'name'"),
            ("state_call", "[\"A\"]", "'bytes'"), ("state_call", "[\"A\",\"0x1\"]", "'bytes'"),
            ("state_call", "[\"A\",\"0x\",true]", "'hash'"), ("state_getStorage", "[]", "'key'"),
            ("state_queryStorageAt", "[\"0x01\"]", "'keys'"), ("state_queryStorageAt", "[[1]]", "'keys'"),
            ("state_getKeysPaged", "[\"0x\"]", "'count'"), ("state_getKeysPaged", "[\"0x\",-1]", "'count'"),
            ("state_getKeysPaged", "[\"0x\",1,5]", "'startKey'"), ("state_subscribeStorage", "[null]", "'keys'"),
            ("account_nextIndex", "[5]", "'account'"), ("author_submitExtrinsic", "[\"0xzz\"]", "'extrinsic'"),
            ("author_submitExtrinsic", "[]", "'extrinsic'"), ("dev_mine", "[0]", "'count'"),
            ("dev_mine", "[100001]", "'count'"),
        ])
    func refusals(name: String, parameters: String, mention: String) throws {
        let error = try #require(throws: RPCError.self) { try Self.parse(name, parameters).get() }
        #expect(error.code == -32602)
        #expect(error.message.hasPrefix("Invalid params: ") && error.message.contains(mention))
    }

    @Test("a page that is too long and an unknown method have codes of their own")
    func otherRefusals() {
        #expect(
            Self.parse("state_getKeysPaged", "[\"0x\",1001]")
                == .failure(RPCError(code: 4002, message: "count exceeds maximum value. value: 1001, max: 1000")))
        for name in ["", "chain_gethead", "eth_call", "constructor", String(repeating: "x", count: 1_000_000)] {
            guard case .failure(let error) = Self.parse(name, "[]") else {
                Issue.record("accepted")
                continue
            }
            #expect(error.code == -32601 && error.message.utf8.count < 300)
        }
    }

    @Test("rpc_methods lists what clients look for, sorted, and developer methods only where asked for")
    func served() {
        let names = RPCMethodName.served(forDevelopers: false)
        #expect(names == names.sorted())
        #expect(Set(names).isSuperset(of: ["account_nextIndex", "state_call", "state_getStorageAt", "chain_getHead"]))
        #expect(!names.contains { $0.hasPrefix("dev_") })
        #expect(RPCMethodName.served(forDevelopers: true).contains("dev_mine"))
    }

    @Test("errors of the chain carry the texts that clients compare with")
    func errors() {
        #expect(
            RPCError.invalidTransaction(.custom(6))
                == RPCError(code: 1010, message: "Invalid Transaction", data: "Custom error: 6"))
        #expect(RPCError.invalidTransaction(.stale).data == "Transaction is outdated")
        #expect(RPCError.priorityTooLow(pooled: 3, submitted: 2).message == "Priority is too low: (3 vs 2)")
        #expect(RPCError.stateDiscarded(.zero).message.contains("State already discarded for 0x0000"))
        #expect(
            RPCError.functionNotFound("Metadata_metadata_at_version").message
                == "Client error: Execution failed: Other: Exported method Metadata_metadata_at_version is not found")
    }
}
