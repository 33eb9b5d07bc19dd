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
    private let connection: ConnectionContext
    private var exchange: HTTPExchange
    private var deadline: Scheduled<Void>?

    init(
        configuration: ServerConfiguration, service: RPCService, status: any StatusReporter,
        connection: ConnectionContext
    ) {
        self.configuration = configuration
        self.service = service
        self.status = status
        self.connection = connection
        exchange = HTTPExchange(configuration)
    }

    func handlerAdded(context: ChannelHandlerContext) { expect(within: configuration.headTimeout, context) }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is NIOWebSocketUpgradeError, is HTTPServerUpgradeErrors:
            // A handshake that was refused: the request follows as a plain one and is answered.
            break
        default:
            // Malformed HTTP was answered with 400 on the way here; anything else is a socket that failed.
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .head = part { expect(within: configuration.idleTimeout, context) }
        perform(exchange.receive(part), context)
    }

    // Closes the connection unless something else is expected before.
    private func expect(within time: Duration?, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = time.map { time in
            let channel = context.channel
            return context.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
        }
    }

    private func perform(_ action: HTTPExchange.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .none: break
        case .sendContinue:
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        case .answer(let text):
            let service = service
            let connection = connection
            work(context) {
                let answer = await service.respond(to: text, context: connection)
                return { $0.answered(answer) }
            }
        case .report(let page):
            let service = service
            let status = status
            let connection = connection
            work(context) {
                let report =
                    switch page {
                    case .health: await service.health(for: connection)
                    case .readiness: status.readiness()
                    case .metrics: status.metrics(of: service)
                    }
                return { $0.answered(report) }
            }
        case .respond(let answer): write(answer, context)
        case .respondAndClose(let answer):
            write(answer, context)
            linger(context)
        }
    }

    // Off the event loop, and back with what the exchange learns of it.
    private func work(
        _ context: ChannelHandlerContext,
        _ body: @escaping @Sendable () async -> @Sendable (inout HTTPExchange) -> HTTPExchange.Action
    ) {
        expect(within: nil, context)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        Task {
            let outcome = await body()
            eventLoop.execute {
                let (handler, context) = bound.value
                handler.perform(outcome(&handler.exchange), context)
            }
        }
    }

    private func write(_ answer: HTTPAnswer, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        expect(within: configuration.idleTimeout, context)
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        if !answer.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard !answer.isKeepAlive, exchange.isIdle else { return }
        let channel = context.channel
        end.whenComplete { _ in channel.close(promise: nil) }
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
