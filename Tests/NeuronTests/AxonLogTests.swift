import Logging
import Synchronization
import Testing

@testable import Neuron

@Suite struct AxonLogTests {
    private final class Paper: Sendable {
        let lines = Mutex<[String]>([])
    }

    private struct Handler: LogHandler {
        let paper: Paper
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            paper.lines.withLock { $0.append("\(event.level) \(event.message): " + details.joined(separator: ", ")) }
        }
    }

    @Test("a refused request is told at debug level, with status and reason")
    func refusal() {
        let paper = Paper()
        var configuration = AxonConfiguration()
        configuration.logger = Logger(label: "axon") { _ in Handler(paper: paper) }
        let service = AxonService(
            hotkey: TestKey.make(1).address, routes: [.on(Echo.self) { echo, _ in echo }],
            verifier: Sr25519Verifier(), configuration: configuration, blacklist: { _ in nil },
            unixNanoseconds: TestClock().now)
        _ = service.refuse(.bodyTooLarge, nil, since: .now)
        let reason = AxonRefusal.bodyTooLarge.message
        #expect(paper.lines.withLock { $0 } == ["debug request refused: hotkey , reason \(reason), status 413"])
    }
}
