import Foundation
import Synchronization
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A `myelin node` as a process of its own.
final class NodeProcess: Sendable {
    /// The program to test: what the environment variable `MYELIN_BINARY` names.
    static let binary: String? = ProcessInfo.processInfo.environment["MYELIN_BINARY"].flatMap { $0.isEmpty ? nil : $0 }

    /// Why these tests are skipped where they are.
    static let skipped: Comment = "MYELIN_BINARY names no program to test"

    private let process = Mutex<Process>(Process())
    private let printed = Printed()
    let port: Int
    /// From the start of the process to its first answer.
    let startTime: Duration

    struct NotStarted: Error {
        let output: String
    }

    struct NoAnswer: Error {
        let text: String
    }

    /// What it printed so far.
    var output: String { printed.text }

    /// Starts a node on a free port and waits until it answers.
    /// - Parameters:
    ///   - environment: variables beside those of this process.
    ///   - command: words in front of the program and its arguments, such as `nsenter`.
    init(_ arguments: [String], environment: [String: String] = [:], through command: [String] = []) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let pipe = Pipe()
        let printed = printed
        // Read all the time: a full pipe would stop the node.
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { printed.append(data) }
        }
        let chosen = try Self.freePort()
        port = chosen
        let process = Self.process(
            command, ["node", "--dev", "--port", "\(chosen)"] + arguments, environment, pipe)
        try process.run()
        let client = NodeClient(port: chosen)
        while await !client.isUp() {
            guard process.isRunning else {
                throw NotStarted(output: printed.text)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        startTime = start.duration(to: clock.now)
        self.process.withLock { $0 = process }
    }

    private static func process(
        _ command: [String], _ arguments: [String], _ environment: [String: String], _ output: Pipe,
        program: String? = nil
    ) -> Process {
        let process = Process()
        let words = command + [program ?? binary ?? "/nonexistent"] + arguments
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardOutput = output
        process.standardError = output
        return process
    }

    /// Runs the program, or another one, until it ends by itself.
    static func run(
        _ arguments: [String], program: String? = nil, through command: [String] = []
    ) throws -> (status: Int32, output: String) {
        let pipe = Pipe()
        let process = process(command, arguments, [:], pipe, program: program)
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    var client: NodeClient { NodeClient(port: port) }

    var isRunning: Bool { process.withLock { $0.isRunning } }

    /// Sends a signal and waits for the end.
    /// - Returns: the status, and whether a signal ended it; `nil` where it goes on after `limit`.
    func end(_ signal: Int32, within limit: Duration = .seconds(20)) async throws -> (status: Int32, bySignal: Bool)? {
        let identifier = process.withLock { $0.processIdentifier }
        kill(identifier, signal)
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while isRunning {
            guard clock.now < deadline else {
                kill(identifier, SIGKILL)
                return nil
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        return process.withLock { ($0.terminationStatus, $0.terminationReason == .uncaughtSignal) }
    }

    deinit {
        let process = process.withLock { $0 }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// A port that nobody listens on at this moment.
    static func freePort() throws -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(handle, pointer, length) == 0 && getsockname(handle, pointer, &length) == 0
            }
        }
        guard bound else { throw NoAnswer(text: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// What a process printed.
private final class Printed: Sendable {
    private let data = Mutex(Data())

    var text: String { data.withLock { String(decoding: $0, as: UTF8.self) } }

    func append(_ more: Data) { data.withLock { $0 += more } }
}

/// JSON-RPC by plain HTTP.
struct NodeClient: Sendable {
    let port: Int

    func isUp() async -> Bool { (try? await call("system_health")) != nil }

    /// The body of the answer to `body`, and its status.
    func post(_ body: Data) async throws -> (status: Int, body: Data) {
        var request = URLRequest(url: try url())
        request.httpMethod = "POST"
        request.timeoutInterval = 20
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body
        // In a task of its own, which cancelling the caller leaves alone: URLSession can block for good where a request
        // is cancelled in the moment in which its answer arrives.
        let (data, response) = try await Task { [request] in try await URLSession.shared.data(for: request) }.value
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    private func url() throws -> URL {
        guard let url = URL(string: "http://127.0.0.1:\(port)/") else { throw NodeProcess.NoAnswer(text: "no URL") }
        return url
    }

    /// The response object to a request.
    func response(_ method: String, _ parameters: [Any] = []) async throws -> [String: Any] {
        let body = try JSONSerialization.data(
            withJSONObject: ["jsonrpc": "2.0", "id": 1, "method": method, "params": parameters])
        let answer = try await post(body)
        guard let object = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any] else {
            throw NodeProcess.NoAnswer(text: String(decoding: answer.body, as: UTF8.self))
        }
        return object
    }

    /// The result of a request.
    @discardableResult
    func call(_ method: String, _ parameters: [Any] = []) async throws -> Any {
        let response = try await response(method, parameters)
        guard let result = response["result"] else { throw NodeProcess.NoAnswer(text: "\(response)") }
        return result
    }

    func text(_ method: String, _ parameters: [Any] = []) async throws -> String {
        guard let text = try await call(method, parameters) as? String else {
            throw NodeProcess.NoAnswer(text: "\(method) answers no text")
        }
        return text
    }

    /// Number and hash of the finalised head.
    func head() async throws -> (number: UInt32, hash: String) {
        let hash = try await text("chain_getFinalizedHead")
        guard let header = try await call("chain_getHeader", [hash]) as? [String: Any],
            let number = header["number"] as? String, let value = UInt32(number.dropFirst(2), radix: 16)
        else { throw NodeProcess.NoAnswer(text: "no header") }
        return (value, hash)
    }
}
