public import Logging
public import NIOCore
import NIOHTTP1
public import NIOPosix
import NIOWebSocket
public import RPC

/// JSON-RPC over HTTP and WebSocket on one port.
///
///     let server = try await RPCServer.start(ServerConfiguration(), handler: handler, logger: logger)
///     logger.info("listening", metadata: ["address": "\(server.address)"])
///     …
///     await server.stop()
public final class RPCServer: Sendable {
    /// Where the server listens; its port is the one the system chose where 0 was asked for.
    public let address: SocketAddress
    /// Who answers.
    let service: RPCService
    private let listener: any Channel
    private let connections: ConnectionRegistry
    private let configuration: ServerConfiguration
    private let logger: Logger

    private init(
        service: RPCService, listener: any Channel, address: SocketAddress, connections: ConnectionRegistry,
        configuration: ServerConfiguration, logger: Logger
    ) {
        self.service = service
        self.listener = listener
        self.address = address
        self.connections = connections
        self.configuration = configuration
        self.logger = logger
    }

    /// What was counted since the server started.
    public var statistics: ServerStatistics { service.load.statistics }

    /// The port the server listens on.
    public var port: Int { address.port ?? configuration.port }

    /// Connections that are open.
    public var connectionCount: Int { connections.count }

    /// Binds and begins to serve.
    ///
    /// What clients do wrong is logged at debug level and below.
    ///
    /// - Parameter status: who knows how the node is.
    /// - Throws: what the system said where the address cannot be bound.
    public static func start(
        _ configuration: ServerConfiguration, handler: any RPCHandler, status: (any StatusReporter)? = nil,
        logger: Logger,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws -> RPCServer {
        FileDescriptorLimit.raise(toHold: configuration.connectionCountMaximum)
        SystemAllocator.returnLargeBlocks()
        let service = RPCService(
            handler: handler, limits: configuration.limits, executor: WorkThreads.shared,
            witness: RequestLog(logger).witness)
        let connections = ConnectionRegistry(
            limit: configuration.connectionCountMaximum, limitPerAddress: configuration.connectionsPerAddressMaximum,
            statistics: service.load.statistics)
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            // One read at a time, so that the brake of a session takes hold soon.
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Self.configure(channel, configuration, service, status ?? NoStatus(), connections, logger)
                }
            }
            .bind(host: configuration.host, port: configuration.port).get()
        guard let address = listener.localAddress else { throw ChannelError.unknownLocalAddress }
        return RPCServer(
            service: service, listener: listener, address: address, connections: connections,
            configuration: configuration, logger: logger)
    }

    /// Stops accepting, lets answers under way go out, closes WebSockets with 1001, and cuts off whoever has not ended
    /// by `closeTimeout`.
    public func stop() async {
        try? await listener.close()
        await connections.stop(within: TimeAmount(configuration.closeTimeout), on: listener.eventLoop)
        logger.debug("RPC server stopped")
    }

    private static func configure(
        _ channel: any Channel, _ configuration: ServerConfiguration, _ service: RPCService,
        _ status: any StatusReporter, _ connections: ConnectionRegistry, _ logger: Logger
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let peer = channel.remoteAddress.map { "\($0)" } ?? "unknown"
        let number: UInt64
        switch connections.admit(channel, from: channel.remoteAddress?.ipAddress) {
        case .admitted(let admitted): number = admitted
        case .refused(let reason):
            logger.debug("connection refused: too many are open", metadata: ["peer": "\(peer)"])
            return try pipeline.addHandler(OverloadHandler(reason))
        }
        logger.trace("connection opened", metadata: ["peer": "\(peer)", "connection": "\(number)"])
        let account = service.load.open(ConnectionContext(id: number, transport: .http, peer: peer)) {
            channel.pipeline.fireUserInboundEventTriggered(EvictionEvent())
        }
        let http = HTTPHandler(configuration: configuration, service: service, status: status, account: account)
        let bound = NIOLoopBound(http, eventLoop: channel.eventLoop)
        try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader(configuration, service, account)],
                completionHandler: { context in
                    context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
                }
            ), withEncoderConfiguration: .init(), withDecoderLimitConfiguration: configuration.headLimits)
        try pipeline.addHandler(http)
    }

    private static func upgrader(
        _ configuration: ServerConfiguration, _ service: RPCService, _ account: ConnectionAccount
    ) -> NIOWebSocketServerUpgrader {
        NIOWebSocketServerUpgrader(
            automaticErrorHandling: false,
            shouldUpgrade: { channel, head in
                // Refused upgrades go on as plain requests, and the HTTP side says why.
                let isAllowed = configuration.route(head) == .upgrade
                return channel.eventLoop.makeSucceededFuture(isAllowed ? [:] : nil)
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    // NIO's decoder would hold each frame until it is whole.
                    let pipeline = channel.pipeline.syncOperations
                    return pipeline.removeHandler(
                        try pipeline.handler(type: ByteToMessageHandler<WebSocketFrameDecoder>.self))
                }.flatMap { (removal: EventLoopFuture<Void>) in
                    removal
                }.flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(
                        WebSocketHandler(configuration: configuration, service: service, account: account))
                }
            })
    }
}

extension ServerConfiguration {
    /// The head of a request: what browsers and clients send fits many times over.
    fileprivate var headLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 16 << 10
        limits.maxHeaderListSize = 32 << 10
        limits.maxHeaderFieldCount = 100
        return limits
    }
}
