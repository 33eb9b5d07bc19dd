import Foundation
import Synchronization
import Testing

@testable import Neuron

/// A script with `bittensor` 10.5.0 as a process: its lines one by one, and its input, whose end stops it.
final class PythonPeer: Sendable {
    /// Where a virtual environment with `bittensor` 10.5.0 stands.
    private static let environmentPath = ProcessInfo.processInfo.environment["MYELIN_VENV_10"] ?? ""
    static let isAvailable = !environmentPath.isEmpty
    static let remedy: Comment = "set MYELIN_VENV_10 to a virtual environment with bittensor==10.5.0 from PyPI"

    let lines: AsyncStream<PythonValue>
    private let input = Pipe()
    private let process: Mutex<Process>

    init(script name: String, arguments: [String]) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "python/\(name)")
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: Self.environmentPath + "/bin/python")
        process.arguments = [script.path] + arguments
        process.standardOutput = output
        process.standardInput = input
        let (lines, sink) = AsyncStream.makeStream(of: PythonValue.self)
        self.lines = lines
        let pending = Mutex([UInt8]())
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                sink.finish()
                return
            }
            pending.withLock { pending in
                pending += data
                while let end = pending.firstIndex(of: 10) {
                    // The library logs on the same stream; only whole JSON objects are the script's.
                    if let value = try? PythonValue(json: pending[..<end]), case .dictionary = value {
                        sink.yield(value)
                    }
                    pending.removeSubrange(...end)
                }
            }
        }
        try process.run()
        self.process = Mutex(process)
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.withLock { $0.waitUntilExit() }
    }
}
