import Foundation
import Testing

/// The load test `Soak`, which is built beside the program, in its shortest form.
@Suite("A node under mixed load", .serialized, .enabled(if: soakProgram != nil, "no Soak beside MYELIN_BINARY"))
struct SoakTests {
    private func soak(_ arguments: [String], binary: String) throws -> (status: Int32, output: String) {
        try NodeProcess.run(arguments + ["--binary", binary], program: try #require(soakProgram))
    }

    @Test("half a minute of everything at once, restarts among it, leaves nothing broken", .timeLimit(.minutes(4)))
    func everythingHolds() throws {
        let binary = try #require(NodeProcess.binary)
        let (status, output) = try soak(["--minutes", "0.5", "--seed", "3"], binary: binary)
        #expect(status == 0, "\(output)")
        #expect(output.contains("everything held"), "\(output)")
        #expect(output.contains("restarts after SIGKILL") && output.contains("restarts after SIGTERM"), "\(output)")
    }

    @Test("an error in the node's log is found", .timeLimit(.minutes(4)))
    func errorIsFound() throws {
        let binary = try #require(NodeProcess.binary)
        let script = FileManager.default.temporaryDirectory.appending(path: "myelin-\(UUID().uuidString).sh").path
        defer { try? FileManager.default.removeItem(atPath: script) }
        let text = """
            #!/bin/sh
            [ "$1" = node ] && echo '{"level":"error","subsystem":"chain","message":"planted"}' >&2
            exec "\(binary)" "$@"
            """
        try text.write(toFile: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        let (status, output) = try soak(["--minutes", "0.1"], binary: script)
        #expect(status == 1, "\(output)")
        #expect(output.contains("planted"), "\(output)")
    }
}

/// Where the load test was built.
private let soakProgram: String? = {
    guard let binary = NodeProcess.binary else { return nil }
    let path = URL(filePath: binary).deletingLastPathComponent().path + "/Soak"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
}()
