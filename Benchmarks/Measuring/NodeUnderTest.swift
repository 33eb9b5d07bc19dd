import Foundation

/// The node that is measured: one that is started here, or one that runs already.
public final class NodeUnderTest {
    public let host: String
    public let port: Int
    private let process: Process?

    /// A node that somebody else runs; of that one no processor time is known.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
        process = nil
    }

    /// Starts a node on a free port and waits until it says where it listens.
    public init(binary: String, arguments: [String]) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = ["node", "--dev", "--port", "0"] + arguments
        process.standardOutput = output
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw BenchmarkFailure("the node did not start") }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let match = text.firstMatch(of: /ws:\/\/([^:]+):([0-9]+)/), let port = Int(match.2) else {
            throw BenchmarkFailure("the node did not say where it listens: \(text)")
        }
        host = String(match.1)
        self.port = port
        self.process = process
    }

    deinit {
        process?.terminate()
        process?.waitUntilExit()
    }

    /// The endpoint as clients write it.
    public var url: String { "ws://\(host):\(port)" }

    /// What the system tells of the node; `nil` for one that somebody else runs.
    public var figures: ProcessFigures? { process.map { ProcessFigures($0) } }
}
