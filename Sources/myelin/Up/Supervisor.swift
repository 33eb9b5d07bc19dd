import Foundation
import Subnets

/// Keeps processes of this program running: starts them, passes on what they say, and starts those that end again.
actor Supervisor {
    /// A process to run.
    struct Child: Sendable {
        /// One word for people.
        var name: String
        /// Arguments of this program.
        var arguments: [String]
        /// Whether it is started again when it ends.
        var isRestarted = true
    }

    /// What happens to children.
    enum Event: Sendable {
        case line(child: String, text: String)
        /// A child ended; its last lines, and the wait until it is started again, if it is.
        case ended(child: String, status: String, lastLines: [String], restart: Duration?)
    }

    /// Everything that happens, in order.
    nonisolated let events: AsyncStream<Event>
    private nonisolated let continuation: AsyncStream<Event>.Continuation
    private let executable: String
    private let environment: [String: String]
    private var running: [String: ChildProcess] = [:]
    private var isStopping = false

    /// Lines of a child that are told again when it ends.
    private static let lastLineCount = 5

    init() {
        (events, continuation) = AsyncStream.makeStream(of: Event.self)
        executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
        environment = ProcessInfo.processInfo.environment.merging([ParentWatch.variable: "\(getpid())"]) { $1 }
    }

    /// Starts a child and keeps it running.
    func start(_ child: Child) throws {
        guard !isStopping else { return }
        let process = try launch(child)
        Task { await self.keep(child, process) }
    }

    /// Ends the named children: asks, and forces after the grace. Nothing is started again from now on.
    func stop(_ names: Set<String>, grace: Duration) async {
        isStopping = true
        let limit = ContinuousClock.now + grace
        for (name, process) in running where names.contains(name) { process.send(SIGTERM) }
        while running.keys.contains(where: names.contains) {
            if .now > limit {
                for (name, process) in running where names.contains(name) { process.send(SIGKILL) }
            }
            await Self.pause(.milliseconds(20))
        }
    }

    private func launch(_ child: Child) throws -> ChildProcess {
        let process = try ChildProcess(executable, child.arguments, environment: environment)
        running[child.name] = process
        return process
    }

    private func keep(_ child: Child, _ first: ChildProcess) async {
        var process = first
        var backoff = RestartBackoff()
        while true {
            let start = ContinuousClock.now
            var lines: [String] = []
            var status = ""
            for await output in process.output {
                switch output {
                case .line(let text):
                    lines = lines.suffix(Self.lastLineCount - 1) + [text]
                    continuation.yield(.line(child: child.name, text: text))
                case .ended(let how): status = "\(how)"
                }
            }
            running[child.name] = nil
            guard !isStopping else { return }
            let wait = child.isRestarted ? backoff.wait(afterRunning: .now - start) : nil
            continuation.yield(.ended(child: child.name, status: status, lastLines: lines, restart: wait))
            guard let wait else { return }
            let next = ContinuousClock.now + wait
            while !isStopping, .now < next { await Self.pause(.milliseconds(100)) }
            guard !isStopping, let again = try? launch(child) else { return }
            process = again
        }
    }

    private static func pause(_ duration: Duration) async {
        // Children are waited for even when the task that stops them was cancelled.
        await Task.detached { try? await Task.sleep(for: duration) }.value
    }
}
