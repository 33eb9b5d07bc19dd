import Foundation
import Synchronization

/// `myelin up` as a user starts it: a process whose lines are read and which is asked to end by signals.
final class UpProcess: Sendable {
    /// The binary that the environment names.
    static let binary = ProcessInfo.processInfo.environment["MYELIN_BINARY"].flatMap {
        FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil
    }

    /// What went wrong, with what the process had said.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let process: Process
    private let text = Mutex("")

    init(_ arguments: [String]) throws {
        guard let binary = Self.binary else { throw Failure(description: "MYELIN_BINARY names no executable") }
        let process = Process()
        process.executableURL = URL(filePath: binary)
        process.arguments = ["up", "--plain"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        self.process = process
        try process.run()
        try pipe.fileHandleForWriting.close()
        let reading = pipe.fileHandleForReading
        Thread.detachNewThread { [self] in
            while true {
                let data = reading.availableData
                if data.isEmpty { return }
                text.withLock { $0 += String(decoding: data, as: UTF8.self) }
            }
        }
    }

    /// Everything that was said so far.
    var output: String { text.withLock { $0 } }
    /// The process number.
    var pid: Int32 { process.processIdentifier }

    /// Waits until `condition` gives a value.
    func wait<Value>(
        for what: String, seconds: Int = 170, _ condition: () async throws -> Value?
    ) async throws -> Value {
        let limit = ContinuousClock.now + .seconds(seconds)
        while .now < limit {
            if let value = try await condition() { return value }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Failure(description: "no \(what) within \(seconds) s. It said:\n\(output)")
    }

    /// The endpoint and the subnet, once the network stands.
    func network() async throws -> (url: String, netuid: UInt16) {
        try await wait(for: "network", seconds: 90) {
            guard process.isRunning else { throw Failure(description: "it ended:\n\(output)") }
            guard let match = output.firstMatch(of: /Bittensor network at (ws:\S+), language subnet (\d+)/) else {
                return nil
            }
            return UInt16(match.2).map { (String(match.1), $0) }
        }
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits for the end; the exit status, or the signal's number below zero.
    func end(seconds: Int = 30) async throws -> Int32 {
        try await wait(for: "end", seconds: seconds) { process.isRunning ? nil : () }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    // MARK: Children

    /// Process numbers and arguments of the children that live now.
    var children: [(pid: Int32, arguments: [String])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { Self.parent(of: $0) == pid }.map { ($0, Self.arguments(of: $0)) }
    }

    /// Whether a process exists and is more than an entry in the process table.
    static func isAlive(_ pid: Int32) -> Bool {
        guard let stat = stat(of: pid) else { return false }
        return stat.first != "Z"
    }

    private static func parent(of pid: Int32) -> Int32? { stat(of: pid).flatMap { Int32($0[1]) } }

    /// State, parent and so on: what follows the name in parentheses.
    private static func stat(of pid: Int32) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? fields : nil
    }

    private static func arguments(of pid: Int32) -> [String] {
        let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
