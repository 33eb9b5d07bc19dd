import Synchronization

/// Lets requests in as a ``ServingLine`` decides; carries out its waiting.
final class ServingGate: Sendable {
    /// How waiting ends.
    private enum End: Sendable {
        case served, refused, cancelled
    }

    /// Where a request that has to wait stands.
    private enum Phase {
        /// It has a ticket and is about to sleep.
        case coming
        case sleeping(CheckedContinuation<End, Never>)
        /// The end came before the sleep.
        case ended(End)
    }

    private struct State {
        var line: ServingLine
        var phases: [ServingLine.Ticket: Phase] = [:]

        /// Ends a wait; returns who is to be woken, outside the lock. A wait that has ended already stays as it is.
        mutating func end(_ ticket: ServingLine.Ticket, _ end: End) -> CheckedContinuation<End, Never>? {
            switch phases[ticket] {
            case .coming:
                phases[ticket] = .ended(end)
                return nil
            case .sleeping(let continuation):
                phases[ticket] = nil
                return continuation
            case .ended, nil:
                return nil
            }
        }
    }

    private let state: Mutex<State>

    init(_ line: ServingLine) { state = Mutex(State(line: line)) }

    /// Those that wait.
    var waitingCount: Int { state.withLock { $0.line.waitingCount } }

    /// Runs `body` when it is its turn.
    ///
    /// - Throws: ``AxonRefusal/overloaded`` when there is no room to wait, `CancellationError` when the task is
    ///     cancelled while it waits, or what `body` throws.
    func serve<Result: Sendable>(
        priority: Double, byteCount: Int, _ body: () async throws -> Result
    ) async throws -> Result {
        switch await enter(priority: priority, byteCount: byteCount) {
        case .served: break
        case .refused: throw AxonRefusal.overloaded
        case .cancelled: throw CancellationError()
        }
        defer { leave() }
        return try await body()
    }

    private func enter(priority: Double, byteCount: Int) async -> End {
        let entry = state.withLock { state in
            let entry = state.line.enter(priority: priority, byteCount: byteCount)
            if case .waits(let ticket, _) = entry { state.phases[ticket] = .coming }
            return entry
        }
        switch entry {
        case .served: return .served
        case .refused: return .refused
        case .waits(let ticket, let displaced):
            for other in displaced { wake(other, .refused) }
            return await wait(ticket)
        }
    }

    private func wait(_ ticket: ServingLine.Ticket) async -> End {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let end = state.withLock { state -> End? in
                    if case .ended(let end) = state.phases[ticket] {
                        state.phases[ticket] = nil
                        return end
                    }
                    state.phases[ticket] = .sleeping(continuation)
                    return nil
                }
                if let end { continuation.resume(returning: end) }
            }
        } onCancel: {
            state.withLock { $0.line.giveUp(ticket) }
            wake(ticket, .cancelled)
        }
    }

    private func leave() {
        let sleeper = state.withLock { state -> CheckedContinuation<End, Never>? in
            guard let next = state.line.leave() else { return nil }
            return state.end(next, .served)
        }
        sleeper?.resume(returning: .served)
    }

    private func wake(_ ticket: ServingLine.Ticket, _ end: End) {
        state.withLock { $0.end(ticket, end) }?.resume(returning: end)
    }
}
