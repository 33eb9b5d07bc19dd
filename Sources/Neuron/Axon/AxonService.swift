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
    private let requestCount = Mutex(0)

    init(
        hotkey: String, routes: [AxonRoute], verifier: any MessageVerifier, configuration: AxonConfiguration,
        blacklist: @escaping @Sendable (AxonCaller) -> String?, unixNanoseconds: @escaping @Sendable () -> Int64
    ) {
        self.hotkey = hotkey
        self.routes = Dictionary(routes.map { ($0.name, $0) }) { _, last in last }
        names = routes.map(\.name)
        self.verifier = verifier
        self.configuration = configuration
        self.blacklist = blacklist
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

    /// Checks the body and answers.
    func respond(to request: Admitted, body: [UInt8]) async -> AxonResponse {
        let isBusy = requestCount.withLock { count in
            guard count < configuration.requestsMax else { return true }
            count += 1
            return false
        }
        if isBusy { return refuse(.overloaded, request.head, since: request.start) }
        defer { requestCount.withLock { $0 -= 1 } }
        do {
            let fields = try await answer(request, body: body)
            return AxonResponse(fields: fields, of: request.route, to: request.head, since: request.start)
        } catch {
            return refuse(error, request.head, since: request.start)
        }
    }

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

    private func answer(_ request: Admitted, body: [UInt8]) async throws(AxonRefusal) -> [PythonValue.Member] {
        let value: PythonValue
        do {
            value = try PythonValue(json: body)
        } catch {
            throw .unreadable("body")
        }
        guard case .dictionary = value else { throw .unreadable("body") }
        guard BodyHash.hex(of: request.route.hashedFields, in: value) == request.head.bodyHash else {
            throw .bodyHashMismatch
        }
        let route = request.route
        let caller = request.caller
        do {
            return try await Deadline.run(seconds: caller.timeoutSeconds) {
                try await route.answer(value, caller)
            }
        } catch let refusal as AxonRefusal {
            throw refusal
        } catch is Deadline.Exceeded {
            throw .timeout(seconds: caller.timeoutSeconds)
        } catch {
            throw .failed
        }
    }
}
