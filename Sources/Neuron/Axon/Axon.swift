import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix

/// A neuron's server: answers signed requests of other neurons in the protocol of `bittensor` 10.
///
/// ```swift
/// let axon = try await Axon.start(hotkey: address, verifier: verifier, routes: [
///     .on(Echo.self) { echo, caller in echo }
/// ])
/// print(axon.port)
/// await axon.stop()
/// ```
///
/// A request passes, in this order: path (404), headers (400), blacklist hook (403), nonce and signature (401), its
/// turn (503, 408), body hash (500), handler. All before its turn is decided on the head, before the body is kept.
public final class Axon: Sendable {
    /// The port that it listens on.
    public let port: Int
    private let channel: any Channel
    private let connections: AxonConnections

    private init(channel: any Channel, port: Int, connections: AxonConnections) {
        self.channel = channel
        self.port = port
        self.connections = connections
    }

    /// Why an axon does not start.
    public enum StartError: Error, Equatable, Sendable {
        /// The address is taken, or not one of this machine; the system's words.
        case cannotListen(host: String, port: Int, reason: String)
    }

    /// Listens and answers until ``stop()``.
    ///
    /// - Parameters:
    ///   - hotkey: SS58 address that requests must be signed for.
    ///   - routes: The kinds of requests that are answered. A ping (`Synapse`) is answered too unless one of them has
    ///     that name.
    ///   - blacklist: Called with the claimed caller before anything costly; returns a reason to refuse, or `nil`. It
    ///     runs on the event loop and must not wait.
    ///   - priority: Called with the verified caller; of those that wait while the axon is busy, the one with the
    ///     greatest value is served first. It runs once for each request and must not wait.
    ///   - unixNanoseconds: The time that nonces are compared with.
    public static func start(
        hotkey: String, verifier: any MessageVerifier, routes: [AxonRoute],
        configuration: AxonConfiguration = AxonConfiguration(),
        blacklist: @escaping @Sendable (AxonCaller) -> String? = { _ in nil },
        priority: @escaping @Sendable (AxonCaller) -> Double = { _ in 0 },
        unixNanoseconds: @escaping @Sendable () -> Int64 = UnixTime.nanoseconds
    ) async throws(StartError) -> Axon {
        let service = AxonService(
            hotkey: hotkey, routes: routes, verifier: verifier, configuration: configuration, blacklist: blacklist,
            priority: priority, unixNanoseconds: unixNanoseconds)
        let connections = AxonConnections(countMax: configuration.connectionsMax)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(
                        withPipeliningAssistance: true, withServerUpgrade: nil, withErrorHandling: true,
                        withOutboundHeaderValidation: true, withEncoderConfiguration: .init(),
                        withDecoderLimitConfiguration: headLimits)
                    try pipeline.addHandler(AxonConnectionHandler(service: service, connections: connections))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
            let port = channel.localAddress?.port ?? configuration.port
            return Axon(channel: channel, port: port, connections: connections)
        } catch {
            throw .cannotListen(host: configuration.host, port: configuration.port, reason: "\(error)")
        }
    }

    /// The head of a request: a hundred fields, 64 KiB in all. NIO's own 2 MiB for each connection are too many.
    private static var headLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 16 << 10
        limits.maxHeaderListSize = 64 << 10
        limits.maxHeaderFieldCount = 100
        return limits
    }

    /// Closes the port and every connection.
    public func stop() async {
        connections.stop()
        // A port that is closed already needs no closing; there is no other way for this to fail.
        try? await channel.close().get()
    }
}

/// The wall clock.
public enum UnixTime {
    /// Nanoseconds since 1970 began, to a quarter of a microsecond.
    @Sendable public static func nanoseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1e9) }
}
