import Foundation
import Synchronization

/// A process of this program: what it says, line by line, and how it ended.
///
/// It runs in a process group of its own, so that a Ctrl-C reaches the parent alone, which then ends its children in
/// order.
final class ChildProcess: Sendable {
    /// What comes from a child; `ended` is the last.
    enum Output: Sendable {
        case line(String)
        case ended(ExitStatus)
    }

    /// How a process ended.
    enum ExitStatus: Sendable, CustomStringConvertible {
        case exited(Int32)
        case signalled(Int32)

        var description: String {
            switch self {
            case .exited(let code): "ended with exit status \(code)"
            case .signalled(let number): "was ended by signal \(number)"
            }
        }
    }

    /// The process number.
    let pid: pid_t
    /// Its standard output and error, merged.
    let output: AsyncStream<Output>
    private let hasEnded = Mutex(false)

    /// Longest line that is kept whole.
    private static let lineBytesMax = 64 << 10
    // Between the making of a pipe and its close-on-exec mark no other child may be started.
    private static let spawning = Mutex(())

    /// Starts the executable.
    init(_ executable: String, _ arguments: [String], environment: [String: String]) throws {
        var pipe: [Int32] = [-1, -1]
        let pid = try Self.spawning.withLock { _ in
            guard Foundation.pipe(&pipe) == 0 else {
                throw CommandFailure("no pipe for a child: \(Self.reason(errno))")
            }
            for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            defer { close(pipe[1]) }
            do {
                return try Self.spawn(executable, arguments, environment, output: pipe[1])
            } catch {
                close(pipe[0])
                throw error
            }
        }
        self.pid = pid
        let (output, continuation) = AsyncStream.makeStream(of: Output.self)
        self.output = output
        let source = pipe[0]
        Thread.detachNewThread { [self] in
            Self.readLines(from: source) { continuation.yield(.line($0)) }
            close(source)
            continuation.yield(.ended(reap()))
            continuation.finish()
        }
    }

    /// Sends a signal, unless the process has ended.
    func send(_ signal: Int32) {
        // The process number belongs to the child until it is reaped, which takes the same lock.
        hasEnded.withLock { if !$0 { kill(pid, signal) } }
    }

    private func reap() -> ExitStatus {
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        return hasEnded.withLock { hasEnded in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) == -1, errno == EINTR {}
            hasEnded = true
            // The layout of the status word: the signal in 7 bits, or 0 and the exit code in the next byte.
            return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
        }
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String: String], output: Int32
    ) throws -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)

        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The parent ignores the signals that it waits for; a child must not inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM, SIGPIPE, SIGHUP] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var argumentPointers = ([executable] + arguments).map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, executable, &actions, &attributes, &argumentPointers, &environmentPointers)
        guard code == 0 else { throw CommandFailure("\(executable) cannot be started: \(reason(code))") }
        return pid
    }

    private static func readLines(from descriptor: Int32, _ body: (String) -> Void) {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") {
                    body(String(decoding: line, as: UTF8.self))
                    line.removeAll(keepingCapacity: true)
                } else if line.count < lineBytesMax {
                    line.append(byte)
                }
            }
        }
        if !line.isEmpty { body(String(decoding: line, as: UTF8.self)) }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
