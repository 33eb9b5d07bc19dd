import Chain
import Cryptography
import Frame
import JSON
import Primitives
import RPC
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import Synchronization
import Testing

/// A developer's chain with the handlers of a node in front of it, without any socket. Blocks are made by hand.
struct LiveChain {
    static let alice = key("Alice")
    static let bob = key("Bob")

    let chain: Chain
    let service: RPCService

    init(
        history: History = .standard, isDeveloperChain: Bool = true, poolLimits: TransactionPool.Limits = .init()
    ) throws {
        chain = try Chain(
            store: .inMemory(history: history), genesis: .development(slotMilliseconds: 250), poolLimits: poolLimits)
        let handler = ChainHandler(
            chain: chain, identity: .init(chainName: "Bittensor", chainType: "Local", version: "0.0.0"),
            isDeveloperChain: isDeveloperChain)
        service = RPCService(handler: handler)
    }

    static func key(_ name: String) -> Keypair {
        guard let keypair = try? Keypair(uri: "//" + name) else { preconditionFailure("//\(name) is a key URI") }
        return keypair
    }

    // MARK: Requests

    /// The response object to a request.
    func response(_ method: String, _ parameters: String = "[]") async throws -> JSONValue {
        let text = #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(parameters)}"#
        let answer = await service.respond(
            to: Array(text.utf8), context: ConnectionContext(id: 1, transport: .http, peer: "test"))
        return try JSONReader.read(try #require(answer))
    }

    /// The result of a request, which must not fail.
    func result(_ method: String, _ parameters: String = "[]") async throws -> JSONValue {
        let response = try await response(method, parameters)
        #expect(response["error"] == nil, "\(method) \(parameters): \(String(describing: response["error"]))")
        return try #require(response["result"])
    }

    /// Code, message and data of the error of a request, which must fail.
    func failure(_ method: String, _ parameters: String = "[]") async throws -> (Int, String, String?) {
        let error = try #require(try await response(method, parameters)["error"])
        guard case .integer(let code)? = error["code"] else { return (0, "", nil) }
        return (Int(code), try error["message"].text, try? error["data"].text)
    }

    // MARK: Blocks and extrinsics

    /// Makes blocks; every invariant is checked after each.
    @discardableResult
    func makeBlock(_ count: Int = 1) throws -> ExecutedBlock {
        var last: ExecutedBlock?
        for _ in 0..<count {
            let height = try chain.executor.store.latest()?.number ?? 0
            last = try chain.makeBlock(at: 1_700_000_000_000 + UInt64(height) * 250)
            let violation = try chain.executor.withLatestState { (state, _) throws(ChainError) -> String? in
                do throws(InvariantViolation) {
                    try Runtime.checkInvariants(in: state)
                    return nil
                } catch {
                    return error.description
                }
            }
            #expect(violation == nil)
        }
        return try #require(last)
    }

    func hash(_ number: BlockNumber) throws -> String {
        Hexadecimal.encode(try chain.executor.store.record(of: .number(number)).hash.bytes)
    }

    /// A signed transfer of 1 TAO, in hexadecimal.
    func transfer(
        from keypair: Keypair = alice, to account: AccountID = bob.accountID, nonce: UInt32, value: Rao = .tao(1),
        tip: Rao = .zero
    ) -> String {
        let call = RuntimeCall.balances(.transferKeepAlive(dest: .id(account), value: value)).encoded()
        let extra = ExtrinsicExtra(era: .immortal, nonce: nonce, tip: tip)
        let payload = extra.signingPayload(
            callBytes: call, specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion, genesisHash: chain.genesisHash,
            birthHash: chain.genesisHash)
        return Hexadecimal.encode(
            Extrinsic.signed(
                callBytes: call, signer: keypair.accountID, signature: keypair.multiSignature(payload), extra: extra))
    }
}

extension JSONValue? {
    /// The text of a string.
    var text: String {
        get throws {
            guard case .string(let text)? = self else { throw WrongKind(value: "\(String(describing: self))") }
            return text
        }
    }

    /// The elements of an array.
    var elements: [JSONValue] {
        get throws {
            guard case .array(let elements)? = self else { throw WrongKind(value: "\(String(describing: self))") }
            return elements
        }
    }

    struct WrongKind: Error {
        let value: String
    }
}

extension JSONValue {
    var text: String { get throws { try Optional(self).text } }
    var elements: [JSONValue] { get throws { try Optional(self).elements } }
}

/// A WebSocket client without the socket.
final class LiveSession: RPCTransport {
    private let session: Mutex<RPCSession?> = Mutex(nil)
    private let texts = Mutex<[JSONValue]>([])

    init(_ chain: LiveChain) {
        let context = ConnectionContext(id: 2, transport: .webSocket, peer: "test")
        let new = RPCSession(service: chain.service, account: chain.service.load.open(context), transport: self)
        session.withLock { $0 = new }
    }

    func wakeWriter() {}
    func setReading(_ isReading: Bool) {}
    func close(_ reason: SessionEnd) {}

    func send(_ method: String, _ parameters: String = "[]", id: Int = 1) {
        let text = #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(parameters)}"#
        session.withLock { $0 }?.receive(RequestQueue.Message(text: Array(text.utf8), isText: true))
    }

    /// The next message.
    func next() async throws -> JSONValue {
        while true {
            if let text = texts.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return text }
            let new = session.withLock { $0 }?.takeOutgoing(byteGoal: 1 << 20) ?? []
            let values = try new.map { try JSONReader.read($0) }
            texts.withLock { $0 += values }
            if values.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    /// Sends a request that subscribes, and returns the subscription's id.
    func subscribe(_ method: String, _ parameters: String = "[]") async throws -> String {
        send(method, parameters)
        return try await next()["result"].text
    }

    /// The next update, which must be of this subscription.
    func update(of id: String) async throws -> JSONValue {
        let parameters = try #require(try await next()["params"])
        #expect(try parameters["subscription"].text == id)
        return try #require(parameters["result"])
    }

    func end() { session.withLock { $0 }?.end() }
}
