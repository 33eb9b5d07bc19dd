import NIOCore
import NIOWebSocket
import RPC

/// The socket side of a WebSocket: feeds bytes to `WebSocketFrameReader`, frames to `WebSocketMessages`, messages to
/// the session, and writes what the session has to say.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    // Texts taken from the session for one write: enough to fill the socket, little enough to share the loop. A longer
    // text is written in pieces of this size, which show whether the client reads.
    private static let writeByteGoal = 256 << 10

    private let configuration: ServerConfiguration
    private let service: RPCService
    private let account: ConnectionAccount
    private var reader: WebSocketFrameReader
    private var messages: WebSocketMessages
    // The beginning of a frame that is too short to be read.
    private var rest = ByteBuffer()
    private var silence = SilenceWatch()
    private var session: RPCSession?
    private var watch: RepeatedTask?
    // Frames are written whole, as bytes: from this place in the pipeline they pass by NIO's frame encoder.
    private var output: ChannelHandlerContext?
    private var isReading = true
    private var hasHeldRead = false
    private var hasSentClose = false
    private var writeCount = 0
    // The answer to the last ping, where the socket did not take it at once.
    private var pong: [UInt8]?
    private var closeDeadline: Scheduled<Void>?

    init(configuration: ServerConfiguration, service: RPCService, account: ConnectionAccount) {
        self.configuration = configuration
        self.service = service
        self.account = account
        reader = WebSocketFrameReader(byteMaximum: configuration.limits.requestByteMaximum)
        messages = WebSocketMessages(byteMaximum: configuration.limits.requestByteMaximum)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        output = try? context.pipeline.syncOperations.context(handlerType: WebSocketFrameEncoder.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        session = RPCSession(
            service: service, account: account,
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
        account.close()
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        silence.hear()
        var buffer = unwrapInboundIn(data)
        if rest.readableBytes > 0 {
            rest.writeBuffer(&buffer)
            swap(&rest, &buffer)
        }
        do throws(WebSocketFrameReader.Failure) {
            while let frame = try reader.next(&buffer) { receive(frame, context) }
            // A copy: a slice would keep the whole read alive.
            rest = buffer.readableBytes > 0 ? ByteBuffer(bytes: buffer.readableBytesView) : ByteBuffer()
        } catch {
            rest = ByteBuffer()
            switch error {
            // After the close frame nobody listens any more.
            case _ where hasSentClose: context.close(promise: nil)
            case .tooLong: refuse(.requestSize, 1009, tooLong, context)
            case .badControlFrame: refuse(.malformed, 1002, "malformed control frame", context)
            }
        }
    }

    private var tooLong: String {
        "messages may have \(configuration.limits.requestByteMaximum) bytes: split, or raise --rpc-max-request-size"
    }

    private func receive(_ frame: WebSocketMessages.Frame, _ context: ChannelHandlerContext) {
        let isData = frame.opcode < 0x8 && !hasSentClose
        if isData, !account.take(frame.payload.count) { return refuseForMemory(context) }
        switch messages.receive(frame) {
        case .none: break
        case .message(let message):
            silence.hearMessage()
            service.load.statistics.received(byteCount: message.text.count)
            session?.receive(message)
        case .pong(let payload):
            pong = payload
            sendPong(context)
        case .close(1009, _): refuse(.requestSize, 1009, tooLong, context)
        case .close(let code, let reason): refuse(.malformed, code, reason, context)
        case .answerClose(let code): answerClose(code, context)
        }
    }

    private func refuse(
        _ reason: ServerStatistics.Refusal, _ code: UInt16, _ text: String, _ context: ChannelHandlerContext
    ) {
        service.load.statistics.count(reason)
        close(code, text, context)
    }

    /// The connection has to end because it makes the server hold too much.
    func refuseForMemory(_ context: ChannelHandlerContext) {
        // What waits in the socket is let go at once only with the socket.
        guard writeCount == 0 else { return context.close(promise: nil) }
        close(
            1013, "buffers are full, mostly of this connection: ask for less, or raise --rpc-max-buffer-size", context)
    }

    // Only the last ping has to be answered (RFC 6455, section 5.5.3): a client that pings and does not read is owed
    // one frame, not thousands.
    private func sendPong(_ context: ChannelHandlerContext) {
        guard context.channel.isWritable, let payload = pong else { return }
        pong = nil
        write(opcode: 0xA, payload, context)
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

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(1001, "the server is stopping", context)
        case is EvictionEvent: refuseForMemory(context)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func tick(_ context: ChannelHandlerContext) {
        switch silence.tick(isReading: isReading, isInMessage: messages.isInMessage, isWriting: writeCount > 0) {
        case .none: break
        case .ping: write(opcode: 0x9, [], context)
        case .giveUp: end(.timeout, context)
        case .giveUpWriting: end(.slowReader, context)
        }
    }

    private func end(_ reason: ServerStatistics.Refusal, _ context: ChannelHandlerContext) {
        service.load.statistics.count(reason)
        context.close(promise: nil)
    }

    // MARK: Out

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            sendPong(context)
            drain(context)
        }
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
        var held = texts.reduce(0) { $0 + OutgoingQueue.heldByteCount(of: $1) }
        while let piece = buffer.readSlice(length: min(buffer.readableBytes, Self.writeByteGoal)) {
            let isLast = buffer.readableBytes == 0
            // Framing is a little more than the texts: the last piece settles the difference.
            let part = isLast ? held : min(held, piece.readableBytes)
            held -= part
            write(piece, holding: part, output, context)
            if isLast { break }
        }
        output.flush()
        // Others of this loop get their turn before the next round.
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.handler.drain(bound.value.context) }
    }

    private func write(
        _ piece: ByteBuffer, holding byteCount: Int, _ output: ChannelHandlerContext, _ context: ChannelHandlerContext
    ) {
        writeCount += 1
        let size = piece.readableBytes
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        output.write(NIOAny(piece)).whenComplete { _ in
            let handler = bound.value
            handler.writeCount -= 1
            handler.silence.wrote()
            handler.account.give(byteCount)
            handler.service.load.statistics.sent(byteCount: size)
        }
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
        account.give(messages.heldByteCount)
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
                    1008, "too slow: read faster, or raise --rpc-message-buffer-capacity-per-connection",
                    bound.value.context)
            case .invalidText: bound.value.handler.close(1007, "text messages must be UTF-8", bound.value.context)
            case .memory: bound.value.handler.refuseForMemory(bound.value.context)
            }
        }
    }
}
