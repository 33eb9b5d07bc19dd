import Chain
import Foundation
import JSON
import Logging
import Node
import RPC
import StateStore
import Testing

@Suite("A node", .timeLimit(.minutes(1)))
struct NodeStartTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func configuration(_ seal: Seal = .interval(milliseconds: 20), data: String? = nil) -> NodeConfiguration {
        NodeConfiguration(seal: seal, dataDirectory: data, server: ServerConfiguration(port: 0))
    }

    private func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-node-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    @Test("it makes blocks, answers, and ends when its task is cancelled")
    func runs() async throws {
        let node = try await Node.start(configuration(), logger: logger)
        let run = Task { await node.run() }
        let answer = try await RawClient.connect(node.port) { client in
            try await client.send(RawClient.post(nameRequest))
            return try await client.response().body
        }
        #expect(answer == #"{"jsonrpc":"2.0","id":1,"result":"myelin"}"#)
        while try node.chain.executor.store.latest()?.number ?? 0 < 3 { try await Task.sleep(for: .milliseconds(5)) }
        run.cancel()
        await run.value
    }

    @Test("a chain goes on where it was; the directory takes one node at a time, and one kind of chain")
    func data() async throws {
        try await withFolder { folder in
            var reached: UInt32 = 0
            do {
                let node = try await Node.start(configuration(.manual, data: folder), logger: logger)
                for number in 1...5 { try node.chain.makeBlock(at: UInt64(number) * 1_000) }
                reached = try node.chain.executor.store.latest()?.number ?? 0
                let second = await failure(configuration(.manual, data: folder))
                #expect(second?.contains("in use by another node") == true)
                let run = Task { await node.run() }
                run.cancel()
                await run.value
            }
            var other = await failure(configuration(.interval(milliseconds: 1_000), data: folder))
            // The event loop lets go of the listener, and with it of the store, a moment after it is closed.
            for _ in 0..<500 where other?.contains("in use") == true {
                try await Task.sleep(for: .milliseconds(10))
                other = await failure(configuration(.interval(milliseconds: 1_000), data: folder))
            }
            #expect(other?.contains("began otherwise") == true && other?.contains(folder) == true)
            let node = try await Node.start(configuration(.manual, data: folder), logger: logger)
            #expect(try node.chain.executor.store.latest()?.number == reached)
            let run = Task { await node.run() }
            run.cancel()
            await run.value
        }
    }

    @Test("a port that is taken is named, with the option that changes it")
    func taken() async throws {
        let node = try await Node.start(configuration(), logger: logger)
        var second = configuration()
        second.server = ServerConfiguration(port: node.port)
        let text = await failure(second)
        #expect(text?.contains("port \(node.port)") == true && text?.contains("--port") == true)
        let run = Task { await node.run() }
        run.cancel()
        await run.value
    }

    /// Why a node does not start: one sentence, no dump of a value.
    private func failure(_ configuration: NodeConfiguration) async -> String? {
        do throws(NodeError) {
            _ = try await Node.start(configuration, logger: logger)
            return nil
        } catch {
            #expect(!"\(error)".contains("Error("))
            return "\(error)"
        }
    }
}
