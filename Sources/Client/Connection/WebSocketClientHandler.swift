import NIOCore
import NIOWebSocket

/// The socket side of a connection: frames in and out, pings, and the end.
final class WebSocketClientHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let socket: ConnectionSocket
    private let pingInterval: TimeAmount
    private let messageByteMaximum: Int
    private var watch: RepeatedTask?
    private var silentTicks = 0
    private var message = ByteBuffer()
    private var isMessageOpen = false
    private var endReason: String?

    init(socket: ConnectionSocket, pingInterval: TimeAmount, messageByteMaximum: Int) {
        self.socket = socket
        self.pingInterval = pingInterval
        self.messageByteMaximum = messageByteMaximum
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleRepeatedTask(initialDelay: pingInterval, delay: pingInterval) { _ in
            bound.value.handler.tick(bound.value.context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { watch?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        socket.end(endReason ?? "the node closed it without a word")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        endReason = endReason ?? "\(error)"
        context.close(promise: nil)
    }

    private func tick(_ context: ChannelHandlerContext) {
        silentTicks += 1
        if silentTicks > 2 {
            fail("the node was silent and did not answer pings", context)
        } else if silentTicks > 1 {
            send(.ping, ByteBuffer(), context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        silentTicks = 0
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text, .binary:
            guard !isMessageOpen else { return fail("a message began inside of another", context) }
            message = frame.unmaskedData
            isMessageOpen = true
            finish(frame, context)
        case .continuation:
            guard isMessageOpen else { return fail("a message went on that had not begun", context) }
            var part = frame.unmaskedData
            message.writeBuffer(&part)
            finish(frame, context)
        case .ping: send(.pong, frame.unmaskedData, context)
        case .connectionClose:
            var data = frame.unmaskedData
            let code = data.readInteger(as: UInt16.self)
            let text = data.readString(length: data.readableBytes) ?? ""
            endReason = "the node closed it" + (code.map { " with \($0)" } ?? "") + (text.isEmpty ? "" : " (\(text))")
            send(.connectionClose, ByteBuffer(), context)
            context.close(promise: nil)
        default: break
        }
    }

    private func finish(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        guard message.readableBytes <= messageByteMaximum else {
            return fail("a message was longer than \(messageByteMaximum) bytes", context)
        }
        guard frame.fin else { return }
        isMessageOpen = false
        let bytes = Array(buffer: message)
        message = ByteBuffer()
        if let failure = socket.receive(bytes) { fail(failure, context) }
    }

    private func fail(_ reason: String, _ context: ChannelHandlerContext) {
        endReason = endReason ?? reason
        context.close(promise: nil)
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}

extension TimeAmount {
    /// The same length of time in NIO's terms.
    init(clientDuration duration: Duration) {
        let parts = duration.components
        self = .nanoseconds(
            parts.seconds.multipliedReportingOverflow(by: 1_000_000_000).overflow
                ? .max : parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}
