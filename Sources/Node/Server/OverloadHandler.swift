import NIOCore
import RPC

/// Answers a connection for which there is no room with 503 and ends it.
final class OverloadHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String

    init(_ reason: ServerStatistics.Refusal) {
        let remedy =
            switch reason {
            case .addressLimit: "too many connections of your address: share one, or raise --rpc-max-connections-per-ip"
            default: "too many connections: try again later on, or raise --rpc-max-connections"
            }
        let text = "503 Service Unavailable: \(remedy)\n"
        answer = """
            HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\ncontent-length: \(text.utf8.count)\r\n\
            retry-after: 5\r\nconnection: close\r\n\r\n\(text)
            """
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer))).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
