import Testing

@testable import Client

@Suite("Endpoints")
struct EndpointTests {
    @Test(
        "what can be connected to",
        arguments: [
            ("ws://127.0.0.1:9944", "127.0.0.1", 9944, "/"), ("ws://node", "node", 9944, "/"),
            ("localhost:1", "localhost", 1, "/"), ("ws://[::1]:8080/rpc", "::1", 8_080, "/rpc"),
            ("ws://node/a/b", "node", 9944, "/a/b"),
        ])
    func good(_ text: String, _ host: String, _ port: Int, _ path: String) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint == Endpoint(host: host, port: port, path: path))
        #expect(try Endpoint(endpoint.description) == endpoint)
    }

    @Test(
        "what cannot",
        arguments: [
            "", "wss://node", "http://node", "ws://", "ws://node:", "ws://node:0", "ws://node:65536", "ws://a b",
            "ws://user@node", "ws://[::1", "ws://node:1:2x", "ws://node/\r\nX: y",
        ])
    func bad(_ text: String) {
        #expect(throws: ClientError.unsupportedEndpoint(text)) { try Endpoint(text) }
    }
}
