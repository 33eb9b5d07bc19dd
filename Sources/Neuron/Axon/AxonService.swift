import Logging
import Synchronization

/// Decides about requests, without a transport: every check in order, then the handler.
final class AxonService: Sendable {
    private let hotkey: String
    private let routes: [String: AxonRoute]
    private let names: [String]
    private let verifier: any MessageVerifier
    private let blacklist: @Sendable (AxonCaller) -> String?
    private let unixNanoseconds: @Sendable () -> Int64
    let configuration: AxonConfiguration
    private let nonces: Mutex<NonceTable>
    private let gate: ServingGate
    private let priority: @Sendable (AxonCaller) -> Double

    init(
        hotkey: String, routes: [AxonRoute], verifier: any MessageVerifier, configuration: AxonConfiguration,
        blacklist: @escaping @Sendable (AxonCaller) -> String?,
        priority: @escaping @Sendable (AxonCaller) -> Double = { _ in 0 },
        unixNanoseconds: @escaping @Sendable () -> Int64
    ) {
        let routes = routes.contains { $0.name == AxonRoute.ping.name } ? routes : [.ping] + routes
        self.hotkey = hotkey
        self.routes = Dictionary(routes.map { ($0.name, $0) }) { _, last in last }
        names = routes.map(\.name)
        self.verifier = verifier
        self.configuration = configuration
        self.blacklist = blacklist
        self.priority = priority
        gate = ServingGate(
            ServingLine(
                placeCount: configuration.requestsMax, waitingMax: configuration.waitingMax,
                waitingBytesMax: configuration.waitingBytesMax))
        self.unixNanoseconds = unixNanoseconds
        nonces = Mutex(
            NonceTable(
                sessionsMax: configuration.sessionsMax, sessionsPerHotkeyMax: configuration.sessionsPerHotkeyMax))
    }

    /// A request whose head passed every check; only its body is not yet known to be the signed one.
    struct Admitted: Sendable {
        let head: AxonRequestHead
        let caller: AxonCaller
        let route: AxonRoute
        let start: ContinuousClock.Instant
    }

    /// Checks everything that the head decides, so that no body is kept for a caller who is refused.
    ///
    /// The order is the reference implementation's, which is also that of cost: path, headers, blacklist, nonce and
    /// only then the signature.
    func admit(
        path: Substring, remoteIP: String, header: (String) -> String?
    ) throws(Rejection) -> Admitted {
        let start = ContinuousClock.now
        let name = String(path.drop { $0 == "/" }.prefix { $0 != "/" }.prefix(128))
        guard let route = routes[name] else {
            throw Rejection(refusal: .unknownSynapse(HeaderText.singleLine(name), available: names), head: nil)
        }
        let head: AxonRequestHead
        do {
            head = try AxonRequestHead(synapseName: name, header: header)
        } catch {
            throw Rejection(refusal: error, head: nil)
        }
        let caller = AxonCaller(
            hotkey: head.dendrite.hotkey ?? "", ip: remoteIP, synapseName: name,
            timeoutSeconds: min(head.timeoutSeconds, configuration.timeoutSecondsMax))
        if let reason = blacklist(caller) { throw Rejection(refusal: .blacklisted(reason), head: head) }
        if let reason = unverified(head) { throw Rejection(refusal: .notVerified(reason), head: head) }
        return Admitted(head: head, caller: caller, route: route, start: start)
    }

    /// A refusal, and the head when it could be read.
    struct Rejection: Error {
        let refusal: AxonRefusal
        let head: AxonRequestHead?
    }

    /// Why the sender is not believed, or `nil` after its nonce has been taken down.
    private func unverified(_ head: AxonRequestHead) -> AxonRefusal.Unverified? {
        guard let sender = head.dendrite.hotkey, !sender.isEmpty else { return .missingHotkey }
        guard let nonce = head.dendrite.nonce else { return .missingNonce }
        guard let signatureText = head.dendrite.signature, !signatureText.isEmpty else { return .missingSignature }
        let uuid = head.dendrite.uuid ?? PythonValue.none.str
        let now = unixNanoseconds()
        let timeout = head.timeoutSeconds
        let stale = nonces.withLock {
            $0.refusal(of: nonce, hotkey: sender, uuid: uuid, timeoutSeconds: timeout, now: now)
        }
        if let stale { return stale }
        guard let signature = Hexadecimal.bytes(signatureText), signature.count == 64 else { return .signatureMismatch }
        let message = SignedMessage.bytes(
            nonce: nonce, dendriteHotkey: sender, axonHotkey: hotkey, uuid: uuid, bodyHash: head.bodyHash)
        guard verifier.isValid(signature, of: message, by: sender) else { return .signatureMismatch }
        return nonces.withLock {
            $0.record(nonce, hotkey: sender, uuid: uuid, timeoutSeconds: timeout, now: now)
        }
    }

    /// What has become of an admitted request.
    enum Outcome: Sendable {
        /// To be sent.
        case response(AxonResponse)
        /// Sent in chunks; only the end is missing.
        case streamed
        /// Sent in part, and there is no more: the connection has to be cut.
        case brokenOff
    }

    /// Waits for its turn, checks the body and answers.
    ///
    /// - Parameter transport: Where a streaming route sends its chunks.
    func respond(to request: Admitted, body: [UInt8], streamingTo transport: any AxonStreamTransport) async -> Outcome {
        let turn = priority(request.caller)
        let stream = AxonStream(transport: transport) { fields in
            AxonResponse(streamOf: request.route, request: fields, to: request.head, since: request.start)
        }
        do {
            // Waiting counts: whoever asked does not care why it takes long.
            let response = try await Deadline.run(seconds: request.caller.timeoutSeconds) { [gate] in
                try await gate.serve(priority: turn, byteCount: body.count) {
                    try await self.answer(request, body: body, stream)
                }
            }
            return response.map { .response($0) } ?? .streamed
        } catch {
            if stream.hasBegun { return .brokenOff }
            let refusal: AxonRefusal =
                switch error {
                case let refusal as AxonRefusal: refusal
                case is Deadline.Exceeded: .timeout(seconds: request.caller.timeoutSeconds)
                default: .failed
                }
            return .response(refuse(refusal, request.head, since: request.start))
        }
    }

    /// Requests that wait for their turn.
    var waitingCount: Int { gate.waitingCount }

    /// The response to a refused request.
    func refuse(_ refusal: AxonRefusal, _ head: AxonRequestHead?, since start: ContinuousClock.Instant) -> AxonResponse
    {
        configuration.logger.debug(
            "request refused",
            metadata: [
                "status": "\(refusal.status)", "reason": "\(refusal.message)",
                "hotkey": "\((head?.dendrite.hotkey ?? "").prefix(64))",
            ])
        return AxonResponse(refusal, to: head, since: start)
    }

    /// The response, or `nil` when it was streamed.
    private func answer(_ request: Admitted, body: [UInt8], _ stream: AxonStream) async throws -> AxonResponse? {
        guard let value = try? PythonValue(json: body), case .dictionary = value else {
            throw AxonRefusal.unreadable("body")
        }
        guard request.route.bodyHash(value) == request.head.bodyHash else {
            throw AxonRefusal.bodyHashMismatch
        }
        switch request.route.handler {
        case .whole(let handler):
            let fields = try await handler(value, request.caller)
            return AxonResponse(fields: fields, of: request.route, to: request.head, since: request.start)
        case .streamed(let handler):
            stream.answer(value)
            try await handler(value, request.caller, stream)
            stream.begin()
            return nil
        }
    }
}
