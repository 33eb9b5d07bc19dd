/// What an axon sends back, without a transport.
struct AxonResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    var contentType = "application/json"
    /// Length of the body; `nil` when it is not known before it was sent.
    var contentLength: Int?

    /// The answer to an admitted request: the whole synapse in the body, its frame in the headers.
    init(
        fields: [PythonValue.Member], of route: AxonRoute, to head: AxonRequestHead,
        since start: ContinuousClock.Instant
    ) {
        status = 200
        let axon = Self.axon(of: head, status: 200, message: "Success", since: start)
        let frame = SynapseFrame(
            name: head.synapseName, timeoutSeconds: head.timeoutSeconds, dendrite: head.dendrite, axon: axon)
        body = frame.body(with: fields).json
        headers = frame.headers(
            bodyBytes: body.count, bodyHash: route.bodyHash(.dictionary(fields)),
            samples: fields.filter { route.requiredFields.contains($0.name) })
        contentLength = body.count
    }

    /// The head of a streamed answer. Clients rebuild the synapse from it, so the fields without a default, which the
    /// request gives, stand in it too.
    init(
        streamOf route: AxonRoute, request: PythonValue, to head: AxonRequestHead, since start: ContinuousClock.Instant
    ) {
        status = 200
        body = []
        contentType = "text/event-stream"
        let axon = Self.axon(of: head, status: 200, message: "Success", since: start)
        let frame = SynapseFrame(
            name: head.synapseName, timeoutSeconds: head.timeoutSeconds, dendrite: head.dendrite, axon: axon)
        let samples = route.requiredFields.compactMap { name in request[name].map { PythonValue.Member(name, $0) } }
        headers = frame.headers(bodyBytes: 0, bodyHash: head.bodyHash, samples: samples)
    }

    /// A refusal. Who could not even be read gets no headers back.
    init(_ refusal: AxonRefusal, to head: AxonRequestHead?, since start: ContinuousClock.Instant) {
        status = refusal.status
        body = PythonValue.dictionary([.init("message", .text(refusal.message))]).json
        contentLength = body.count
        guard let head else {
            var axon = TerminalInfo()
            axon.statusCode = refusal.status
            axon.statusMessage = refusal.message
            headers = axon.headers(of: "axon")
            return
        }
        let axon = Self.axon(of: head, status: refusal.status, message: refusal.message, since: start)
        let frame = SynapseFrame(
            name: head.synapseName, timeoutSeconds: head.timeoutSeconds, dendrite: head.dendrite, axon: axon)
        headers = frame.headers(bodyBytes: body.count, bodyHash: head.bodyHash)
    }

    private static func axon(
        of head: AxonRequestHead, status: Int, message: String, since start: ContinuousClock.Instant
    ) -> TerminalInfo {
        var axon = TerminalInfo()
        axon.ip = head.axon.ip
        axon.port = head.axon.port
        axon.hotkey = head.axon.hotkey
        axon.statusCode = status
        axon.statusMessage = message
        axon.processSeconds = (ContinuousClock.now - start) / .seconds(1)
        return axon
    }
}
