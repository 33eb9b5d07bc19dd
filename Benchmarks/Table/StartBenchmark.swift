import Client
import JSON
import Measuring

/// From the start of `myelin node --dev` to its first answer, and the memory of a node that has just begun.
enum StartBenchmark: Benchmark {
    static let name = "start"

    static func rows(_ setting: BenchmarkSetting) async throws -> [Row] {
        var answers: [Double] = []
        var blocks: [Double] = []
        var memory: [Double] = []
        for _ in 0...setting.runs(20) {
            let start = ContinuousClock.now
            let node = try NodeUnderTest(binary: setting.binary, arguments: [])
            let connection = try await ChainConnection.open(to: Endpoint(host: node.host, port: node.port))
            _ = try await connection.call("chain_getHeader")
            answers.append(start.duration(to: .now) / .milliseconds(1))
            while try await connection.call("chain_getBlockHash", [.integer(1)]) == .null {
                try await Task.sleep(for: .milliseconds(1))
            }
            blocks.append(start.duration(to: .now) / .milliseconds(1))
            try await Task.sleep(for: .seconds(1))
            memory.append(Double(node.figures?.residentMemoryBytes ?? 0) / 1e6)
            connection.close()
        }
        // The first run warms up the disk's cache and this process.
        func sample(_ values: [Double]) -> Sample { Sample(Array(values.dropFirst())) }
        return [
            Row(
                what: "start of the node to its first answer", unit: "ms", sample: sample(answers),
                budget: .atMost(300)),
            Row(
                what: "start of the node to block 1", unit: "ms", sample: sample(blocks), budget: .atMost(300)),
            Row(
                what: "resident memory of a fresh node, after a second", unit: "MB", sample: sample(memory),
                budget: .atMost(60)),
        ]
    }
}
