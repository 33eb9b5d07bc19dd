import Foundation
import JSON
import Logging
import Testing

@testable import myelin

@Suite struct LogLineTests {
    private func line(
        _ level: Logger.Level = .info, _ message: String = "epoch",
        _ details: [(name: String, value: String)] = [("block", "100"), ("netuid", "2")]
    ) -> LogLine {
        LogLine(
            time: Date(timeIntervalSince1970: 1_700_000_000.25), level: level, subsystem: "chain", message: message,
            details: details)
    }

    @Test("a line for people says when, how bad, where and what")
    func human() {
        #expect(
            line().text(.human) == "2023-11-14T22:13:20.250Z info chain: epoch (block 100, netuid 2)")
        #expect(line(.error, "no block", []).text(.human) == "2023-11-14T22:13:20.250Z error chain: no block")
    }

    @Test("a bare line says what, and how bad only where it is bad")
    func bare() {
        #expect(line().text(.bare) == "epoch (block 100, netuid 2)")
        #expect(line(.warning, "slow", []).text(.bare) == "warning: slow")
    }

    @Test("a line for machines is one JSON object")
    func json() throws {
        let text = line(.debug, "a \"b\"\n", [("peer", "x\u{1B}[2J\ny")]).text(.json)
        #expect(!text.contains("\n") && !text.contains("\u{1B}"))
        let value = try JSONReader.read(Array(text.utf8))
        #expect(value["time"] == .string("2023-11-14T22:13:20.250Z"))
        #expect(value["level"] == .string("debug"))
        #expect(value["subsystem"] == .string("chain"))
        #expect(value["message"] == .string("a \"b\"\n"))
        #expect(value["details"]?["peer"] == .string("x\u{1B}[2J\ny"))
        #expect(try JSONReader.read(Array(line(.info, "x", []).text(.json).utf8))["details"] == nil)
    }

    @Test("nothing that a peer sends becomes a line of its own or steers a terminal", arguments: LogFormat.allCases)
    func injection(format: LogFormat) {
        let hostile = "a\nERROR forged\r\n\u{1B}[31m\u{9B}2J\u{2028}b\u{0}"
        for text in [line(.info, hostile, []).text(format), line(.info, "x", [("peer", hostile)]).text(format)] {
            let controls = text.unicodeScalars.filter { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
            if format != .json { #expect(controls.isEmpty && !text.unicodeScalars.contains("\u{2028}")) }
            #expect(!text.contains("\n") && !text.contains("\u{1B}"))
        }
    }
}
