import Chain
import Logging
import Node
import Synchronization
import Testing

/// What a node writes down, subsystem by subsystem.
@Suite(.timeLimit(.minutes(1))) struct NodeLogTests {
    /// Keeps lines.
    private final class Journal: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }

        func logs(_ level: Logger.Level) -> NodeLogs {
            NodeLogs { subsystem in
                Logger(label: subsystem.rawValue) { label in Handler(journal: self, label: label, logLevel: level) }
            }
        }
    }

    private struct Handler: LogHandler {
        let journal: Journal
        let label: String
        var logLevel: Logger.Level
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            journal.append(([label, "\(event.level)", "\(event.message)"] + details).joined(separator: " "))
        }
    }

    private func lines(_ level: Logger.Level, _ requests: [String], blocks: Int = 0) async throws -> [String] {
        let journal = Journal()
        let node = try await Node.start(
            NodeConfiguration(seal: .manual, server: ServerConfiguration(port: 0)), logs: journal.logs(level))
        for number in 0..<blocks { try node.chain.makeBlock(at: UInt64(number + 1) * 1_000) }
        try await RawClient.connect(node.port) { client in
            for request in requests {
                try await client.send(RawClient.post(request))
                _ = try await client.response()
            }
        }
        let run = Task { await node.run() }
        run.cancel()
        await run.value
        return journal.all
    }

    private let unknown = #"{"jsonrpc":"2.0","id":1,"method":"evil\nmethod","params":[]}"#
    private let garbage = #"{"jsonrpc":"2.0","id":1,"method":"author_submitExtrinsic","params":["0x01"]}"#

    @Test("a node with nothing to say is quiet, whatever clients send")
    func quiet() async throws {
        #expect(try await lines(.notice, [unknown, garbage, "{"], blocks: 2) == [])
    }

    @Test("at info, start and end are told, and clients are not")
    func info() async throws {
        let lines = try await lines(.info, [unknown, garbage])
        #expect(
            lines.map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == [
                "store info opened", "node info started", "node info stopping", "node info stopped",
            ])
    }

    @Test("at debug, blocks and what clients cannot have are told, in our words")
    func debug() async throws {
        let lines = try await lines(.debug, [unknown, garbage, nameRequest], blocks: 1)
        #expect(lines.contains { $0.hasPrefix("chain debug block commit=") && $0.contains(" number=1 ") })
        #expect(lines.contains { $0.hasPrefix("rpc debug request refused code=-32601 ") })
        #expect(lines.contains("pool debug extrinsic refused reason=undecodable"))
        #expect(!lines.contains { $0.contains("evil") || $0.contains("system_name") })
    }
}
