/// Runs work for a limited time.
enum Deadline {
    /// The time was over before the work was done.
    struct Exceeded: Error {}

    /// The work's result; when the time is over, the work's task is cancelled and its end is awaited.
    static func run<T: Sendable>(
        seconds: Double, _ work: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: T.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Exceeded()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw Exceeded() }
            return first
        }
    }
}
