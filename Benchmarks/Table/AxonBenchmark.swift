import ArgumentParser
import Cryptography
import Foundation
import Measuring
import Neuron
import Synchronization

/// Signed requests per second that an axon answers: ours and that of bittensor 10.5.0, asked by the same client.
enum AxonBenchmark: Benchmark {
    static let name = "axon"

    /// Dendrites that ask at the same time, each one request after the other.
    private static let dendriteCount = 8

    private struct Figures {
        var perSecond: [Double] = []
        var processorMicroseconds: [Double] = []
    }

    static func rows(_ setting: BenchmarkSetting) async throws -> [Row] {
        let own = try AxonProcess(CommandLine.arguments[0], ["serve-axon"])
        let reference = try setting.environment10.map {
            try AxonProcess($0 + "/bin/python", [ChildOutput.pythonScript("axon.py"), AxonProcess.hotkeyURI])
        }
        var figures = Figures()
        var baseline = Figures()
        // In turn, so that other work on the machine hits both.
        for _ in 0..<(setting.isQuick ? 2 : 7) {
            try await measure(own, setting, &figures)
            if let reference { try await measure(reference, setting, &baseline) }
        }
        func baselines(_ values: [Double]) -> [(name: String, sample: Sample)] {
            values.isEmpty ? [] : [("bittensor 10.5.0", Sample(values))]
        }
        return [
            Row(
                what: "axon, signed requests, \(dendriteCount) dendrites on the same cores", unit: "per second",
                sample: Sample(figures.perSecond), isMoreBetter: true, baselines: baselines(baseline.perSecond)),
            Row(
                what: "the same, the axon's processor time for each", unit: "µs of processor",
                sample: Sample(figures.processorMicroseconds), baselines: baselines(baseline.processorMicroseconds)),
        ]
    }

    private static func measure(
        _ axon: AxonProcess, _ setting: BenchmarkSetting, _ figures: inout Figures
    ) async throws {
        let before = axon.figures.processorSeconds ?? 0
        let start = ContinuousClock.now
        let end = start + .seconds(setting.isQuick ? 1 : 4)
        let endpoint = axon.endpoint
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<dendriteCount {
                group.addTask { try await ask(endpoint, as: number, until: end) }
            }
            return try await group.reduce(0, +)
        }
        figures.perSecond.append(Double(count) / (start.duration(to: .now) / .seconds(1)))
        figures.processorMicroseconds.append(
            ((axon.figures.processorSeconds ?? 0) - before) * 1e6 / Double(max(count, 1)))
    }

    /// Asks again and again; every answer has to be a good one.
    private static func ask(
        _ endpoint: AxonEndpoint, as number: Int, until end: ContinuousClock.Instant
    ) async throws -> Int {
        let dendrite = Dendrite(signer: try Keypair(uri: "//Dendrite//\(number)"))
        var count = 0
        var failure: String?
        while ContinuousClock.now < end, failure == nil {
            let reply = await dendrite.query(endpoint, Greeting(text: "hello \(count)"))
            if reply.synapse?.answer == "HELLO \(count)" {
                count += 1
            } else {
                failure = "an axon answers \(reply.status): \(reply.message)"
            }
        }
        await dendrite.shutdown()
        if let failure { throw BenchmarkFailure(failure) }
        return count
    }
}

/// The synapse of this benchmark; `python/axon.py` has the same class.
struct Greeting: Synapse, Codable {
    static let name = "Greeting"
    static let hashedFields = ["text"]
    static let requiredFields = ["text"]

    var text: String
    var answer: String?
}

/// An axon as a process of its own.
private final class AxonProcess {
    /// The hotkey of both axons.
    static let hotkeyURI = "//Axon"

    let endpoint: AxonEndpoint
    let figures: ProcessFigures
    private let process = Process()
    private let input = Pipe()

    /// Starts a program that prints its port.
    init(_ program: String, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        figures = ProcessFigures(process)
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw BenchmarkFailure("\(program) ended before it served") }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let port = text.split(separator: "\n").compactMap({ UInt16($0) }).last else {
            throw BenchmarkFailure("\(program) prints no port: \(text)")
        }
        endpoint = AxonEndpoint(ip: "127.0.0.1", port: port, hotkey: try Keypair(uri: Self.hotkeyURI).ss58)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}

/// Serves an axon until standard input ends; started by the benchmark.
struct ServeAxon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    func run() async throws {
        let axon = try await Axon.start(
            hotkey: try Keypair(uri: AxonProcess.hotkeyURI).ss58, verifier: Sr25519Verifier(),
            routes: [
                .on(Greeting.self) { greeting, _ in
                    var greeting = greeting
                    greeting.answer = greeting.text.uppercased()
                    return greeting
                }
            ])
        say("\(axon.port)")
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                _ = try? FileHandle.standardInput.readToEnd()
                continuation.resume()
            }
        }
        await axon.stop()
    }
}
