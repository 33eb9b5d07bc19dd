import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

@testable import Client

/// A WebSocket server on loopback that does what a test says, right or wrong.
final class ScriptedNode: Sendable {
    /// One connection, for the script.
    struct Peer: Sendable {
        let channel: any Channel
        /// Counted from 0.
        let number: Int

        func send(_ text: String) {
            channel.writeAndFlush(
                WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)), promise: nil)
        }
        func answer(_ request: JSONValue, _ result: JSONValue) { send(ScriptedNode.answer(request, result)) }
        func push(_ subscription: JSONValue, _ result: JSONValue) {
            send(
                ScriptedNode.text(
                    .object([
                        JSONMember("jsonrpc", .string("2.0")), JSONMember("method", .string("update")),
                        JSONMember(
                            "params",
                            .object([JSONMember("subscription", subscription), JSONMember("result", result)])),
                    ])))
        }
        /// Ends the connection without a word.
        func die() { channel.close(promise: nil) }
    }

    typealias Script = @Sendable (JSONValue, Peer) -> Void

    private let listener: any Channel
    let port: Int

    private init(_ listener: any Channel) {
        self.listener = listener
        self.port = listener.localAddress?.port ?? 0
    }

    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }

    static func text(_ value: JSONValue) -> String {
        String(decoding: JSONWriter.encode { $0.value(value) }, as: UTF8.self)
    }

    static func answer(_ request: JSONValue, _ result: JSONValue) -> String {
        text(
            .object([
                JSONMember("jsonrpc", .string("2.0")), JSONMember("id", request["id"] ?? .null),
                JSONMember("result", result),
            ]))
    }

    static func start(port: Int = 0, _ script: @escaping Script) async throws -> ScriptedNode {
        let counter = ConnectionCounter()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOWebSocketServerUpgrader(
                        maxFrameSize: 1 << 24,
                        shouldUpgrade: { channel, _ in
                            channel.eventLoop.makeSucceededFuture([:])
                        },
                        upgradePipelineHandler: { channel, _ in
                            channel.eventLoop.makeCompletedFuture {
                                let peer = Peer(channel: channel, number: counter.next())
                                try channel.pipeline.syncOperations.addHandler(ScriptHandler(peer, script))
                            }
                        })
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        return ScriptedNode(listener)
    }

    func stop() async { try? await listener.close() }
}

/// Numbers connections in the order in which they came.
final class ConnectionCounter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
    var value: Int { count.withLock { $0 } }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    private let peer: ScriptedNode.Peer
    private let script: ScriptedNode.Script

    init(_ peer: ScriptedNode.Peer, _ script: @escaping ScriptedNode.Script) {
        self.peer = peer
        self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.opcode == .text, let value = try? JSONReader.read(Array(buffer: frame.unmaskedData)) else { return }
        script(value, peer)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
