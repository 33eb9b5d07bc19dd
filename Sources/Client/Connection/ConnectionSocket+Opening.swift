import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

extension ConnectionSocket {
    /// Connects and shakes hands.
    static func open(_ endpoint: Endpoint, _ configuration: ConnectionConfiguration) async throws(ClientError)
        -> ConnectionSocket
    {
        let socket = ConnectionSocket(configuration)
        let timeout = TimeAmount(clientDuration: configuration.handshakeTimeout)
        do {
            let upgrade = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(timeout)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .connect(host: endpoint.host, port: endpoint.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let upgrade = try Self.handshake(channel, endpoint, configuration, socket)
                        // A peer that accepts and then says nothing must not hold the caller.
                        let deadline = channel.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
                        upgrade.whenComplete { _ in deadline.cancel() }
                        return upgrade
                    }
                }
            guard try await upgrade.get() else {
                throw ClientError.unreachable(
                    endpoint: endpoint.description, reason: "the WebSocket handshake was refused")
            }
        } catch let error as ClientError {
            throw error
        } catch {
            throw .unreachable(endpoint: endpoint.description, reason: reason(error))
        }
        return socket
    }

    private static func handshake(
        _ channel: any Channel, _ endpoint: Endpoint, _ configuration: ConnectionConfiguration,
        _ socket: ConnectionSocket
    ) throws -> EventLoopFuture<Bool> {
        let interval = TimeAmount(clientDuration: configuration.pingInterval)
        let byteMaximum = configuration.messageByteMaximum
        let upgrader = NIOTypedWebSocketClientUpgrader<Bool>(
            maxFrameSize: min(byteMaximum, Int(UInt32.max)),
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    socket.attach(channel)
                    try channel.pipeline.syncOperations.addHandler(
                        WebSocketClientHandler(
                            socket: socket, pingInterval: interval, messageByteMaximum: byteMaximum))
                    return true
                }
            })
        var headers = HTTPHeaders()
        headers.add(name: "Host", value: endpoint.authority)
        headers.add(name: "Content-Length", value: "0")
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: endpoint.path, headers: headers)
        let upgrade = NIOTypedHTTPClientUpgradeConfiguration<Bool>(
            upgradeRequestHead: head, upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.close(promise: nil)
                return channel.eventLoop.makeSucceededFuture(false)
            })
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade))
    }

    /// What went wrong, in words.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { reason($0.error) } ?? "its name could not be resolved"
        case let error as IOError: error.description
        case ChannelError.connectTimeout: "no connection in time"
        default: "the handshake did not end: \(error)"
        }
    }
}
