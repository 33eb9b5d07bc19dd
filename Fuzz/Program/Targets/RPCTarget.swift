import Chain
import Cryptography
import Dispatch
import JSON
import Primitives
import Runtime
import RuntimeInterface
import StateStore
import Synchronization

@testable import RPC

/// Messages of a client to a node with a chain behind it: whatever comes, the answer is JSON by the rules of JSON-RPC,
/// with a code that the interface knows.
enum RPCTarget {
    static let target = FuzzTarget(
        name: "rpc", summary: "every message gets a well-formed answer with a known code", byteMaximum: 1_024,
        seeds: seeds, check: check)

    /// Codes of JSON-RPC, of its servers, of the pool and of the state.
    private static let codes: Set<Int128> = Set([
        -32700, -32600, -32601, -32602, -32006, -32007, -32008, -32009, -32010, -32011,
    ])
    .union(1001...1021).union(4001...4003)

    private static let chain = makeChain()

    private static func makeChain() -> Chain {
        let chain = valid(try Chain(store: .inMemory(), genesis: .development(slotMilliseconds: 250)))
        for number in 1...3 { _ = valid(try chain.makeBlock(at: 1_700_000_000_000 + UInt64(number) * 250)) }
        return chain
    }

    private static let service: RPCService = {
        var limits = RPCLimits()
        limits.responseByteMaximum = 2 << 20
        limits.subscriptionCountMaximum = 4
        let handler = ChainHandler(
            chain: chain, identity: .init(chainName: "fuzz", chainType: "Local", version: "0"),
            isDeveloperChain: false)
        return RPCService(handler: handler, limits: limits)
    }()

    /// The subscriptions of a connection; nothing is ever pushed.
    private final class Subscriptions: SubscriptionRegistry {
        private let table = Mutex(SubscriptionTable(limit: 4))

        func reserve(_ kind: SubscriptionKind) -> SubscriptionTable.Reservation {
            table.withLock { $0.reserve(kind) }
        }
        func release(_ id: SubscriptionID) { _ = table.withLock { $0.remove(id) } }
        func unsubscribe(_ kind: SubscriptionKind, _ id: String) -> Bool {
            table.withLock { $0.cancel(kind, text: id) } != .unknown
        }
    }

    private static func seeds() -> [[UInt8]] {
        let genesis = Hexadecimal.encode(chain.genesisHash.bytes)
        let alice = valid(try Keypair(uri: "//Alice"))
        let account = Hexadecimal.encode(
            [0x26, 0xaa, 0x39, 0x4e, 0xea, 0x56, 0x30, 0xe0, 0x7c, 0x48, 0xae, 0x0c, 0x95, 0x58, 0xce, 0xf7])
        let parameters: [String: String] = [
            "system_accountNextIndex": #"["\#(alice.ss58)"]"#, "author_submitExtrinsic": #"["0x280403000b9d"]"#,
            "author_submitAndWatchExtrinsic": #"["0x0400"]"#, "chain_getBlock": #"["\#(genesis)"]"#,
            "chain_getBlockHash": "[[0,1,2,99]]", "chain_getHeader": #"{"hash":"\#(genesis)"}"#,
            "state_call": #"["Core_version","0x"]"#, "state_getKeys": #"["\#(account)"]"#,
            "state_getKeysPaged": #"["\#(account)",2,null,"\#(genesis)"]"#, "state_getStorage": #"["\#(account)"]"#,
            "state_queryStorageAt": #"[["\#(account)","0x"],"\#(genesis)"]"#,
            "state_subscribeStorage": #"[["\#(account)"]]"#, "state_unsubscribeStorage": #"["0xabcd"]"#,
        ]
        let single = RPCMethodName.allCases.filter { !$0.isForDevelopers }.map { name in
            let parameters = parameters[name.rawValue] ?? "[]"
            return #"{"jsonrpc":"2.0","id":1,"method":"\#(name.rawValue)","params":\#(parameters)}"#
        }
        let methods = RuntimeAPIMethod.allCases.map { method in
            #"{"jsonrpc":"2.0","id":"a","method":"state_call","params":["\#(method.rawValue)","0x0200000000000000"]}"#
        }
        let batch = "[" + single.prefix(4).joined(separator: ",") + #",1,{"jsonrpc":"2.0","method":"system_name"}]"#
        return (single + methods + [batch, "[]", "{}", "1"]).map { Array($0.utf8) }
    }

    @Sendable private static func check(_ input: [UInt8]) {
        let message = RequestParser().parse(input)
        guard let answer = waiting({ await answer(to: input) }) else {
            hold(expectedAnswers(message) == 0, "only notifications are not answered")
            return
        }
        guard let value = try? JSONReader.read(answer, limits: .init(depthMaximum: 80, valueMaximum: 1 << 22)) else {
            fatalError("the answer is no JSON: \(String(decoding: answer.prefix(300), as: UTF8.self))")
        }
        switch (message, value) {
        case (.batch(let requests), .array(let answers)):
            let ids = requests.compactMap(\.id)
            hold(answers.count == ids.count, "every request of a batch is answered")
            for (answer, id) in zip(answers, ids) { check(answer, id) }
        case (.single(let request), _):
            guard let id = request.id else { fatalError("a notification is not answered") }
            check(value, id)
        case (.invalid, _): check(value, .null)
        default: fatalError("the answer to a batch is a list")
        }
    }

    private static func answer(to input: [UInt8]) async -> [UInt8]? {
        let account = service.load.open(ConnectionContext(id: 1, transport: .webSocket, peer: "fuzz"))
        defer { account.close() }
        // What subscribes is answered with its id, and not begun.
        return await service.respond(to: input, for: account, subscriptions: Subscriptions()).text
    }

    private static func expectedAnswers(_ message: RPCMessage) -> Int {
        switch message {
        case .batch(let requests): requests.count { $0.id != nil }
        case .single(let request): request.id == nil ? 0 : 1
        case .invalid: 1
        }
    }

    private static func check(_ answer: JSONValue, _ id: RequestID) {
        hold(answer["jsonrpc"] == .string("2.0"), "an answer names its version")
        let expected: JSONValue =
            switch id {
            case .null: .null
            case .integer(let number): .integer(number)
            case .string(let text): .string(text)
            }
        hold(answer["id"] == expected, "an answer has the id of its request")
        hold((answer["result"] == nil) != (answer["error"] == nil), "an answer has a result or an error")
        guard let error = answer["error"] else { return }
        guard case .integer(let code) = error["code"], case .string(let text) = error["message"] else {
            fatalError("an error has code and message")
        }
        hold(codes.contains(code), "code \(code) is one of the interface: \(text)")
        hold(text.utf8.count < 2_000, "an error does not echo what was sent")
    }
}

/// The result of asynchronous work, for a caller that has nothing else to do.
func waiting<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) -> Result {
    let result = Mutex<Result?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task {
        let value = await body()
        result.withLock { $0 = value }
        done.signal()
    }
    done.wait()
    guard let value = result.withLock({ $0 }) else { fatalError("the work signals after its result is there") }
    return value
}
