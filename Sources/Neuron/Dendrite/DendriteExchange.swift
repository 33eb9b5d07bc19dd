import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One request and its answer.
struct DendriteExchange<S: Synapse>: Sendable {
    private let dendrite: Dendrite
    private let endpoint: AxonEndpoint
    private let synapse: S
    private let timeoutSeconds: Double
    private let start = ContinuousClock.now

    init(_ dendrite: Dendrite, _ endpoint: AxonEndpoint, _ synapse: S, timeoutSeconds: Double) {
        self.dendrite = dendrite
        self.endpoint = endpoint
        self.synapse = synapse
        // What is no number compares as false and ends at zero.
        self.timeoutSeconds = timeoutSeconds > 0 ? min(timeoutSeconds, Dendrite.timeoutSecondsMax) : 0
    }

    /// The answer in one piece.
    func whole() async -> DendriteReply<S> {
        await reply { response throws(DendriteFailure) in
            let body = try await rest(of: response)
            let axon = TerminalInfo(headersOf: "axon") { response.headers.first(name: $0) }
            guard response.status == .ok else { throw refusal(response, body: body) }
            guard let value = try? PythonValue(json: body), case .dictionary = value, let answer = try? S(fields: value)
            else { throw .unreadableAnswer }
            return (answer, axon)
        }
    }

    /// The answer in chunks; on success the reply holds the synapse that was sent.
    ///
    /// - Parameter take: Gets the chunks; returns when it wants the next one, and false when it wants no more.
    func streamed(_ take: @escaping @Sendable ([UInt8]) async -> Bool) async -> DendriteReply<S> {
        await reply { response throws(DendriteFailure) in
            let axon = TerminalInfo(headersOf: "axon") { response.headers.first(name: $0) }
            guard response.status == .ok else { throw refusal(response, body: try await rest(of: response)) }
            var byteCount = 0
            do {
                for try await part in response.body {
                    byteCount += part.readableBytes
                    guard byteCount <= dendrite.answerBytesMax else { throw DendriteFailure.brokenAnswer }
                    guard await take(Array(part.readableBytesView)) else { break }
                }
            } catch {
                throw .brokenAnswer
            }
            return (synapse, axon)
        }
    }

    /// Sends the request, and reads the response within the time that is left.
    private func reply(
        _ read: @escaping @Sendable (HTTPClientResponse) async throws(DendriteFailure) -> (S, TerminalInfo)
    ) async -> DendriteReply<S> {
        let session = dendrite.sessions.take()
        defer { dendrite.sessions.giveBack(session.index) }
        do {
            let request = try self.request(uuid: session.name)
            // The client's own deadline ends with the head; a body that trickles in must not hold the caller either.
            let (answer, axon) = try await Deadline.run(seconds: timeoutSeconds) {
                try await read(head(of: request))
            }
            return DendriteReply(
                status: 200, message: axon.statusMessage ?? "Success", synapse: answer, axon: axon,
                processSeconds: elapsedSeconds)
        } catch {
            let failure: DendriteFailure =
                switch error {
                // The axon knows the deadline too, and may be the first to end what has run out of time.
                case DendriteFailure.brokenAnswer where elapsedSeconds >= timeoutSeconds,
                    DendriteFailure.disconnected where elapsedSeconds >= timeoutSeconds:
                    .timeout(seconds: timeoutSeconds)
                case let failure as DendriteFailure: failure
                case is Deadline.Exceeded, is CancellationError: .timeout(seconds: timeoutSeconds)
                default: .client("\(Swift.type(of: error))")
                }
            return DendriteReply(
                status: failure.status, message: failure.message, synapse: nil, axon: failure.axon,
                processSeconds: elapsedSeconds)
        }
    }

    private var elapsedSeconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func head(of request: HTTPClientRequest) async throws(DendriteFailure) -> HTTPClientResponse {
        do {
            // A little later than ours, which says what happened.
            return try await dendrite.client.execute(
                request, timeout: .milliseconds(Int64(timeoutSeconds * 1_000) + 500))
        } catch {
            throw DendriteFailure(error, axon: endpoint, synapseName: S.name, timeoutSeconds: timeoutSeconds)
        }
    }

    private func rest(of response: HTTPClientResponse) async throws(DendriteFailure) -> [UInt8] {
        do {
            return Array(try await response.body.collect(upTo: dendrite.answerBytesMax).readableBytesView)
        } catch {
            // The connection has ended before the body, or the body is too large.
            throw .brokenAnswer
        }
    }

    /// What an axon says that does not answer. One that has no words in JSON has its status at least.
    private func refusal(_ response: HTTPClientResponse, body: [UInt8]) -> DendriteFailure {
        let status = Int(response.status.code)
        let axon = TerminalInfo(headersOf: "axon") { response.headers.first(name: $0) }
        let message = (try? PythonValue(json: body))?["message"]?.text
        return .refused(
            status: status, message: message.map { String($0.prefix(512)) } ?? "Client response error: \(status)",
            axon: axon)
    }

    /// The signed request.
    private func request(uuid: String) throws(DendriteFailure) -> HTTPClientRequest {
        let signer = dendrite.signer
        let fields: [PythonValue.Member]
        do {
            fields = try synapse.fields
        } catch {
            throw .unreadableRequest
        }
        let bodyHash = BodyHash.hex(of: S.self, in: .dictionary(fields))
        let nonce = dendrite.nextNonce()
        let message = SignedMessage.bytes(
            nonce: nonce, dendriteHotkey: signer.address, axonHotkey: endpoint.hotkey, uuid: uuid, bodyHash: bodyHash)
        var sender = TerminalInfo()
        sender.ip = self.dendrite.ip
        sender.version = Dendrite.protocolVersion
        sender.nonce = nonce
        sender.uuid = uuid
        sender.hotkey = signer.address
        sender.signature = "0x" + Hexadecimal.text(signer.signature(of: message))
        var axon = TerminalInfo()
        axon.ip = endpoint.ip
        axon.port = Int(endpoint.port)
        axon.hotkey = endpoint.hotkey
        let frame = SynapseFrame(name: S.name, timeoutSeconds: timeoutSeconds, dendrite: sender, axon: axon)
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
}
