import JSON

/// Bounds on what one client can make the server hold.
public struct RPCLimits: Sendable, Equatable {
    /// Length of a message in bytes.
    public var requestByteMaximum: Int
    /// Length of an answer, and of all answers of a batch together, in bytes.
    public var responseByteMaximum: Int
    /// Requests in one batch.
    public var batchCountMaximum: Int
    /// Subscriptions of one connection.
    public var subscriptionCountMaximum: Int
    /// Messages of one connection that are worked on at once.
    public var requestsInFlightMaximum: Int
    /// Bytes that wait for one client to read them.
    public var outgoingByteMaximum: Int
    /// Answers and notifications that wait for one client to read them.
    public var outgoingCountMaximum: Int

    /// The default limits: 15 MiB in, 32 MiB out, batches of 1,000, 1,024 subscriptions, 64 messages at once, 64 MiB or
    /// 65,536 texts waiting.
    public init() {
        requestByteMaximum = 15 << 20
        responseByteMaximum = 32 << 20
        batchCountMaximum = 1_000
        subscriptionCountMaximum = 1_024
        requestsInFlightMaximum = 64
        outgoingByteMaximum = 64 << 20
        outgoingCountMaximum = 65_536
    }
}

/// Answers messages: parses, asks the handler, puts the response together. No transport.
public struct RPCService: Sendable {
    /// Who answers.
    public let handler: any RPCHandler
    /// Bounds.
    public let limits: RPCLimits
    /// What was asked for so far.
    public let statistics = RPCStatistics()
    private let parser: RequestParser
    private let witness: Witness?

    /// Hears of every request. Called before the answer leaves, so it must not block.
    public typealias Witness = @Sendable (RequestReport) -> Void

    /// A service.
    public init(handler: any RPCHandler, limits: RPCLimits = RPCLimits(), witness: Witness? = nil) {
        self.handler = handler
        self.limits = limits
        self.witness = witness
        parser = RequestParser(
            json: JSONReader.Limits(byteMaximum: limits.requestByteMaximum),
            batchCountMaximum: limits.batchCountMaximum)
    }

    /// The response to a message over HTTP, where nothing can be pushed; `nil` when there is none to give, because all
    /// of the message was notifications.
    public func respond(to text: [UInt8], context: ConnectionContext) async -> [UInt8]? {
        await respond(to: text, context: context, subscriptions: nil).text
    }

    struct Response {
        var text: [UInt8]?
        /// To begin once `text` is on its way.
        var begun: [(id: SubscriptionID, subscription: Subscription)] = []
        /// Whether the message was no JSON; a text that is no UTF-8 either ends a WebSocket.
        var isUnreadable = false
    }

    func respond(
        to text: [UInt8], context: ConnectionContext, subscriptions: (any SubscriptionRegistry)?
    ) async -> Response {
        var response = Response()
        switch parser.parse(text) {
        case .invalid(let error):
            statistics.recordInvalidMessage()
            response.text = Self.encode(id: .null, error)
            response.isUnreadable = error.code == -32700
        case .single(let request):
            response.text = await answer(request, context, subscriptions, &response)
        case .batch(let requests):
            await answer(requests, context, subscriptions, &response)
        }
        return response
    }

    private func answer(
        _ requests: [RPCRequest], _ context: ConnectionContext, _ subscriptions: (any SubscriptionRegistry)?,
        _ response: inout Response
    ) async {
        var text: [UInt8] = [UInt8(ascii: "[")]
        for request in requests {
            // Once the response is full the rest is refused without being carried out.
            guard text.count < limits.responseByteMaximum else {
                if let id = request.id {
                    text.append(
                        contentsOf: Self.encode(id: id, .batchResponseTooLarge(limit: limits.responseByteMaximum)))
                    text.append(UInt8(ascii: ","))
                }
                continue
            }
            if let answer = await answer(request, context, subscriptions, &response) {
                text.append(contentsOf: answer)
                text.append(UInt8(ascii: ","))
            }
        }
        guard text.count > 1 else { return }
        text[text.count - 1] = UInt8(ascii: "]")
        response.text = text
    }

