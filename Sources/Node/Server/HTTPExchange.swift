import NIOCore
import NIOHTTP1
import RPC

/// One HTTP connection as a state machine: parts of requests in, actions out. Requests come one at a time; the pipeline
/// holds back the next one until this one is answered.
struct HTTPExchange {
    /// What the shell has to do.
    enum Action: Equatable {
        case none
        /// Tell the client to send the body it announced.
        case sendContinue
        /// Ask the service for the answer to a message.
        case answer([UInt8])
        /// Ask how the node is.
        case report(StatusPage)
        /// Send this.
        case respond(HTTPAnswer)
        /// Send this now, then read and forget what still comes, then close.
        case respondAndClose(HTTPAnswer)
    }

    private enum Phase {
        case idle
        case receiving(HTTPRequestHead, HTTPRoute)
        case working(HTTPRequestHead)
        case closing
    }

    private let configuration: ServerConfiguration
    private var phase = Phase.idle
    // Beside the phase and not in it, so that appending never copies what came before.
    private var body: [UInt8] = []

    init(_ configuration: ServerConfiguration) { self.configuration = configuration }

    /// Bytes held of the request under way.
    var heldByteCount: Int { body.count }

    /// Whether no request is under way.
    var isIdle: Bool {
        if case .idle = phase { true } else { false }
    }

    mutating func receive(_ part: HTTPServerRequestPart) -> Action {
        switch (part, phase) {
        case (.head(let head), .idle): return begin(head)
        case (.body(let buffer), .receiving(let head, let route)):
            guard body.count + buffer.readableBytes <= configuration.limits.requestByteMaximum else {
                return refuseBody(of: head)
            }
            if route == .rpc { body.append(contentsOf: buffer.readableBytesView) }
            return .none
        case (.end, .receiving(let head, let route)):
            defer { body = [] }
            return finish(head, route)
        // A connection that is closing, or parts out of order, which the decoder does not produce.
        default: return .none
        }
    }

    private mutating func begin(_ head: HTTPRequestHead) -> Action {
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard length <= configuration.limits.requestByteMaximum else { return refuseBody(of: head) }
        phase = .receiving(head, configuration.route(head))
        let expectsContinue = head.headers.first(name: "expect")?.lowercased() == "100-continue"
        return expectsContinue ? .sendContinue : .none
    }

    private mutating func refuseBody(of head: HTTPRequestHead) -> Action {
        let error = RPCError.requestTooLarge(limit: configuration.limits.requestByteMaximum)
        return refuse(head, .payloadTooLarge, error)
    }

    /// The connection has to end because it makes the server hold too much.
    mutating func refuseForMemory() -> Action {
        switch phase {
        case .receiving(let head, _), .working(let head): return refuse(head, .serviceUnavailable, .outOfMemory)
        case .idle, .closing: return .none
        }
    }

    private mutating func refuse(
        _ head: HTTPRequestHead, _ status: HTTPResponseStatus, _ error: RPCError
    ) -> Action {
        phase = .closing
        body = []
        var answer = HTTPAnswer(status, json: RPCService.response(to: error), to: head)
        answer.head.headers.add(contentsOf: configuration.crossOriginHeaders(for: head))
        answer.keepAlive(false)
        return .respondAndClose(answer)
    }

    private mutating func finish(_ head: HTTPRequestHead, _ route: HTTPRoute) -> Action {
        phase = .working(head)
        switch route {
        case .rpc: return .answer(body)
        case .status(let page): return .report(page)
        case .preflight:
            var answer = HTTPAnswer(.noContent, json: nil, to: head)
            answer.head.headers.add(contentsOf: [
                "access-control-allow-methods": "POST, GET, OPTIONS", "access-control-allow-headers": "content-type",
                "access-control-max-age": "3600",
            ])
            return respond(answer)
        case .upgrade:
            // The upgrader let it through: something of the handshake is missing.
            return respond(refusal(.badRequest, "incomplete WebSocket handshake (RFC 6455, version 13).", nil))
        case .refusal(let status, let reason, let allow): return respond(refusal(status, reason, allow))
        }
    }

    private func refusal(_ status: HTTPResponseStatus, _ reason: String, _ allow: String?) -> HTTPAnswer {
        var answer = HTTPAnswer(status, text: "\(status.code) \(status.reasonPhrase): \(reason)\n")
        if let allow { answer.head.headers.add(name: "allow", value: allow) }
        return answer
    }

    /// The service answered; `nil` when there is nothing to say.
    mutating func answered(_ text: [UInt8]?) -> Action {
        guard case .working(let head) = phase else { return .none }
        return respond(HTTPAnswer(text == nil ? .noContent : .ok, json: text, to: head))
    }

    /// The page that was asked for.
    mutating func answered(_ report: StatusReport) -> Action { respond(HTTPAnswer(report)) }

    private mutating func respond(_ answer: HTTPAnswer) -> Action {
        guard case .working(let head) = phase else { return .none }
        phase = .idle
        var answer = answer
        answer.head.headers.add(contentsOf: configuration.crossOriginHeaders(for: head))
        answer.keepAlive(head.isKeepAlive)
        if head.method == .HEAD { answer.body = [] }
        return .respond(answer)
    }
}

/// A response, whole.
struct HTTPAnswer: Equatable {
    var head: HTTPResponseHead
    var body: [UInt8]

    /// JSON, or no body.
    init(_ status: HTTPResponseStatus, json: [UInt8]?, to request: HTTPRequestHead) {
        body = json ?? []
        var headers = HTTPHeaders()
        if let json {
            headers.add(name: "content-type", value: "application/json; charset=utf-8")
            headers.add(name: "content-length", value: String(json.count))
        }
        head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }

    /// A page about the node, which is another one at every moment.
    init(_ report: StatusReport) {
        body = report.body
        head = HTTPResponseHead(
            version: .http1_1, status: report.status,
            headers: [
                "content-type": report.contentType, "content-length": String(body.count), "cache-control": "no-store",
            ])
    }

    /// A sentence for people.
    init(_ status: HTTPResponseStatus, text: String) {
        body = Array(text.utf8)
        head = HTTPResponseHead(
            version: .http1_1, status: status,
            headers: ["content-type": "text/plain; charset=utf-8", "content-length": String(body.count)])
    }

    /// Whether the connection stays open after this.
    var isKeepAlive: Bool { head.headers.first(name: "connection") != "close" }

    mutating func keepAlive(_ isKept: Bool) {
        head.headers.replaceOrAdd(name: "connection", value: isKept ? "keep-alive" : "close")
    }
}
