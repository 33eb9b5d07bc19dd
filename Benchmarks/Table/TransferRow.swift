import Foundation
import Measuring

/// Transfers through RPC into finalised blocks: the program TransferBenchmark, several times.
enum TransferRow: Benchmark {
    static let name = "transfers"

    private struct Figures: Decodable {
        var transfersPerSecond: Double
        var nodeMicrosecondsPerTransfer: Double?
    }

    static func rows(_ setting: BenchmarkSetting) throws -> [Row] {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "TransferBenchmark").path
        let count = setting.isQuick ? 4_000 : 40_000
        let figures = try (0..<(setting.isQuick ? 2 : 7)).map { _ in
            let text = try ChildOutput.text(
                program, ["--json", "--transfers", "\(count)", "--binary", setting.binary])
            return try JSONDecoder().decode(Figures.self, from: Data(text.utf8))
        }
        return [
            Row(
                what: "transfers through RPC to finalised blocks, the sender on the same cores", unit: "per second",
                sample: Sample(figures.map(\.transfersPerSecond)), isMoreBetter: true, budget: .atLeast(8_000)),
            Row(
                what: "the same, by the node's processor time alone on two cores", unit: "per second",
                sample: Sample(figures.compactMap { $0.nodeMicrosecondsPerTransfer.map { 2e6 / $0 } }),
                isMoreBetter: true, budget: .atLeast(8_000)),
        ]
    }
}
