import JSON

/// Answers messages: parses, asks the handler, puts the response together. No transport.
public struct RPCService: Sendable {
    /// Who answers.
    public let handler: any RPCHandler
    /// What its connections hold and do, and the bounds of both.
    public let load: ServerLoad
    /// What was asked for so far.
    public let statistics = RPCStatistics()
    /// Where requests are worked on; `nil` for Swift's own threads.
    let executor: (any TaskExecutor)?
    private let parser: RequestParser
    private let witness: Witness?

    /// Hears of every request. Called before the answer leaves, so it must not block.
    public typealias Witness = @Sendable (RequestReport) -> Void

    /// Bounds.
    public var limits: RPCLimits { load.limits }

    /// A service.
    /// - Parameter executor: where requests are worked on. A server gives one with threads of its own, so that no load
    ///   of requests takes Swift's few threads from whoever makes blocks.
    public init(
        handler: any RPCHandler, limits: RPCLimits = RPCLimits(), executor: (any TaskExecutor)? = nil,
        witness: Witness? = nil
    ) {
        self.handler = handler
        self.executor = executor
        self.witness = witness
        load = ServerLoad(limits: limits)
        parser = RequestParser(
            json: JSONReader.Limits(byteMaximum: limits.requestByteMaximum),
            batchCountMaximum: limits.batchCountMaximum)
    }

    /// The response to a message over HTTP, where nothing can be pushed; `nil` when there is none to give, because all
    /// of the message was notifications.
    public func respond(to text: [UInt8], for account: ConnectionAccount) async -> [UInt8]? {
        await respond(to: text, for: account, subscriptions: nil).text
    }

    /// The same for a message that comes alone, without a connection.
    public func respond(to text: [UInt8], context: ConnectionContext) async -> [UInt8]? {
        await respond(to: text, for: load.open(context))
    }

    struct Response {
        var text: [UInt8]?
        /// To begin once `text` is on its way.
        var begun: [(id: SubscriptionID, subscription: Subscription)] = []
        /// Whether the message was no JSON; a text that is no UTF-8 either ends a WebSocket.
        var isUnreadable = false
    }

    func respond(
        to text: [UInt8], for account: ConnectionAccount, subscriptions: (any SubscriptionRegistry)?
    ) async -> Response {
        var response = Response()
        // A message takes several times its length while it is decoded and carried out.
        let byteCount = text.count * 3
        guard account.take(byteCount) else {
            response.text = Self.encode(id: .null, .outOfMemory)
            return response
        }
        defer { account.give(byteCount) }
        switch await parse(text, for: account) {
        case .invalid(let error):
            statistics.recordInvalidMessage()
            count(error)
            response.text = Self.encode(id: .null, error)
            response.isUnreadable = error.code == -32700
        case .single(let request):
            response.text = await answer(request, account, subscriptions, &response)
        case .batch(let requests):
            await answer(requests, account, subscriptions, &response)
        }
        return response
    }

    // To read a long message is work like a costly request's.
    private func parse(_ text: [UInt8], for account: ConnectionAccount) async -> RPCMessage {
        guard text.count > RPCLimits.heldByteAllowance else { return parser.parse(text) }
        guard await load.costly.enter(account.context.id) else { return .invalid(.busy) }
        defer { load.costly.leave() }
        return parser.parse(text)
    }

    private func answer(
        _ requests: [RPCRequest], _ account: ConnectionAccount, _ subscriptions: (any SubscriptionRegistry)?,
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
                load.statistics.count(.responseSize)
                continue
            }
            // A long batch must not keep a thread from the others.
            await Task.yield()
            if let answer = await answer(request, account, subscriptions, &response) {
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
        _ request: RPCRequest, _ account: ConnectionAccount, _ subscriptions: (any SubscriptionRegistry)?,
        _ response: inout Response
    ) async -> [UInt8]? {
        let start = ContinuousClock.now
        let context = account.context(over: subscriptions == nil ? .http : .webSocket)
        load.statistics.requestsTotalCounter.add()
        do throws(RPCError) {
            let result = try await result(of: request, account, context, subscriptions, &response)
            guard let result else { return nil }
            guard result.count <= limits.responseByteMaximum else {
                throw RPCError.responseTooLarge(limit: limits.responseByteMaximum)
            }
            record(request, context, nil, since: start)
            return request.id.map { Self.encode(id: $0, result: result) }
        } catch {
            count(error)
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

    // `nil` for a subscription whose id nobody learns: it is of no use.
    private func result(
        of request: RPCRequest, _ account: ConnectionAccount, _ context: ConnectionContext,
        _ subscriptions: (any SubscriptionRegistry)?, _ response: inout Response
    ) async throws(RPCError) -> [UInt8]? {
        guard account.allowsRequest() else {
            throw .rateExceeded(perMinute: limits.requestsPerMinuteMaximum ?? 0)
        }
        let method = try request.method.get()
        if case .unsubscribe(let kind, let id) = method {
            guard let subscriptions else { throw .webSocketOnly(request.name) }
            return Array((subscriptions.unsubscribe(kind, id) ? "true" : "false").utf8)
        }
        if let kind = method.subscriptionKind {
            guard request.id != nil else { return nil }
            guard let subscriptions else { throw .webSocketOnly(request.name) }
            let (id, subscription) = try await subscribe(method, kind, context, subscriptions)
            response.begun.append((id, subscription))
            return JSONWriter.encode { $0.string(id.text) }
        }
        guard case .result(let json) = try await ask(method, context) else {
            throw .internalError("a subscription where \(request.name) has one answer.")
        }
        return json
    }

    // Costly requests wait for their turn.
    private func ask(_ method: RPCMethod, _ context: ConnectionContext) async throws(RPCError) -> RPCAnswer {
        let gate: FairGate
        switch method.cost {
        case .light: return try await handler.answer(method, context: context)
        case .costly: gate = load.costly
        case .mining: gate = load.mining
        }
        guard await gate.enter(context.id) else { throw .busy }
        defer { gate.leave() }
        return try await handler.answer(method, context: context)
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
            guard case .subscription(let subscription) = try await ask(method, context) else {
                throw .internalError("one answer where a subscription was asked for.")
            }
            return (id, subscription)
        } catch {
            subscriptions.release(id)
            throw error
        }
    }

    private func count(_ error: RPCError) {
        if let reason = error.refusal { load.statistics.count(reason) }
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
