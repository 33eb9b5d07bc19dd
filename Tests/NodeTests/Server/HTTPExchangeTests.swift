import NIOCore
import NIOHTTP1
import RPC
import Testing

@testable import Node

@Suite struct HTTPExchangeTests {
    private func head(_ method: HTTPMethod, _ uri: String, _ headers: HTTPHeaders = [:]) -> HTTPRequestHead {
        var all: HTTPHeaders = ["host": "localhost:9944"]
        all.add(contentsOf: headers)
        return HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: all)
    }

    private func status(_ action: HTTPExchange.Action) -> UInt? {
        switch action {
        case .respond(let answer), .respondAndClose(let answer): answer.head.status.code
        default: nil
        }
    }

    @Test(
        "requests go where they belong",
        arguments: [
            (HTTPMethod.GET, "/x", 404), (.POST, "/x", 404), (.GET, "/", 405), (.PUT, "/", 405),
            (.DELETE, "/health", 405),
            (.POST, "/health", 405), (.OPTIONS, "/", 204), (.GET, "//", 404), (.GET, "", 404),
        ] as [(HTTPMethod, String, UInt)])
    func routes(method: HTTPMethod, uri: String, expected: UInt) {
        var exchange = HTTPExchange(ServerConfiguration())
        #expect(exchange.receive(.head(head(method, uri))) == .none)
        #expect(status(exchange.receive(.end(nil))) == expected)
        #expect(exchange.isIdle)
    }

    @Test("a message is handed on whole, and the next request waits for its answer's turn")
    func message() {
        var exchange = HTTPExchange(ServerConfiguration())
        for _ in 0..<2 {
            #expect(exchange.receive(.head(head(.POST, "/?a=b"))) == .none)
            #expect(exchange.receive(.body(ByteBuffer(string: "ab"))) == .none)
            #expect(exchange.receive(.body(ByteBuffer(string: "c"))) == .none)
            #expect(exchange.receive(.end(nil)) == .answer(Array("abc".utf8)))
            guard case .respond(let answer) = exchange.answered([1, 2]) else {
                Issue.record("no answer")
                return
            }
            #expect(answer.body == [1, 2] && answer.isKeepAlive)
        }
        #expect(exchange.receive(.head(head(.GET, "/health"))) == .none)
        #expect(exchange.receive(.end(nil)) == .report(.health))
    }

    @Test("nothing to say is 204")
    func notification() {
        var exchange = HTTPExchange(ServerConfiguration())
        _ = exchange.receive(.head(head(.POST, "/")))
        _ = exchange.receive(.end(nil))
        #expect(status(exchange.answered(nil)) == 204)
    }

    @Test("too large is refused from the header, or from what came, and the connection ends")
    func tooLarge() {
        var configuration = ServerConfiguration()
        configuration.limits.requestByteMaximum = 4
        var announced = HTTPExchange(configuration)
        #expect(status(announced.receive(.head(head(.POST, "/", ["content-length": "5"])))) == 413)
        #expect(announced.receive(.body(ByteBuffer(string: "abcde"))) == .none)
        #expect(announced.receive(.end(nil)) == .none)
        var chunked = HTTPExchange(configuration)
        #expect(chunked.receive(.head(head(.POST, "/"))) == .none)
        #expect(chunked.receive(.body(ByteBuffer(string: "abcd"))) == .none)
        guard case .respondAndClose(let answer) = chunked.receive(.body(ByteBuffer(string: "e"))) else {
            Issue.record("accepted")
            return
        }
        #expect(answer.head.status == .payloadTooLarge && !answer.isKeepAlive)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("-32007"))
    }

    @Test("foreign pages and foreign names are refused, own pages get the headers they need")
    func access() {
        func answer(_ headers: HTTPHeaders, method: HTTPMethod = .OPTIONS) -> HTTPAnswer? {
            var exchange = HTTPExchange(ServerConfiguration())
            var head = HTTPRequestHead(version: .http1_1, method: method, uri: "/", headers: headers)
            if !headers.contains(name: "host") { head.headers.add(name: "host", value: "localhost") }
            _ = exchange.receive(.head(head))
            guard case .respond(let answer) = exchange.receive(.end(nil)) else { return nil }
            return answer
        }
        #expect(answer(["origin": "https://evil.example"])?.head.status == .forbidden)
        #expect(answer(["origin": "https://evil.example"], method: .POST)?.head.status == .forbidden)
        #expect(answer(["host": "evil.example"], method: .POST)?.head.status == .forbidden)
        let own = answer(["origin": "http://localhost:3000"])
        #expect(own?.head.status == .noContent)
        #expect(own?.head.headers["access-control-allow-origin"] == ["http://localhost:3000"])
        #expect(answer([:])?.head.headers.contains(name: "access-control-allow-origin") == false)
    }

    @Test("a client that waits for permission to send gets it")
    func expectContinue() {
        var exchange = HTTPExchange(ServerConfiguration())
        #expect(exchange.receive(.head(head(.POST, "/", ["expect": "100-continue"]))) == .sendContinue)
    }
}
