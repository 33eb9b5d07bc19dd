import Foundation
import Synchronization

/// What ends a run early.
struct SoakFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// The node under load: a process that is ended and started again on the same directory and port.
final class SoakNode: Sendable {
    private struct State {
        var process: Process?
        var port = 0
        var life = -1
        var isMeantToRun = false
        var lastChange = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let binary: String
    let directory: String
    private let seal: String
    private let log: LogReading
    /// After a restart clients may be on their way back for so long.
    private static let grace = Duration.seconds(20)
    private static let startLimit = Duration.seconds(60)

    init(binary: String, directory: String, seal: String, log: LogReading) {
        self.binary = binary
        self.directory = directory
        self.seal = seal
        self.log = log
    }

    var port: Int { state.withLock { $0.port } }
    var endpoint: String { "ws://127.0.0.1:\(port)" }
    /// The process number and life of the node, where it runs.
    var running: (process: pid_t, life: Int)? {
        state.withLock { state in
            guard let process = state.process, process.isRunning else { return nil }
            return (process.processIdentifier, state.life)
        }
    }

    /// Whether clients may lose what they asked for: the node is down, or was a moment ago.
    var isRestarting: Bool {
        state.withLock { !$0.isMeantToRun || $0.lastChange.duration(to: .now) < Self.grace }
    }

    /// Starts the node and waits until it says where it listens.
    func start() async throws {
        let announced = Mutex<Int?>(nil)
        let process = Process()
        process.executableURL = URL(filePath: binary)
        process.arguments = [
            "node", "--dev", "--data", directory, "--port", "\(port)", "--seal", seal,
            "--log", "info", "--log-format", "json",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["MYELIN_PARENT": "\(getpid())"]) { _, new in new }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        let lines = Lines { [log] line in
            log.read(line)
            if let port = Self.port(announcedIn: line) { announced.withLock { $0 = port } }
        }
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            lines.append(data)
        }
        try process.run()
        state.withLock {
            $0.process = process
            $0.life += 1
        }
        let limit = ContinuousClock.now + Self.startLimit
        while announced.withLock({ $0 }) == nil {
            guard process.isRunning, .now < limit else {
                throw SoakFailure("the node did not start: " + log.lastLines.suffix(5).joined(separator: " | "))
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        let port = announced.withLock { $0 ?? 0 }
        state.withLock {
            $0.port = port
            $0.isMeantToRun = true
            $0.lastChange = .now
        }
    }

    /// Ends the node by a signal and waits for it.
    /// - Throws: ``SoakFailure`` where it does not end, or ends otherwise than the signal asks for.
    func end(_ signal: Int32) async throws {
        let process = state.withLock { state in
            state.isMeantToRun = false
            state.lastChange = .now
            return state.process
        }
        guard let process else { return }
        kill(process.processIdentifier, signal)
        let limit = ContinuousClock.now + .seconds(30)
        while process.isRunning {
            guard .now < limit else {
                kill(process.processIdentifier, SIGKILL)
                throw SoakFailure("the node did not end within 30 s of signal \(signal)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let bySignal = process.terminationReason == .uncaughtSignal
        guard signal == SIGKILL || (!bySignal && process.terminationStatus == 0) else {
            throw SoakFailure("asked to end, the node ended with status \(process.terminationStatus)")
        }
    }

    /// Returns once the node has ended although nobody asked it to.
    func untimelyEnd() async throws -> String {
        while true {
            let end = state.withLock { state -> String? in
                guard state.isMeantToRun, let process = state.process, !process.isRunning else { return nil }
                let kind = process.terminationReason == .uncaughtSignal ? "signal" : "exit status"
                return "the node ended by itself: \(kind) \(process.terminationStatus)"
            }
            if let end { return end + "; " + log.lastLines.joined(separator: " | ") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Runs `myelin check` on the directory, with the node down.
    func check(from block: UInt32) async throws -> (isSound: Bool, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: binary)
        process.arguments = ["check", "--data", directory, "--from", "\(block)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return (process.terminationStatus == 0, text)
    }

    /// The port in `Bittensor chain at ws://127.0.0.1:9944 (…)`.
    private static func port(announcedIn line: String) -> Int? {
        guard line.hasPrefix("Bittensor chain at "), let scheme = line.firstRange(of: "ws://") else { return nil }
        return line[scheme.upperBound...].prefix { $0 != " " }.split(separator: ":").last.flatMap { Int($0) }
    }
}

/// Puts lines together from the pieces that come out of a pipe.
private final class Lines: Sendable {
    private let rest = Mutex(Data())
    private let body: @Sendable (String) -> Void

    init(_ body: @escaping @Sendable (String) -> Void) { self.body = body }

    func append(_ data: Data) {
        let lines = rest.withLock { rest -> [String] in
            rest += data
            var lines: [String] = []
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                rest = Data(rest[(end + 1)...])
            }
            if data.isEmpty, !rest.isEmpty {
                lines.append(String(decoding: rest, as: UTF8.self))
                rest = Data()
            }
            return lines
        }
        for line in lines { body(line) }
    }
}
