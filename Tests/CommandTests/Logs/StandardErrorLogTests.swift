import Logging
import Synchronization
import Testing

@testable import myelin

@Suite struct StandardErrorLogTests {
    private final class Paper: Sendable {
        private let text = Mutex<[String]>([])

        func write(_ line: String) { text.withLock { $0.append(line) } }
        var lines: [String] { text.withLock { $0 } }
    }

    private func logger(_ paper: Paper, _ level: Logger.Level) -> Logger {
        Logger(label: "rpc") { _ in StandardErrorLog(.rpc, format: .bare, level: level, to: paper.write) }
    }

    @Test("what a peer causes a thousand times is written two hundred times, and as often as time allows")
    func flood() {
        let paper = Paper()
        let log = logger(paper, .trace)
        for _ in 0..<500 { log.debug("request refused") }
        // Copies share the budget.
        var copy = log
        copy[metadataKey: "peer"] = "x"
        for _ in 0..<500 { copy.trace("request answered") }
        #expect(paper.lines.count >= 200 && paper.lines.count < 1_000)
    }

    @Test("what the operator must know is always written")
    func important() {
        let paper = Paper()
        let log = logger(paper, .trace)
        for _ in 0..<1_000 { log.debug("request refused") }
        let before = paper.lines.count
        for _ in 0..<300 { log.warning("the disk is full") }
        #expect(paper.lines.count == before + 300)
    }

    @Test("a line carries the details of its logger and its own")
    func details() {
        let paper = Paper()
        var log = logger(paper, .info)
        log[metadataKey: "peer"] = "127.0.0.1"
        log.info("closed", metadata: ["code": "1008"])
        log.debug("not told")
        #expect(paper.lines == ["closed (code 1008, peer 127.0.0.1)"])
    }
}
