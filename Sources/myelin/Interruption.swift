import Dispatch
import Foundation

/// Ctrl-C and `kill`: the first asks for an orderly end, the second ends at once.
enum Interruption {
    /// Runs `body` until it returns or the process is asked to end; then its task is cancelled and waited for.
    static func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                if task.isCancelled { exit(130) }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        try await task.value
    }
}
