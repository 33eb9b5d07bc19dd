import Foundation
import Measuring

/// Programs that are run to their end for what they print.
enum ChildOutput {
    /// Standard output of a program.
    static func text(
        _ program: String, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        let (output, standardInput) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardOutput = output
        process.standardInput = standardInput
        try process.run()
        // From a thread of its own: a child that prints before it has read everything must not wait for us.
        let writer = standardInput.fileHandleForWriting
        Thread.detachNewThread {
            try? writer.write(contentsOf: input)
            try? writer.close()
        }
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkFailure("\(program) \(arguments.first ?? "") ended with status \(process.terminationStatus)")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// What a script of `Benchmarks/python` answers to a value; one thread for its libraries, as for ours.
    static func python(_ script: String, in environment: String, _ value: [String: Any]) throws -> [String: Any] {
        let text = try text(
            environment + "/bin/python", [pythonScript(script)],
            input: try JSONSerialization.data(withJSONObject: value),
            environment: ["OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"])
        guard let answer = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw BenchmarkFailure("\(script) answers no object")
        }
        return answer
    }

    static func pythonScript(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "python/\(name)").path
    }
}
