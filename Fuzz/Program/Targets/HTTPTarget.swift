import NIOCore
import NIOEmbedded
import NIOHTTP1
import RPC

@testable import Node

/// Bytes of a client over HTTP, in pieces of any size: NIO's parser and the node's exchange behind it.
enum HTTPTarget {
    static let target = FuzzTarget(
        name: "http", summary: "requests: one answer each, bounded bodies", byteMaximum: 2_048, seeds: seeds,
        check: check)

    private static let configuration: ServerConfiguration = {
        var configuration = ServerConfiguration()
        configuration.limits.requestByteMaximum = 512
        return configuration
    }()

    // The first byte is the size of the pieces; then come the client's bytes.
    private static func seeds() -> [[UInt8]] {
        let body = #"{"jsonrpc":"2.0","id":1,"method":"system_name"}"#
        let post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        return [
            post + post,
            "POST / HTTP/1.1\r\nHost: 127.0.0.1:9944\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n0\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: [::1]:9944\r\nOrigin: http://localhost:3000\r\n\r\n",
            "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.org\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n",
            "POST /?a=b HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 99999\r\n\r\n",
            "HEAD /health HTTP/1.0\r\n\r\n",
        ].map { [31] + Array($0.utf8) }
    }

    @Sendable private static func check(_ input: [UInt8]) {
        var reader = InputReader(input)
        let pieceSize = max(Int(reader.byte()), 1)
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        var exchange = HTTPExchange(configuration)
        var isClosed = false
        while !reader.isAtEnd, (try? channel.writeInbound(ByteBuffer(bytes: reader.bytes(pieceSize)))) != nil {
            while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
                perform(exchange.receive(part), &exchange, &isClosed)
            }
        }
    }

    private static func perform(_ action: HTTPExchange.Action, _ exchange: inout HTTPExchange, _ isClosed: inout Bool) {
        hold(action == .none || !isClosed, "nothing is answered after the end")
        switch action {
        case .none, .sendContinue: break
        case .answer(let text):
            hold(text.count <= configuration.limits.requestByteMaximum, "a body is not longer than allowed")
            perform(exchange.answered(text.isEmpty ? nil : text), &exchange, &isClosed)
        case .report(let page):
            let report = StatusReport(json: Array("{}".utf8), isWell: page != .health)
            perform(exchange.answered(report), &exchange, &isClosed)
        case .respond(let answer):
            hold(exchange.isIdle, "an answered exchange waits for the next request")
            check(answer)
        case .respondAndClose(let answer):
            hold(!answer.isKeepAlive, "a connection that is closed is said to be")
            check(answer)
            isClosed = true
        }
    }

    private static func check(_ answer: HTTPAnswer) {
        let length = answer.head.headers.first(name: "content-length").flatMap { Int($0) }
        hold(answer.body.isEmpty || length == answer.body.count, "an answer says how long it is")
        for (name, value) in answer.head.headers {
            hold((name + value).utf8.allSatisfy { $0 != 10 && $0 != 13 }, "no header holds the end of a line")
        }
    }
}
