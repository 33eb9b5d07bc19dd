import NIOCore
import NIOHTTP1

/// One connection of an axon: collects requests under limits of size and time, and writes what the service decides.
final class AxonConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// No request has begun.
        case waiting
        /// An admitted request's body is coming.
        case reading(AxonService.Admitted, body: ByteBuffer, isKeptAlive: Bool)
        /// The rest of a refused request is thrown away before the refusal is sent.
        case discarding(AxonResponse, bytesLeft: Int, isKeptAlive: Bool)
        /// An answer is in the making, or on its way.
        case responding
        /// The refusal of a body that is still coming is sent. Closing at once would reset the connection before the
        /// sender has read why, so what comes is thrown away for a while.
        case lingering(bytesLeft: Int, until: NIODeadline)
    }

    /// How much of a body that was refused is taken off a connection before it is closed.
    private static let lingerBytesMax = 32 << 20
    /// How long the sender of such a body may pause.
    private static let lingerPauseSecondsMax = 1

    private let service: AxonService
    private let connections: AxonConnections
    private var state = State.waiting
    private var deadline: Scheduled<Void>?
    private var answering: Task<Void, Never>?
    private var hasEntered = false

    init(service: AxonService, connections: AxonConnections) {
        self.service = service
        self.connections = connections
    }

    func channelActive(context: ChannelHandlerContext) {
        hasEntered = connections.enter(context.channel)
        guard hasEntered else {
            context.close(promise: nil)
            return
        }
        setDeadline(seconds: service.configuration.headSecondsMax, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        answering?.cancel()
        if hasEntered { connections.leave(context.channel) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let part): collect(part, context)
        case .end: end(context)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        setDeadline(seconds: service.configuration.bodySecondsMax, context)
        let bodyBytesMax = service.configuration.bodyBytesMax
        let start = ContinuousClock.now
        if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > bodyBytesMax {
            linger(service.refuse(.bodyTooLarge, nil, since: start), context)
            return
        }
        guard head.method == .POST else {
            let response = service.refuse(.methodNotAllowed, nil, since: start)
            state = .discarding(response, bytesLeft: bodyBytesMax, isKeptAlive: head.isKeepAlive)
            return
        }
        do {
            let admitted = try service.admit(
                path: head.uri.prefix { $0 != "?" }, remoteIP: context.remoteAddress?.ipAddress ?? ""
            ) { head.headers.first(name: $0) }
            state = .reading(admitted, body: ByteBuffer(), isKeptAlive: head.isKeepAlive)
        } catch {
            let response = service.refuse(error.refusal, error.head, since: start)
            state = .discarding(response, bytesLeft: bodyBytesMax, isKeptAlive: head.isKeepAlive)
        }
    }

    private func collect(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
        switch state {
        case .reading(let request, var body, let isKeptAlive):
            guard body.readableBytes + part.readableBytes <= service.configuration.bodyBytesMax else {
                linger(service.refuse(.bodyTooLarge, request.head, since: request.start), context)
                return
            }
            // The state must not hold a second reference while the buffer grows, or every part would copy it.
            state = .waiting
            body.writeImmutableBuffer(part)
            state = .reading(request, body: body, isKeptAlive: isKeptAlive)
        case .discarding(let response, let bytesLeft, let isKeptAlive):
            let bytesLeft = bytesLeft - part.readableBytes
            if bytesLeft < 0 {
                linger(response, context)
            } else {
                state = .discarding(response, bytesLeft: bytesLeft, isKeptAlive: isKeptAlive)
            }
        case .lingering(let bytesLeft, let end):
            guard bytesLeft >= part.readableBytes, .now() < end else {
                context.close(promise: nil)
                return
            }
            state = .lingering(bytesLeft: bytesLeft - part.readableBytes, until: end)
            setDeadline(seconds: Self.lingerPauseSecondsMax, context)
        case .waiting, .responding:
            break
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        switch state {
        case .reading(let request, let body, let isKeptAlive):
            state = .responding
            deadline?.cancel()
            let bytes = Array(body.readableBytesView)
            let transport = ChannelStreamTransport(
                channel: context.channel, isKeptAlive: isKeptAlive,
                chunkSecondsMax: service.configuration.bodySecondsMax)
            let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
            let eventLoop = context.eventLoop
            answering = Task { [service] in
                let outcome = await service.respond(to: request, body: bytes, streamingTo: transport)
                eventLoop.execute { bound.value.handler.finish(outcome, isKeptAlive, bound.value.context) }
            }
        case .discarding(let response, _, let isKeptAlive):
            state = .responding
            write(response, isKeptAlive: isKeptAlive, context)
        case .lingering:
            context.close(promise: nil)
        case .waiting, .responding:
            break
        }
    }

    private func finish(_ outcome: AxonService.Outcome, _ isKeptAlive: Bool, _ context: ChannelHandlerContext) {
        answering = nil
        guard context.channel.isActive else { return }
        switch outcome {
        case .response(let response): write(response, isKeptAlive: isKeptAlive, context)
        case .streamed: writeEnd(isKeptAlive: isKeptAlive, context)
        case .brokenOff: context.close(promise: nil)
        }
    }

    private func linger(_ response: AxonResponse, _ context: ChannelHandlerContext) {
        let seconds = Int64(service.configuration.bodySecondsMax)
        state = .lingering(bytesLeft: Self.lingerBytesMax, until: .now() + .seconds(seconds))
        setDeadline(seconds: Self.lingerPauseSecondsMax, context)
        context.write(wrapOutboundOut(.head(response.httpHead(isKeptAlive: false))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        // The response says that it is the last and how long it is. The connection stays open, in both directions,
        // until the sender has seen that or has sent everything: some clients take an early end for a failure.
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func write(_ response: AxonResponse, isKeptAlive: Bool, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        context.write(wrapOutboundOut(.head(response.httpHead(isKeptAlive: isKeptAlive))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        writeEnd(isKeptAlive: isKeptAlive, context)
    }

    private func writeEnd(isKeptAlive: Bool, _ context: ChannelHandlerContext) {
        setDeadline(seconds: service.configuration.bodySecondsMax, context)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            guard isKeptAlive, context.channel.isActive else {
                context.close(promise: nil)
                return
            }
            self.state = .waiting
            self.setDeadline(seconds: self.service.configuration.headSecondsMax, context)
        }
    }

    /// Closes the connection unless it makes progress within the time; a slow sender holds its place no longer.
    private func setDeadline(seconds: Int, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { channel.close(promise: nil) }
    }
}
