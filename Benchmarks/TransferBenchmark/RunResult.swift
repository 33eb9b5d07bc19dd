import Foundation

/// The figures of a run.
struct RunResult: Encodable {
    var transfers: Int
    var seconds: Double
    var transfersPerSecond: Double
    var blocks: Int
    var transfersOfFullestBlock: Int
    /// Processor time of the node for one transfer, in microseconds; two cores give twice a million of them a second.
    var nodeMicrosecondsPerTransfer: Double?
    var generatorMicrosecondsPerTransfer: Double
    var nodePeakMemoryBytes: Int?

    init(
        progress: FinalityWatch.Progress, seconds: Double, nodeSeconds: Double?, generatorSeconds: Double,
        nodePeakMemoryBytes: Int?
    ) {
        transfers = progress.transfers
        self.seconds = seconds
        transfersPerSecond = Double(transfers) / seconds
        blocks = progress.blocks
        transfersOfFullestBlock = progress.transfersOfFullestBlock
        nodeMicrosecondsPerTransfer = nodeSeconds.map { $0 * 1e6 / Double(progress.transfers) }
        generatorMicrosecondsPerTransfer = generatorSeconds * 1e6 / Double(transfers)
        self.nodePeakMemoryBytes = nodePeakMemoryBytes
    }

    /// One line of JSON.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// A few lines for people.
    var text: String {
        func rounded(_ value: Double) -> String { "\(Int(value.rounded()))" }
        var lines = [
            "\(transfers) transfers in \(String(format: "%.2f", seconds)) s and \(blocks) blocks "
                + "(\(transfersOfFullestBlock) in the fullest): \(rounded(transfersPerSecond)) a second",
            "generator: \(rounded(generatorMicrosecondsPerTransfer)) µs of processor time for each",
        ]
        if let micros = nodeMicrosecondsPerTransfer {
            lines.append(
                "node: \(rounded(micros)) µs of processor time for each; two cores of its own would carry "
                    + "\(rounded(2e6 / micros)) a second if all of it ran side by side")
        }
        if let bytes = nodePeakMemoryBytes { lines.append("node: \(bytes >> 20) MiB at most") }
        return lines.joined(separator: "\n")
    }
}
