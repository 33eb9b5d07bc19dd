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
    }

    private let service: AxonService
    private let connections: AxonConnections
    private var state = State.waiting
    private var deadline: Scheduled<Void>?
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
            state = .responding
            write(service.refuse(.bodyTooLarge, nil, since: start), isKeptAlive: false, context)
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
                state = .responding
                write(service.refuse(.bodyTooLarge, nil, since: request.start), isKeptAlive: false, context)
                return
            }
            // The state must not hold a second reference while the buffer grows, or every part would copy it.
            state = .waiting
            body.writeImmutableBuffer(part)
            state = .reading(request, body: body, isKeptAlive: isKeptAlive)
        case .discarding(let response, let bytesLeft, let isKeptAlive):
            let bytesLeft = bytesLeft - part.readableBytes
            if bytesLeft < 0 {
                state = .responding
                write(response, isKeptAlive: false, context)
            } else {
                state = .discarding(response, bytesLeft: bytesLeft, isKeptAlive: isKeptAlive)
            }
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
            context.eventLoop.makeFutureWithTask { [service] in
                await service.respond(to: request, body: bytes)
            }.assumeIsolated().whenSuccess { response in
                self.write(response, isKeptAlive: isKeptAlive, context)
            }
        case .discarding(let response, _, let isKeptAlive):
            state = .responding
            write(response, isKeptAlive: isKeptAlive, context)
        case .waiting, .responding:
            break
        }
    }

    private func write(_ response: AxonResponse, isKeptAlive: Bool, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        setDeadline(seconds: service.configuration.bodySecondsMax, context)
        var headers = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        headers.add(name: "content-type", value: "application/json")
        headers.add(name: "content-length", value: String(response.body.count))
        if !isKeptAlive { headers.add(name: "connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
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
