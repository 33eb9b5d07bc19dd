import Cryptography
import JSON
import Logging
import Node
import Primitives
import RPC
import RuntimeInterface
import SCALE
import Synchronization

@testable import Client

/// A chain of one account's making, behind the real server: a state, a block for every extrinsic, and answers that a
/// test may replace.
final class FakeChain: RPCHandler {
    struct State {
        var storage: [[UInt8]: [UInt8]] = [:]
        var blocks: [[[UInt8]]] = [[]]
        var events: [Int: [EventRecord]] = [:]
        var nonces: [AccountID: UInt32] = [:]
        var metadata = ServedMetadata.metadata(slotDuration: 250)
        var hasV15 = true
        /// What the pool says to the next extrinsic, instead of taking it.
        var refusal: RPCError?
        /// Statuses sent before the extrinsic is in a block.
        var statuses: [String] = [#""ready""#]
        /// Whether the extrinsic's call fails in its block.
        var outcome: [RuntimeEvent] = [.system(.extrinsicSuccess(dispatchInfo: FakeChain.info))]
        var apis: [String: [UInt8]] = [:]
        var received: [Extrinsic] = []
    }

    static let info = DispatchEventInfo(weight: Weight(refTime: 1, proofSize: 1), class: .normal, paysFee: .yes)
    static let genesis = FakeChain.hash(0)

    let state: Mutex<State>

    init(_ prepare: (inout State) -> Void = { _ in }) {
        var state = State()
        prepare(&state)
        self.state = Mutex(state)
    }

    /// The hash of block `number`: its number in the first bytes, so that it can be read back.
    static func hash(_ number: Int) -> Hash {
        Hash([UInt8(number >> 8), UInt8(number & 0xFF)] + Array(repeating: 0xAB, count: 30)) ?? .zero
    }
    static func number(_ hash: Hash) -> Int { Int(hash.bytes[0]) << 8 | Int(hash.bytes[1]) }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    func answer(_ method: RPCMethod, context: ConnectionContext) async throws(RPCError) -> RPCAnswer {
        switch method {
        case .chainGetBlockHash(.best), .chainGetFinalizedHead:
            return hashAnswer(state.withLock { $0.blocks.count - 1 })
        case .chainGetBlockHash(.number(let number)):
            guard Int(number) < state.withLock({ $0.blocks.count }) else { return .json { $0.null() } }
            return hashAnswer(Int(number))
        case .stateGetRuntimeVersion:
            return .json {
                $0.object {
                    $0.field("specName") { $0.string("fake") }
                    $0.field("specVersion") { $0.integer(461) }
                    $0.field("transactionVersion") { $0.integer(1) }
                }
            }
        case .stateGetMetadata: return hex(state.withLock { $0.metadata.encodedV14() })
        case .stateCall("Metadata_metadata_at_version", _, _):
            guard state.withLock({ $0.hasV15 }) else {
                throw RPCError(code: -32_000, message: "Exported method Metadata_metadata_at_version is not found")
            }
            return hex(Optional(OpaqueMetadata(state.withLock { $0.metadata.encodedV15() })).encoded())
        case .stateCall(let function, _, _):
            guard let bytes = state.withLock({ $0.apis[function] }) else { throw .methodNotFound(function) }
            return hex(bytes)
        case .accountNextIndex(let address):
            guard let account = try? AccountID(ss58: address) else { throw .invalidParameters(address) }
            return .json { json in json.integer(self.state.withLock { $0.nonces[account] ?? 0 }) }
        case .authorSubmitAndWatchExtrinsic(let bytes): return try submit(bytes)
        default: return try read(method)
        }
    }

