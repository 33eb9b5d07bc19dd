import Synchronization

/// Where a streaming handler sends the chunks of its answer.
///
/// The response begins with the first chunk: until then a handler may still refuse with a status of its own.
public final class AxonStream: Sendable {
    /// Why a chunk cannot be sent.
    public enum Failure: Error, Equatable, Sendable {
        /// The client is gone, reads too slowly, or the time allowed is over. The handler should end; whatever else it
        /// sends goes nowhere.
        case ended
    }

    private struct State {
        var request = PythonValue.none
        var hasBegun = false
    }

    private let transport: any AxonStreamTransport
    private let head: @Sendable (_ request: PythonValue) -> AxonResponse
    private let state = Mutex(State())

    init(transport: any AxonStreamTransport, head: @escaping @Sendable (_ request: PythonValue) -> AxonResponse) {
        self.transport = transport
        self.head = head
    }

    /// Takes note of the request that is answered; the head repeats some of its fields.
    func answer(_ request: PythonValue) { state.withLock { $0.request = request } }

    /// Whether a chunk is on its way, so that the status is settled.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    /// Sends a chunk, and returns when the connection has taken it: who reads slowly slows the handler, and no more
    /// than one chunk waits.
    public func send(_ chunk: [UInt8]) async throws(Failure) {
        guard !Task.isCancelled else { throw .ended }
        begin()
        guard !chunk.isEmpty else { return }
        let isTaken = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transport.send(chunk) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            // The answer cannot be completed any more, and the chunk may wait for a reader that never reads.
            transport.abandon()
        }
        guard isTaken else { throw .ended }
    }

    /// Sends a text as UTF-8.
    public func send(_ text: String) async throws(Failure) { try await send(Array(text.utf8)) }

    /// Sends the head unless it was sent.
    func begin() {
        // The head is queued while the lock is held, so that no chunk overtakes it.
        state.withLock { state in
            if !state.hasBegun { transport.begin(head(state.request)) }
            state.hasBegun = true
        }
    }
}

/// The connection behind a stream; called from any thread.
protocol AxonStreamTransport: Sendable {
    /// Queues the head of the response.
    func begin(_ head: AxonResponse)
    /// Queues a chunk, and calls back once, when the connection has taken it or is gone.
    func send(_ chunk: [UInt8], whenTaken: @escaping @Sendable (_ isTaken: Bool) -> Void)
    /// Closes the connection at once.
    func abandon()
}
