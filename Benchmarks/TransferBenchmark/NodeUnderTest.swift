import Foundation

/// The node that carries the load: one that is started here, or one that runs already.
final class NodeUnderTest {
    let host: String
    let port: Int
    private let process: Process?

    /// A node that somebody else runs; of that one no processor time is known.
    init(host: String, port: Int) {
        self.host = host
        self.port = port
        process = nil
    }

    /// Starts a node on a free port.
    init(binary: String, arguments: [String]) throws {
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

    /// Seconds of processor time that the node has used, in user and in system mode; `nil` where unknown.
    var processorSeconds: Double? {
        guard let process,
            let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // The name in parentheses may hold spaces; user and system time are the 14th and 15th field.
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory that the node has had, in bytes; `nil` where unknown.
    var peakMemoryBytes: Int? {
        guard let process,
            let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
            let match = text.firstMatch(of: /VmHWM:\s+([0-9]+) kB/), let kilobytes = Int(match.1)
        else { return nil }
        return kilobytes * 1024
    }
}

/// Seconds of processor time that this process has used.
func ownProcessorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
