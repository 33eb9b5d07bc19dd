import Logging
import Node
import RPC

/// A server on a free port for the length of a test.
func withServer<R: Sendable>(
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (RPCServer, EchoHandler) async throws -> R
) async throws -> R {
    var configuration = ServerConfiguration(port: 0)
    change(&configuration)
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