    // The response object; `nil` for a notification.
    private func answer(
        _ request: RPCRequest, _ context: ConnectionContext, _ subscriptions: (any SubscriptionRegistry)?,
        _ response: inout Response
    ) async -> [UInt8]? {
        let start = ContinuousClock.now
        do throws(RPCError) {
            let method = try request.method.get()
            let result: [UInt8]
            if case .unsubscribe(let kind, let id) = method {
                guard let subscriptions else { throw RPCError.webSocketOnly(request.name) }
                result = Array((subscriptions.unsubscribe(kind, id) ? "true" : "false").utf8)
            } else if let kind = method.subscriptionKind {
                // A subscription whose id nobody learns is of no use.
                guard request.id != nil else { return nil }
                guard let subscriptions else { throw RPCError.webSocketOnly(request.name) }
                let (id, subscription) = try await subscribe(method, kind, context, subscriptions)
                response.begun.append((id, subscription))
                result = JSONWriter.encode { $0.string(id.text) }
            } else {
                guard case .result(let json) = try await handler.answer(method, context: context) else {
                    throw RPCError.internalError("a subscription where \(request.name) has one answer.")
                }
                result = json
            }
            guard result.count <= limits.responseByteMaximum else {
                throw RPCError.responseTooLarge(limit: limits.responseByteMaximum)
            }
            record(request, context, nil, since: start)
            return request.id.map { Self.encode(id: $0, result: result) }
        } catch {
            record(request, context, error, since: start)
            return request.id.map { Self.encode(id: $0, error) }
        }
    }

    private func record(
        _ request: RPCRequest, _ context: ConnectionContext, _ error: RPCError?, since start: ContinuousClock.Instant
    ) {
        let duration = ContinuousClock.now - start
        let method = RPCMethodName(text: request.name)
        statistics[method].record(error.map(RequestOutcome.init) ?? .success, duration)
        witness?(RequestReport(method: method, connection: context, error: error, duration: duration))
    }

    private func subscribe(
        _ method: RPCMethod, _ kind: SubscriptionKind, _ context: ConnectionContext,
        _ subscriptions: any SubscriptionRegistry
    ) async throws(RPCError) -> (SubscriptionID, Subscription) {
        let id: SubscriptionID
        switch subscriptions.reserve(kind) {
        case .reserved(let reserved): id = reserved
        case .refused(let error): throw error
        }
        do throws(RPCError) {
            guard case .subscription(let subscription) = try await handler.answer(method, context: context) else {
                throw .internalError("one answer where a subscription was asked for.")
            }
            return (id, subscription)
        } catch {
            subscriptions.release(id)
            throw error
        }
    }

    private static func encode(id: RequestID, result: [UInt8]) -> [UInt8] {
        JSONWriter.encode(capacity: result.count + 64) {
            $0.object {
                $0.field("jsonrpc") { $0.literal("\"2.0\"") }
                $0.field("id") { id.write(to: &$0) }
                $0.field("result") { $0.raw(result) }
            }
        }
    }

    private static func encode(id: RequestID, _ error: RPCError) -> [UInt8] {
        JSONWriter.encode {
            $0.object {
                $0.field("jsonrpc") { $0.literal("\"2.0\"") }
                $0.field("id") { id.write(to: &$0) }
                $0.field("error") { error.write(to: &$0) }
            }
        }
    }

    /// An error without a request to belong to, for a server that cannot read the message: id null.
    public static func response(to error: RPCError) -> [UInt8] { encode(id: .null, error) }
}

/// Who keeps the subscriptions of a connection.
protocol SubscriptionRegistry: Sendable {
    func reserve(_ kind: SubscriptionKind) -> SubscriptionTable.Reservation
    func release(_ id: SubscriptionID)
    func unsubscribe(_ kind: SubscriptionKind, _ id: String) -> Bool
}
