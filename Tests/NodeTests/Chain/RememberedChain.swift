import Chain
import Cryptography
import Foundation
import JSON
import Logging
import Node
import Primitives
import RPC
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import Testbed
import Testing

/// A node whose blocks are made by hand, and a memory of every block's state as it was when the block was the latest.
final class RememberedChain {
    /// What could be read when a block was the latest.
    struct Block {
        let number: BlockNumber
        let hash: String
        /// Answers of `chain_getHeader` and `chain_getBlock`.
        let header: JSONValue
        let body: JSONValue
        let stateRoot: String
        let state: [[UInt8]: [UInt8]]
        let sortedKeys: [[UInt8]]
        /// Answers of runtime APIs, by the parameters of `state_call` that come before the block.
        let calls: [String: JSONValue]
    }

    let node: Node
    private(set) var blocks: [Block] = []
    private var random: SeededRandom
    private static let names = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"]
    private let keys: [Keypair]

    /// The oldest block whose state the node can read.
    var oldestState: BlockNumber { get throws { try node.chain.executor.store.oldestState() } }

    /// Starts a node on `folder` and remembers what it has so far only from its latest block on.
    init(_ folder: String, history: History, seed: UInt64) async throws {
        random = SeededRandom(seed: seed)
        keys = try Self.names.map { try Keypair(uri: "//" + $0) }
        node = try await Node.start(
            NodeConfiguration(seal: .manual, dataDirectory: folder, history: history, server: .test()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Lets the node go.
    func stop() async {
        let run = Task { [node] in await node.run() }
        run.cancel()
        await run.value
    }

    /// Makes blocks of transfers, registrations and stakes, and remembers each.
    func makeBlocks(_ count: Int) async throws {
        for _ in 0..<count {
            let height = try #require(try node.chain.executor.store.latest()).number
            if height == 2 { try submit(.subtensor(.registerNetwork(hotkey: keys[1].accountID)), by: keys[0]) }
            for _ in 0..<Int.random(in: 0..<6, using: &random) { try submitAnything(hasSubnet: height > 3) }
            try node.chain.makeBlock(at: 1_700_000_000_000 + UInt64(height) * 250)
            try await remember()
        }
    }

    private func submitAnything(hasSubnet: Bool) throws {
        let signer = keys[Int.random(in: 0..<keys.count, using: &random)]
        let hotkey = try Keypair(uri: "//Hot\(Int.random(in: 0..<8, using: &random))").accountID
        let call: RuntimeCall
        switch Int.random(in: 0..<(hasSubnet ? 4 : 2), using: &random) {
        case 2: call = .subtensor(.burnedRegister(netuid: NetUID(2), hotkey: hotkey))
        case 3: call = .subtensor(.addStake(hotkey: hotkey, netuid: NetUID(2), amountStaked: .tao(1)))
        default:
            let stranger = try #require(AccountID(random.bytes(32)))
            call = .balances(.transferKeepAlive(dest: .id(stranger), value: .tao(1)))
        }
        try submit(call, by: signer)
    }

    private func submit(_ call: RuntimeCall, by keypair: Keypair) throws {
        let chain = node.chain
        let extra = ExtrinsicExtra(era: .immortal, nonce: try chain.nextNonce(of: keypair.accountID))
        let payload = extra.signingPayload(
            callBytes: call.encoded(), specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion, genesisHash: chain.genesisHash,
            birthHash: chain.genesisHash)
        // What the rules of the moment refuse is not part of the test.
        _ = try? chain.submit(
            Extrinsic.signed(
                callBytes: call.encoded(), signer: keypair.accountID, signature: keypair.multiSignature(payload),
                extra: extra))
    }

    private func remember() async throws {
        let (record, entries) = try node.chain.executor.store.read(at: .latest) { (reader) throws(StoreError) in
            (reader.block, try reader.entries(under: [], after: nil, limit: .max))
        }
        let account = Hexadecimal.encode(keys[0].accountID.bytes)
        let requests = [
            #""AccountNonceApi_account_nonce","\#(account)""#,
            #""SubnetInfoRuntimeApi_get_metagraph","0x0200""#,
            #""SubnetInfoRuntimeApi_get_dynamic_info","0x0200""#,
            #""NeuronInfoRuntimeApi_get_neurons_lite","0x0200""#,
            #""StakeInfoRuntimeApi_get_stake_info_for_coldkey","\#(account)""#,
        ]
        let block = try await ask { client in
            var calls: [String: JSONValue] = [:]
            for request in requests { calls[request] = try await client.result("state_call", "[\(request)]") }
            return Block(
                number: record.number, hash: Hexadecimal.encode(record.hash.bytes),
                header: try await client.result("chain_getHeader", "[]"),
                body: try await client.result("chain_getBlock", "[]"),
                stateRoot: Hexadecimal.encode(record.stateRoot.bytes),
                state: Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value) }),
                sortedKeys: entries.map(\.key), calls: calls)
        }
        blocks.append(block)
    }

    /// Lends a connection to the node.
    func ask<R: Sendable>(_ body: (inout RawClient) async throws -> R) async throws -> R {
        try await RawClient.connect(node.port, body)
    }
}

extension RawClient {
    /// The response object to a request over HTTP.
    mutating func response(_ method: String, _ parameters: String) async throws -> JSONValue {
        try await send(RawClient.post(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(parameters)}"#))
        return try JSONReader.read(Array(try await response().body.utf8))
    }

    /// The result of a request, which must not fail.
    mutating func result(_ method: String, _ parameters: String) async throws -> JSONValue {
        let response = try await response(method, parameters)
        #expect(response["error"] == nil, "\(method) \(parameters): \(String(describing: response["error"]))")
        return try #require(response["result"])
    }

    /// The message of the error of a request, which must fail.
    mutating func failure(_ method: String, _ parameters: String) async throws -> String {
        let response = try await response(method, parameters)
        guard case .string(let message)? = response["error"]?["message"] else {
            Issue.record("\(method) \(parameters) is answered")
            return ""
        }
        return message
    }
}
