import Chain
import Foundation
import Node
import Testing

/// The page read by the parser that Prometheus' own Python library has.
@Suite(.timeLimit(.minutes(1))) struct PythonMetricsTests {
    private static let script = """
        import sys, urllib.request
        from prometheus_client.parser import text_string_to_metric_families
        page = urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/metrics", timeout=20).read().decode()
        families = {f.name: f for f in text_string_to_metric_families(page)}
        height = {s.labels["status"]: s.value for s in families["myelin_block_height"].samples}
        assert height == {"best": 2.0, "finalized": 2.0}, height
        assert families["myelin_block_interval_seconds"].type == "histogram"
        assert families["myelin_extrinsics"].type == "counter"
        print(len(families))
        """

    /// The Python of an environment that has the library.
    private static var python: String? {
        let environment = ProcessInfo.processInfo.environment
        let folders = [environment["MYELIN_VENV_11"], environment["MYELIN_VENV_10"]].compactMap { $0 }
        return (folders.map { $0 + "/bin/python" } + ["/usr/bin/python3"])
            .first { (try? run($0, ["-c", "import prometheus_client.parser"]))?.status == 0 }
    }

    private static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = arguments.count > 2 ? FileHandle.standardError : FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test("every family is read by Prometheus' Python library")
    func library() async throws {
        guard let python = Self.python else {
            print("prometheus_client: skipped, neither MYELIN_VENV_11 nor MYELIN_VENV_10 names an environment with it")
            return
        }
        try await MetricsPageTests.withNode { node in
            for number in 1...2 { try node.chain.makeBlock(at: UInt64(number) * 1_000) }
            let port = node.port
            let result = try await Task.detached { try Self.run(python, ["-c", Self.script, "\(port)"]) }.value
            #expect(result.status == 0)
            let families = try await MetricsPageTests.page(port).families.count
            #expect(Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)) == families)
        }
    }
}