    private func read(_ method: RPCMethod) throws(RPCError) -> RPCAnswer {
        switch method {
        case .chainGetHeader(let at):
            let number = number(at)
            return .json { Self.header(number, &$0) }
        case .chainGetBlock(let at):
            let number = number(at)
            let extrinsics = state.withLock { $0.blocks[number] }
            return .json {
                $0.object {
                    $0.field("block") {
                        $0.object {
                            $0.field("header") { Self.header(number, &$0) }
                            $0.field("extrinsics") { $0.array { for bytes in extrinsics { $0.hexadecimal(bytes) } } }
                        }
                    }
                    $0.field("justifications") { $0.null() }
                }
            }
        case .stateGetStorage(let key, let at):
            guard let value = value(key, at) else { return .json { $0.null() } }
            return hex(value)
        case .stateQueryStorageAt(let keys, let at):
            let block = number(at)
            return .json { json in
                json.array {
                    $0.object {
                        $0.field("block") { $0.hexadecimal(Self.hash(block).bytes) }
                        $0.field("changes") {
                            $0.array { json in
                                for key in keys {
                                    json.array {
                                        $0.hexadecimal(key)
                                        if let value = self.value(key, at) { $0.hexadecimal(value) } else { $0.null() }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        case .stateGetKeysPaged(let prefix, let count, let start, _):
            let keys = state.withLock { $0.storage.keys }
                .filter { $0.starts(with: prefix) && (start ?? []).lexicographicallyPrecedes($0) }
                .sorted { $0.lexicographicallyPrecedes($1) }.prefix(count)
            return .json { $0.array { for key in keys { $0.hexadecimal(key) } } }
        default: throw .internalError("the fake does not serve this")
        }
    }

    private func number(_ hash: Hash?) -> Int { hash.map(Self.number) ?? state.withLock { $0.blocks.count - 1 } }

    private func value(_ key: [UInt8], _ at: Hash?) -> [UInt8]? {
        if key == System.events.path {
            return state.withLock { $0.events[at.map(Self.number) ?? $0.blocks.count - 1] ?? [] }.encoded()
        }
        return state.withLock { $0.storage[key] }
    }

    private func hex(_ bytes: [UInt8]) -> RPCAnswer { .json(capacity: bytes.count * 2) { $0.hexadecimal(bytes) } }
    private func hashAnswer(_ number: Int) -> RPCAnswer { .json { $0.hexadecimal(Self.hash(number).bytes) } }

    private static func header(_ number: Int, _ json: inout JSONWriter) {
        json.object {
            $0.field("parentHash") { $0.hexadecimal(hash(max(number - 1, 0)).bytes) }
            $0.field("number") { $0.string("0x" + String(number, radix: 16)) }
            $0.field("stateRoot") { $0.hexadecimal(Hash.zero.bytes) }
            $0.field("extrinsicsRoot") { $0.hexadecimal(Hash.zero.bytes) }
            $0.field("digest") { $0.object { $0.field("logs") { $0.array { _ in } } } }
        }
    }

    // Decodes, verifies and counts as a chain does, puts the extrinsic into a block of its own, and tells of it.
    private func submit(_ bytes: [UInt8]) throws(RPCError) -> RPCAnswer {
        if let refusal = state.withLock({ $0.refusal }) { throw refusal }
        guard let extrinsic = try? Extrinsic(bytes), let signature = extrinsic.signature else {
            throw .invalidParameters("no extrinsic")
        }
        let extra = signature.extra
        let number = UInt64(state.withLock { $0.blocks.count - 1 })
        let payload = extra.signingPayload(
            callBytes: extrinsic.callBytes, specVersion: 461, transactionVersion: 1, genesisHash: Self.genesis,
            birthHash: Self.hash(Int(extra.era.birth(number))))
        guard verify(signature.signature, message: payload, account: signature.signer) else {
            throw RPCError(code: 1_010, message: "Invalid Transaction", data: "Transaction has a bad signature")
        }
        let statuses = state.withLock { state -> [String] in
            state.received.append(extrinsic)
            state.nonces[signature.signer] = max(state.nonces[signature.signer] ?? 0, extra.nonce + 1)
            state.blocks.append([[0x04, 0x05, 0, 0, 0], bytes])
            let block = state.blocks.count - 1
            let fee = RuntimeEvent.transactionPayment(
                .transactionFeePaid(who: signature.signer, actualFee: 125, tip: extra.tip))
            state.events[block] =
                [
                    EventRecord(
                        phase: .applyExtrinsic(0), event: .system(.extrinsicSuccess(dispatchInfo: Self.info)),
                        topics: [])
                ]
                + ([fee] + state.outcome).map { EventRecord(phase: .applyExtrinsic(1), event: $0, topics: []) }
            let hash = Self.hash(block).hexadecimal
            return state.statuses + [#"{"inBlock":"\#(hash)"}"#, #"{"finalized":"\#(hash)"}"#]
        }
        return .subscription(
            Subscription { sink in
                for status in statuses { sink.send(Array(status.utf8)) }
                return {}
            })
    }
}

/// A client of a fake chain, for the length of a test.
func withChain(
    _ chain: FakeChain = FakeChain(), _ body: (ChainClient, FakeChain) async throws -> Void
) async throws {
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = try await RPCServer.start(ServerConfiguration(port: 0), handler: chain, logger: quiet)
    do {
        let client = try await ChainClient.connect(
            to: "ws://127.0.0.1:\(server.port)", configuration: .test(), logger: quiet)
        try await body(client, chain)
        client.close()
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
