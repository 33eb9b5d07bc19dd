import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Synchronization

/// A neuron's client: signs requests and asks axons, in the protocol of `bittensor` 10.
///
/// ```swift
/// let dendrite = Dendrite(signer: hotkey)
/// let reply = await dendrite.query(endpoint, Echo(text: "hello"), timeoutSeconds: 12)
/// await dendrite.shutdown()
/// ```
///
/// Redirects are not followed and answers are bounded: an axon is a stranger.
public final class Dendrite: Sendable {
    /// Seconds that a request waits unless told otherwise.
    public static let timeoutSecondsDefault = 12.0
    /// Axons asked at the same time.
    public static let concurrentRequestsMax = 64
    /// The version of the reference implementation whose protocol this is: 10.5.0.
    static let protocolVersion = 10_005_000

    private let signer: any MessageSigner
    private let ip: String
    private let answerBytesMax: Int
    private let uuid: String
    private let client: HTTPClient
    private let lastNonce = Mutex<Int64>(0)
    private let unixNanoseconds: @Sendable () -> Int64

    /// A client that signs with the given hotkey. End its life with ``shutdown()``.
    ///
    /// - Parameters:
    ///   - ip: The address that requests name as their origin; axons look at the connection instead.
    ///   - answerBytesMax: Largest body of an answer.
    public init(
        signer: any MessageSigner, ip: String = "0.0.0.0", answerBytesMax: Int = 8 << 20,
        unixNanoseconds: @escaping @Sendable () -> Int64 = UnixTime.nanoseconds
    ) {
        self.signer = signer
        self.ip = ip
        self.answerBytesMax = answerBytesMax
        self.unixNanoseconds = unixNanoseconds
        uuid = UUID().uuidString.lowercased()
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(4)
        // Axons in Python close an idle connection after five seconds; one that is about to close must not be reused.
        configuration.connectionPool.idleTimeout = .seconds(3)
        // The client would try a refused connection again until its time is over; a dead axon is to be known at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections; the dendrite must not be used after it.
    public func shutdown() async {
        // It fails only when it was shut down before.
        try? await client.shutdown()
    }

    /// Asks one axon.
    public func query<S: Synapse>(
        _ axon: AxonEndpoint, _ synapse: S, timeoutSeconds: Double = Dendrite.timeoutSecondsDefault
    ) async -> DendriteReply<S> {
        let start = ContinuousClock.now
        do {
            return try await exchange(axon, synapse, timeoutSeconds: timeoutSeconds, start: start)
        } catch {
            return DendriteReply(
                status: error.status, message: error.message, synapse: nil, axon: TerminalInfo(),
                processSeconds: (ContinuousClock.now - start) / .seconds(1))
        }
    }

    /// Asks several axons at the same time, all with the same synapse; the replies stand in the axons' order.
    public func queryAll<S: Synapse>(
        _ axons: [AxonEndpoint], _ synapse: S, timeoutSeconds: Double = Dendrite.timeoutSecondsDefault
    ) async -> [DendriteReply<S>] {
        await withTaskGroup(of: (Int, DendriteReply<S>).self) { group in
            var replies = [DendriteReply<S>?](repeating: nil, count: axons.count)
            for (index, axon) in axons.enumerated() {
                if index >= Self.concurrentRequestsMax, let (done, reply) = await group.next() { replies[done] = reply }
                group.addTask { (index, await self.query(axon, synapse, timeoutSeconds: timeoutSeconds)) }
            }
            for await (done, reply) in group { replies[done] = reply }
            return replies.compactMap { $0 }
        }
    }

    private func exchange<S: Synapse>(
        _ axon: AxonEndpoint, _ synapse: S, timeoutSeconds: Double, start: ContinuousClock.Instant
    ) async throws(DendriteFailure) -> DendriteReply<S> {
        let request = try self.request(axon, synapse, timeoutSeconds: timeoutSeconds)
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]
        do {
            let deadline = NIODeadline.now() + .nanoseconds(Int64(timeoutSeconds * 1e9))
            let response = try await client.execute(request, deadline: deadline)
            status = Int(response.status.code)
            headers = response.headers
            body = Array(try await response.body.collect(upTo: answerBytesMax).readableBytesView)
        } catch {
            throw DendriteFailure(error, axon: axon, synapseName: S.name, timeoutSeconds: timeoutSeconds)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let info = TerminalInfo(headersOf: "axon") { headers.first(name: $0) }
        guard let value = try? PythonValue(json: body), case .dictionary = value else {
            throw .unreadableAnswer
        }
        guard status == 200 else {
            let message = String((value["message"]?.text ?? "").prefix(512))
            return DendriteReply(status: status, message: message, synapse: nil, axon: info, processSeconds: seconds)
        }
        guard let answer = try? S(fields: value) else { throw .unreadableAnswer }
        return DendriteReply(
            status: 200, message: info.statusMessage ?? "Success", synapse: answer, axon: info,
            processSeconds: seconds)
    }

    /// The signed request.
    private func request<S: Synapse>(
        _ endpoint: AxonEndpoint, _ synapse: S, timeoutSeconds: Double
    ) throws(DendriteFailure) -> HTTPClientRequest {
        let fields: [PythonValue.Member]
        do {
            fields = try synapse.fields
        } catch {
            throw .unreadableRequest
        }
        let bodyHash = BodyHash.hex(of: S.hashedFields, in: .dictionary(fields))
        let nonce = nextNonce()
        let message = SignedMessage.bytes(
            nonce: nonce, dendriteHotkey: signer.address, axonHotkey: endpoint.hotkey, uuid: uuid, bodyHash: bodyHash)
        var dendrite = TerminalInfo()
        dendrite.ip = ip
        dendrite.version = Self.protocolVersion
        dendrite.nonce = nonce
        dendrite.uuid = uuid
        dendrite.hotkey = signer.address
        dendrite.signature = "0x" + Hexadecimal.text(signer.signature(of: message))
        var axon = TerminalInfo()
        axon.ip = endpoint.ip
        axon.port = Int(endpoint.port)
        axon.hotkey = endpoint.hotkey
        let frame = SynapseFrame(name: S.name, timeoutSeconds: timeoutSeconds, dendrite: dendrite, axon: axon)
        let body = frame.body(with: fields).json
        let samples = fields.filter { S.requiredFields.contains($0.name) }

        var request = HTTPClientRequest(url: endpoint.url(of: S.name))
        request.method = .POST
        for (name, value) in frame.headers(bodyBytes: body.count, bodyHash: bodyHash, samples: samples) {
            request.headers.add(name: name, value: value)
        }
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(body)
        return request
    }

    /// The time, or just after the last nonce: axons refuse equal and earlier ones.
    private func nextNonce() -> Int64 {
        lastNonce.withLock { last in
            last = max(unixNanoseconds(), last + 1)
            return last
        }
    }
}
