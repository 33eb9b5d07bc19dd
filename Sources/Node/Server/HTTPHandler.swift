import NIOCore
import NIOHTTP1
import NIOWebSocket
import RPC

/// The socket side of HTTP: carries out what `HTTPExchange` says, with a deadline for whatever the client owes.
final class HTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let configuration: ServerConfiguration
    private let service: RPCService
    private let status: any StatusReporter
    private let account: ConnectionAccount
    private var exchange: HTTPExchange
    private var deadline: Scheduled<Void>?
    private var isWriting = false
    private var hasAnswered = false

    init(
        configuration: ServerConfiguration, service: RPCService, status: any StatusReporter,
        account: ConnectionAccount
    ) {
        self.configuration = configuration
        self.service = service
        self.status = status
        self.account = account
        exchange = HTTPExchange(configuration)
    }

    func handlerAdded(context: ChannelHandlerContext) { expect(within: configuration.headTimeout, context) }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        account.close()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is NIOWebSocketUpgradeError, is HTTPServerUpgradeErrors:
            // A handshake that was refused: the request follows as a plain one and is answered.
            break
        default:
            // Malformed HTTP was answered with 400 on the way here; anything else is a socket that failed.
            if error is HTTPParserError { service.load.statistics.count(.malformed) }
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is EvictionEvent { refuseForMemory(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .head = part { expect(within: configuration.idleTimeout, context) }
        let held = exchange.heldByteCount
        let action = exchange.receive(part)
        let more = exchange.heldByteCount - held
        if more > 0, !account.take(more) { return refuseForMemory(context) }
        switch action {
        case .answer(let text): service.load.statistics.received(byteCount: text.count)
        case .respondAndClose:
            service.load.statistics.count(.requestSize)
            account.give(held)
        default: account.give(max(0, -more))
        }
        perform(action, context)
    }

    private func refuseForMemory(_ context: ChannelHandlerContext) {
        let action = isWriting ? .none : exchange.refuseForMemory()
        // What waits in the socket is let go at once only with the socket.
        if action == .none { context.close(promise: nil) } else { perform(action, context) }
    }

    // Closes the connection unless something else is expected before.
    private func expect(within time: Duration?, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = time.map { time in
            let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
            return context.eventLoop.scheduleTask(in: TimeAmount(time)) {
                let (handler, context) = bound.value
                if let reason = handler.overdue { handler.service.load.statistics.count(reason) }
                context.close(promise: nil)
            }
        }
    }

    // What the client owes; `nil` for one that was merely kept for a next request.
    private var overdue: ServerStatistics.Refusal? {
        if isWriting { return .slowReader }
        return exchange.isIdle && hasAnswered ? nil : .timeout
    }

    // `heldByteCount` bytes of the account belong to an answer until it is written.
    private func perform(
        _ action: HTTPExchange.Action, holding heldByteCount: Int = 0, _ context: ChannelHandlerContext
    ) {
        switch action {
        case .none: break
        case .sendContinue:
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        case .answer(let text):
            let service = service
            let account = account
            work(context) {
                defer { account.give(text.count) }
                let answer = await service.respond(to: text, for: account)
                return (answer?.count ?? 0, { $0.answered(answer) })
            }
        case .report(let page):
            let service = service
            let status = status
            let connection = account.context
            work(context) {
                let report =
                    switch page {
                    case .health: await service.health(for: connection)
                    case .readiness: status.readiness()
                    case .metrics: status.metrics(of: service)
                    }
                return (0, { $0.answered(report) })
            }
        case .respond(let answer): write(answer, holding: heldByteCount, context)
        case .respondAndClose(let answer):
            write(answer, holding: heldByteCount, context)
            linger(context)
        }
    }

    // What came of work: the bytes of its answer that count, and what the exchange learns of it.
    private typealias Outcome = (heldByteCount: Int, proceed: @Sendable (inout HTTPExchange) -> HTTPExchange.Action)

    // Off the event loop, and back with what came of it.
    private func work(
        _ context: ChannelHandlerContext, _ body: @escaping @Sendable () async -> Outcome
    ) {
        expect(within: nil, context)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        Task(executorPreference: WorkThreads.shared) {
            let outcome = await body()
            eventLoop.execute {
                let (handler, context) = bound.value
                guard context.channel.isActive else { return }
                guard handler.account.take(outcome.heldByteCount), handler.account.isOpen else {
                    return handler.refuseForMemory(context)
                }
                handler.perform(outcome.proceed(&handler.exchange), holding: outcome.heldByteCount, context)
            }
        }
    }

    private func write(_ answer: HTTPAnswer, holding heldByteCount: Int, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        expect(within: configuration.idleTimeout, context)
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        if !answer.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        isWriting = true
        hasAnswered = true
        let mustClose = !answer.isKeepAlive && exchange.isIdle
        let byteCount = answer.body.count
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            let (handler, context) = bound.value
            handler.isWriting = false
            handler.service.load.statistics.sent(byteCount: byteCount)
            handler.account.give(heldByteCount)
            if mustClose { context.close(promise: nil) }
        }
    }

    // Closing at once, with unread input, would make the system throw away the answer: so only the output is closed,
    // and what comes is read and dropped until the client is done or the time is over.
    private func linger(_ context: ChannelHandlerContext) {
        expect(within: configuration.closeTimeout, context)
        context.close(mode: .output, promise: nil)
    }
}

extension RPCService {
    /// Whether the node answers, in the form of `system_health`.
    fileprivate func health(for connection: ConnectionContext) async -> StatusReport {
        do throws(RPCError) {
            guard case .result(let health) = try await handler.answer(.systemHealth, context: connection) else {
                throw .internalError("a subscription where system_health has one answer.")
            }
            return StatusReport(json: health, isWell: true)
        } catch {
            return StatusReport(json: Self.response(to: error), isWell: false)
        }
    }
}
