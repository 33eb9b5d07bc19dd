import NIOCore
import NIOWebSocket
import RPC

/// The socket side of a WebSocket: feeds frames to `WebSocketMessages`, messages to the session, and writes what the
/// session has to say.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    // Texts taken from the session for one write: enough to fill the socket, little enough to share the loop.
    private static let writeByteGoal = 256 << 10

    private let configuration: ServerConfiguration
    private let service: RPCService
    private let connection: ConnectionContext
    private var messages: WebSocketMessages
    private var silence = SilenceWatch()
    private var session: RPCSession?
    private var watch: RepeatedTask?
    // Frames are written whole, as bytes: from this place in the pipeline they pass by NIO's frame encoder.
    private var output: ChannelHandlerContext?
    private var isReading = true
    private var hasHeldRead = false
    private var hasSentClose = false
    private var closeDeadline: Scheduled<Void>?

    init(configuration: ServerConfiguration, service: RPCService, connection: ConnectionContext) {
        self.configuration = configuration
        self.service = service
        self.connection = connection
        messages = WebSocketMessages(byteMaximum: configuration.limits.requestByteMaximum)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        output = try? context.pipeline.syncOperations.context(handlerType: WebSocketFrameEncoder.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        session = RPCSession(
            service: service, context: connection,
            transport: WebSocketTransport(eventLoop: context.eventLoop, handler: bound))
        let interval = TimeAmount(configuration.pingInterval)
        watch = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            bound.value.handler.tick(bound.value.context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    private func finish() {
        watch?.cancel()
        closeDeadline?.cancel()
        session?.end()
        session = nil
        output = nil
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        silence.hear()
        let frame = unwrapInboundIn(data)
        let reserved = frame.rsv1 || frame.rsv2 || frame.rsv3
        let action = messages.receive(
            WebSocketMessages.Frame(
                opcode: UInt8(webSocketOpcode: frame.opcode), isFinal: frame.fin, isMasked: frame.maskKey != nil,
                hasReservedBits: reserved, payload: Array(buffer: frame.unmaskedData)))
        switch action {
        case .none: break
        case .message(let message): session?.receive(message)
        case .pong(let payload): write(opcode: 0xA, payload, context)
        case .close(let code, let reason): close(code, reason, context)
        case .answerClose(let code): answerClose(code, context)
        }
    }

    // The brake: as long as the session has enough to do, the socket is not read and TCP slows the client down.
    func read(context: ChannelHandlerContext) {
        if isReading { context.read() } else { hasHeldRead = true }
    }

    func setReading(_ isReading: Bool, _ context: ChannelHandlerContext) {
        self.isReading = isReading
        guard isReading, hasHeldRead, output != nil else { return }
        hasHeldRead = false
        context.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength:
            close(1009, "messages may have \(configuration.limits.requestByteMaximum) bytes", context)
        case is NIOWebSocketError: close(1002, "malformed frame", context)
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { close(1001, "the server is stopping", context) }
        context.fireUserInboundEventTriggered(event)
    }

    private func tick(_ context: ChannelHandlerContext) {
        switch silence.tick(isReading: isReading) {
        case .none: break
        case .ping: write(opcode: 0x9, [], context)
        case .giveUp: context.close(promise: nil)
        }
    }

    // MARK: Out

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { drain(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Writes what waits, as long as the socket takes it. What came together leaves in one write.
    func drain(_ context: ChannelHandlerContext) {
        guard let output, let session, !hasSentClose, context.channel.isWritable else { return }
        let texts = session.takeOutgoing(byteGoal: Self.writeByteGoal)
        guard !texts.isEmpty else { return }
        var buffer = context.channel.allocator.buffer(capacity: texts.reduce(0) { $0 + $1.count + 10 })
        for text in texts {
            buffer.writeBytes(WebSocketFraming.head(opcode: 0x1, payloadCount: text.count))
            buffer.writeBytes(text)
        }
        output.writeAndFlush(NIOAny(buffer), promise: nil)
        // Others of this loop get their turn before the next round.
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.handler.drain(bound.value.context) }
    }

    private func write(opcode: UInt8, _ payload: [UInt8], _ context: ChannelHandlerContext) {
        guard let output, !hasSentClose else { return }
        var buffer = context.channel.allocator.buffer(capacity: payload.count + 10)
        buffer.writeBytes(WebSocketFraming.head(opcode: opcode, payloadCount: payload.count))
        buffer.writeBytes(payload)
        output.writeAndFlush(NIOAny(buffer), promise: nil)
    }

    /// Says why, and gives the client some time to close from its side.
    func close(_ code: UInt16, _ reason: String, _ context: ChannelHandlerContext) {
        // `output` is nil once the connection is gone.
        guard !hasSentClose, output != nil else { return }
        write(opcode: 0x8, WebSocketFraming.closePayload(code, reason), context)
        hasSentClose = true
        messages.closing()
        session?.end()
        // The client's close frame has to be seen even where reading was held.
        setReading(true, context)
        let channel = context.channel
        closeDeadline = context.eventLoop.scheduleTask(in: TimeAmount(configuration.closeTimeout)) {
            channel.close(promise: nil)
        }
    }

    private func answerClose(_ code: UInt16?, _ context: ChannelHandlerContext) {
        let payload = code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? []
        write(opcode: 0x8, payload, context)
        hasSentClose = true
        session?.end()
        // Closing after what was written, which the pipeline keeps in order; a deadline ends a client that does not
        // read.
        let channel = context.channel
        guard let output else { return }
        output.writeAndFlush(NIOAny(ByteBuffer())).whenComplete { _ in channel.close(promise: nil) }
        closeDeadline?.cancel()
        closeDeadline = context.eventLoop.scheduleTask(in: TimeAmount(configuration.closeTimeout)) {
            channel.close(promise: nil)
        }
    }
}

/// What the session sees of its socket: hops to the event loop.
final class WebSocketTransport: RPCTransport {
    private let eventLoop: any EventLoop
    private let bound: NIOLoopBound<(handler: WebSocketHandler, context: ChannelHandlerContext)>

    init(
        eventLoop: any EventLoop,
        handler bound: NIOLoopBound<(handler: WebSocketHandler, context: ChannelHandlerContext)>
    ) {
        self.eventLoop = eventLoop
        self.bound = bound
    }

    func wakeWriter() {
        let bound = bound
        eventLoop.execute { bound.value.handler.drain(bound.value.context) }
    }

    func setReading(_ isReading: Bool) {
        let bound = bound
        eventLoop.execute { bound.value.handler.setReading(isReading, bound.value.context) }
    }

    func close(_ reason: SessionEnd) {
        let bound = bound
        eventLoop.execute {
            switch reason {
            case .slowConsumer:
                bound.value.handler.close(
                    1008, "too slow: updates waited longer than the server holds them", bound.value.context)
            case .invalidText: bound.value.handler.close(1007, "text messages must be UTF-8", bound.value.context)
            }
        }
    }
}
