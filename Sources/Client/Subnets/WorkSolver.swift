public import Primitives

/// Looks for the nonce of a registration by proof of work on several cores at once.
public struct WorkSolver: Sendable {
    /// What a search came to.
    public struct Outcome: Sendable {
        /// The nonce that was found, or `nil` where time was up.
        public let solution: RegistrationSearch.Solution?
        /// Nonces that were tried at least, by all tasks together.
        public let tried: UInt64
    }

    /// Nonces that a task tries before it looks at the clock.
    private static let chunk = 16_384
    /// Tasks that search at the same time.
    public let taskCount: Int

    /// A solver with that many tasks, at least one.
    public init(taskCount: Int) { self.taskCount = max(taskCount, 1) }

    /// Searches until a nonce is found, time is up or the task is cancelled. Each task begins at a random nonce, so
    /// that two solvers of one challenge hardly ever do the same work.
    public func search(
        _ challenge: RegistrationChallenge, difficulty: UInt64, until deadline: ContinuousClock.Instant
    ) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            for _ in 0..<taskCount {
                let start = UInt64.random(in: .min ... .max)
                group.addTask {
                    var search = RegistrationSearch(challenge, difficulty: difficulty)
                    var tried: UInt64 = 0
                    while !Task.isCancelled, ContinuousClock.now < deadline {
                        let solution = search.firstSolution(from: start &+ tried, count: Self.chunk)
                        tried += UInt64(Self.chunk)
                        if solution != nil { return Outcome(solution: solution, tried: tried) }
                    }
                    return Outcome(solution: nil, tried: tried)
                }
            }
            var solution: RegistrationSearch.Solution?
            var tried: UInt64 = 0
            for await outcome in group {
                tried += outcome.tried
                guard solution == nil, let found = outcome.solution else { continue }
                solution = found
                group.cancelAll()
            }
            return Outcome(solution: solution, tried: tried)
        }
    }
}
