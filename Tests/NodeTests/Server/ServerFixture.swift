import Logging
import Node
import RPC

extension ServerConfiguration {
    /// The default configuration on a free port, changed by `change`.
    static func test(_ change: (inout ServerConfiguration) -> Void = { _ in }) -> ServerConfiguration {
        var configuration = ServerConfiguration(port: 0)
        change(&configuration)
        return configuration
    }
}

/// A server for the length of a test.
func withServer<R: Sendable>(
    _ configuration: ServerConfiguration = .test(), _ body: (RPCServer, EchoHandler) async throws -> R
) async throws -> R {
    let handler = EchoHandler()
    let server = try await RPCServer.start(
        configuration, handler: handler, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    do {
        let result = try await body(server, handler)
        await server.stop()
        return result
    } catch {
        await server.stop()
        throw error
    }
}

/// A request for the name of the node, and its answer.
let nameRequest = #"{"jsonrpc":"2.0","id":1,"method":"system_name","params":[]}"#
let nameAnswer = #"{"jsonrpc":"2.0","id":1,"result":"echo"}"#

/// Whether the server still serves: asked at the end of every hostile test.
func isUp(_ server: RPCServer) async throws -> Bool {
    try await RawClient.connect(server.port) { client in
        try await client.send(RawClient.post(nameRequest))
        return try await client.response().body == nameAnswer
    }
}
