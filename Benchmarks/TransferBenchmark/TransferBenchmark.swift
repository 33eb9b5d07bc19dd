// Signed transfers through RPC into finalised blocks: how many a second, and what processor time they take of the node.
//
//   TransferBenchmark [--transfers N] [--senders N] [--connections N] [--binary PATH | --url HOST:PORT] [--json]
//
// The transfers are signed before the clock starts. It runs from the first request sent to the moment when the block
// with the last transfer was seen finalised. Sender and node share the machine; the processor time of each is told, so
// that the sender's can be left out.

import ArgumentParser
import Foundation
import JSON
import Measuring

@main
struct TransferBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends signed transfers to a node and tells how many a second become final.")

    @Option(help: "Transfers in all.")
    var transfers = 40_000

    @Option(help: "Accounts that send them, by turns.")
    var senders = 1_000

    @Option(help: "WebSockets that they are sent over.")
    var connections = 4

    @Option(help: "Transfers that may be on the way, sent and not final.")
    var window = 12_000

    @Option(help: "The node's program.")
    var binary = ".build/release/myelin"

    @Option(help: "When blocks are made, for a node that is started here.")
    var seal = "interval:250"

    @Option(help: "A node that runs already, as HOST:PORT; one whose chain is fresh.")
    var url: String?

    @Flag(help: "Print one line of JSON.")
    var json = false

    func validate() throws {
        guard transfers > 0, senders > 0, connections > 0, window > 0 else {
            throw ValidationError("all numbers must be at least 1")
        }
    }

    func run() async throws {
        let node = try startNode()
        let control = try BlockingWebSocket(host: node.host, port: node.port)
        let load = try TransferLoad(senders: senders, at: control)
        try load.fund(transfers: transfers, at: control)
        let requests = await load.requests(transfers, connections: connections)
        let sockets = try (0..<connections).map { _ in try BlockingWebSocket(host: node.host, port: node.port) }
        let header = try control.call("chain_getHeader")
        guard case .string(let height)? = header["number"],
            let latest = Int(height.dropFirst(2), radix: 16)
        else { throw BenchmarkFailure("the node does not tell its height") }

        let watch = FinalityWatch()
        let run = LoadRun(watch: watch, window: window)
        let (nodeStart, ownStart, start) = (
            node.figures?.processorSeconds, Stopwatch.processorSeconds, ContinuousClock.now
        )
        let (host, port, count) = (node.host, node.port, transfers)
        Thread.detachNewThread { watch.run(until: count, host: host, port: port, from: latest + 1) }
        for (socket, requests) in zip(sockets, requests) { run.start(requests, over: socket) }
        while watch.progress.transfers < transfers {
            try await Task.sleep(for: .milliseconds(2))
            if let problem = run.problem { throw problem }
        }
        let result = RunResult(
            progress: watch.progress, seconds: (ContinuousClock.now - start) / .seconds(1),
            nodeSeconds: node.figures?.processorSeconds.flatMap { now in nodeStart.map { now - $0 } },
            generatorSeconds: Stopwatch.processorSeconds - ownStart, nodePeakMemoryBytes: node.figures?.peakMemoryBytes)
        let arrived = try load.arrivedTransfers(at: control)
        guard arrived == transfers else { throw BenchmarkFailure("only \(arrived) transfers arrived") }
        print(json ? result.json : result.text)
    }

    private func startNode() throws -> NodeUnderTest {
        guard let url else { return try NodeUnderTest(binary: binary, arguments: ["--seal", seal]) }
        let parts = url.split(separator: ":")
        guard parts.count == 2, let port = Int(parts[1]) else { throw ValidationError("--url takes HOST:PORT") }
        return NodeUnderTest(host: String(parts[0]), port: port)
    }
}
