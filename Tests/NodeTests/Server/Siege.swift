import Node
import RPC
import Testbed
import Testing

/// Many hostile clients at once, an honest one among them, and what must be true afterwards.
///
/// Every client runs `attack` and then waits; while all of them hold on, `judge` looks at the server; then each runs
/// `aftermath` and goes.
func besiege(
    _ server: RPCServer, clients: Int, overWebSocket: Bool = true,
    attack: @escaping @Sendable (inout RawClient) async throws -> Void,
    judge: () async throws -> Void,
    aftermath: @escaping @Sendable (inout RawClient) async throws -> Void = { _ in }
) async throws {
    let before = ResidentMemory.mebibytes
    let port = server.port
    try await withThrowingTaskGroup(of: Void.self) { group in
        let gate = AsyncStream<Never>.makeStream()
        for _ in 0..<clients {
            group.addTask {
                let body: @Sendable (inout RawClient) async throws -> Void = { client in
                    // The server may end the connection in the middle of the attack: that is its right.
                    try? await attack(&client)
                    for await _ in gate.stream {}
                    try await aftermath(&client)
                }
                if overWebSocket {
                    try await RawClient.webSocket(port, body)
                } else {
                    try await RawClient.connect(port, body)
                }
            }
        }
        do {
            try await judge()
            #expect(try await isUp(server), "an honest client is answered during the attack")
        } catch {
            gate.continuation.finish()
            throw error
        }
        gate.continuation.finish()
        try await group.waitForAll()
    }
    try await eventually { server.connectionCount == 0 && server.statistics.bytesHeld == 0 }
    try await eventually { server.statistics.subscriptionsOpen == 0 && server.statistics.costlyWaiting == 0 }
    #expect(try await isUp(server), "an honest client is answered after the attack")
    if let before, let after = ResidentMemory.mebibytes {
        // The clients are part of this process: the bound is theirs too.
        print("memory: \(before) MiB before, \(after) MiB after")
        #expect(after - before < 384)
    }
}

/// Waits for what must come. The time limit of the suite ends a wait that is in vain.
func eventually(_ condition: () throws -> Bool) async throws {
    while try !condition() { try await Task.sleep(for: .milliseconds(5)) }
}

/// A request as clients send it.
func request(_ id: Int, _ method: String, _ parameters: String = "[]") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(parameters)}"#
}
