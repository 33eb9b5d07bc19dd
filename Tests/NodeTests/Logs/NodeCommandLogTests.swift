import Foundation
import JSON
import Testing

/// What `myelin node` writes to standard error.
@Suite(.timeLimit(.minutes(1))) struct NodeCommandLogTests {
    private func run(_ arguments: [String], until isEnough: (String) -> Bool) throws -> (
        status: Int32, lines: [String]
    )? {
        guard let binary = LoggedNode.binary else {
            print("myelin node's log: skipped, MYELIN_BINARY does not name the program")
            return nil
        }
        return try LoggedNode.run(binary, arguments, until: isEnough)
    }

    @Test("each line of the JSON form is one object, of a part and a level that was asked for")
    func json() throws {
        let arguments = ["--log", "warning,chain=debug,node=info", "--log-format", "json"]
        guard let result = try run(arguments, until: { $0.contains("\"number\":\"2\"") }) else { return }
        #expect(result.status == 0)
        var parts: Set<String> = []
        for line in result.lines {
            let value = try JSONReader.read(Array(line.utf8))
            guard case .string(let part)? = value["subsystem"], case .string(let level)? = value["level"] else {
                Issue.record("no part or level: \(line)")
                continue
            }
            parts.insert(part)
            #expect(part == "chain" ? level == "debug" : (part, level) == ("node", "info"), "\(line)")
        }
        #expect(parts == ["chain", "node"])
        #expect(result.lines.first?.contains("\"message\":\"started\"") == true)
        #expect(result.lines.last?.contains("\"message\":\"stopped\"") == true)
    }

    @Test("the form for people begins with time, level and part")
    func human() throws {
        let arguments = ["--log", "store=info,node=info,chain=debug"]
        guard let result = try run(arguments, until: { $0.contains("number 2") }) else { return }
        let form = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info (node|store)|debug chain): .+/#
        for line in result.lines { #expect(line.wholeMatch(of: form) != nil, "\(line)") }
        #expect(result.lines.filter { !$0.contains("debug chain") }.count == 4)
    }

    @Test("a log that is not understood is refused with what there is")
    func refusal() throws {
        guard let result = try run(["--log", "runtime=debug"], until: { _ in false }) else { return }
        #expect(result.status == 64)
        #expect(result.lines.joined().contains("'runtime' is no part of the log: use one of node, chain, pool, rpc"))
    }
}
