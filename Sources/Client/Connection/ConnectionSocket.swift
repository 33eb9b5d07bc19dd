import JSON
import NIOCore
import NIOWebSocket
import Synchronization

/// One WebSocket from its handshake to its end: who waits for which answer, and which stream takes which updates. The
/// rules stand in ``CallTable``; this carries them out.
final class ConnectionSocket: Sendable {
    typealias Outcome = Result<JSONValue, ClientError>
    typealias Updates = AsyncThrowingStream<JSONValue, any Error>

    private enum Waiter {
        case one(CheckedContinuation<Outcome, Never>)
        /// Part of the batch whose first request has this id.
        case member(UInt64)
    }

    private struct Batch {
        var outcomes: [Outcome?]
        var continuation: CheckedContinuation<[Outcome], Never>
    }

    private struct Stream {
        var continuation: Updates.Continuation
        var unsubscribe: String
        /// Known once the node has answered.
        var key: JSONKey?
    }

    private struct State {
        var table = CallTable()
        var channel: (any Channel)?
        var endReason: String?
        var waiters: [UInt64: Waiter] = [:]
        var deadlines: [UInt64: Scheduled<Void>] = [:]
        var batches: [UInt64: Batch] = [:]
        var streams: [UInt64: Stream] = [:]
        var streamIDs: [JSONKey: UInt64] = [:]
    }

    private let state = Mutex(State())
    private let updateBacklogMaximum: Int
    private let limits: JSONReader.Limits

    init(_ configuration: ConnectionConfiguration) {
        updateBacklogMaximum = configuration.updateBacklogMaximum
        limits = JSONReader.Limits(
            byteMaximum: configuration.messageByteMaximum, valueMaximum: configuration.messageByteMaximum / 8)
    }

    /// Whether requests can be sent.
    var isOpen: Bool { state.withLock { $0.channel != nil && $0.endReason == nil } }

    /// Requests that are under way.
    var pendingCount: Int { state.withLock { $0.table.pendingCount } }

    func attach(_ channel: any Channel) { state.withLock { $0.channel = channel } }

    /// Ends the connection; whoever waits hears that it was closed.
    func close() {
        let channel = state.withLock { $0.channel }
        end("this client closed it")
        channel?.close(promise: nil)
    }

    // MARK: Requests

    /// The outcome of one request.
    func call(_ request: RPCRequest, timeout: Duration) async -> Outcome {
        let id = state.withLock { $0.table.begin(request.method) }
        return await wait(for: id, request, timeout)
    }

    /// The outcomes of several requests that go out as one message.
    func call(batch requests: [RPCRequest], timeout: Duration) async -> [Outcome] {
        guard !requests.isEmpty else { return [] }
        let ids = state.withLock { $0.table.begin(batch: requests.map(\.method)) }
        let first = ids[0]
        let text = JSONWriter.encode(capacity: 128 * requests.count) { writer in
            writer.array { writer in for (id, request) in zip(ids, requests) { request.write(id: id, to: &writer) } }
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    state.batches[first] = Batch(
                        outcomes: Array(repeating: nil, count: ids.count), continuation: continuation)
                    for id in ids { state.waiters[id] = .member(first) }
                }
                start(ids, text, "a batch of \(requests.count) requests", timeout)
            }
        } onCancel: {
            for id in ids { resolve(id, .failure(.cancelled)) }
        }
    }

    /// Begins a subscription: the updates, once the node has answered.
    func subscribe(
        _ request: RPCRequest, unsubscribe: String, timeout: Duration
    ) async -> Result<Updates, ClientError> {
        let (updates, continuation) = Updates.makeStream(bufferingPolicy: .bufferingOldest(updateBacklogMaximum))
        let id = state.withLock { state in
            let id = state.table.begin(request.method, unsubscribe: unsubscribe)
            state.streams[id] = Stream(continuation: continuation, unsubscribe: unsubscribe)
            return id
        }
        continuation.onTermination = { [weak self] _ in self?.endStream(id) }
        return await wait(for: id, request, timeout).map { _ in updates }
    }

    private func wait(for id: UInt64, _ request: RPCRequest, _ timeout: Duration) async -> Outcome {
        let text = JSONWriter.encode { request.write(id: id, to: &$0) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiters[id] = .one(continuation) }
                start([id], text, request.method, timeout)
            }
        } onCancel: {
            resolve(id, .failure(.cancelled))
        }
    }

    // Sends the text and sets the deadline, or resolves at once where that is of no use any more.
    private func start(_ ids: [UInt64], _ text: [UInt8], _ name: String, _ timeout: Duration) {
        let (channel, endReason) = state.withLock { ($0.channel, $0.endReason) }
        guard let channel, endReason == nil, !Task.isCancelled else {
            let error = Task.isCancelled ? ClientError.cancelled : .closed(reason: endReason ?? "it was not open")
            for id in ids { resolve(id, .failure(error)) }
            return
        }
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(clientDuration: timeout)) { [weak self] in
            for id in ids { self?.resolve(id, .failure(.timedOut(request: name, after: timeout))) }
        }
        let isWaiting = state.withLock { state in
            guard state.waiters[ids[0]] != nil else { return false }
            state.deadlines[ids[0]] = deadline
            return true
        }
        guard isWaiting else { return deadline.cancel() }
        write(text, on: channel)
    }

    private func write(_ text: [UInt8], on channel: any Channel) {
        let frame = WebSocketFrame(
            fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: text))
        channel.writeAndFlush(frame, promise: nil)
    }

    // MARK: What comes in

    /// Takes a message of the node; returns why the connection cannot go on, or `nil`.
    func receive(_ bytes: [UInt8]) -> String? {
        let message: JSONValue
        do {
            message = try JSONReader.read(bytes, limits: limits)
        } catch {
            return "the node sent a message that is no JSON: \(error)"
        }
        for action in state.withLock({ $0.table.receive(message) }) { perform(action) }
        return nil
    }

    private func perform(_ action: CallTable.Action) {
        switch action {
        case .answer(let id, let outcome): resolve(id, outcome)
        case .begin(let id, let key):
            state.withLock { state in
                state.streams[id]?.key = key
                state.streamIDs[key] = id
            }
            resolve(id, .success(key.json))
        case .update(let key, let value):
            let stream = state.withLock { state in state.streamIDs[key].flatMap { state.streams[$0] } }
            if case .dropped = stream?.continuation.yield(value) {
                stream?.continuation.finish(throwing: ClientError.backlog(limit: updateBacklogMaximum))
            }
        case .unsubscribe(let method, let key): sendUnsubscribe(method, key)
        }
    }

    /// Hands an outcome to whoever waits for the request; does nothing when nobody does any more.
    private func resolve(_ id: UInt64, _ outcome: Outcome) {
        let resume = state.withLock { state -> (@Sendable () -> Void)? in
            guard let waiter = state.waiters.removeValue(forKey: id) else { return nil }
            if case .failure = outcome {
                // No answer is awaited any more; one that comes late is dropped.
                state.table.abandon(id)
                state.streams[id] = nil
            }
            switch waiter {
            case .one(let continuation):
                state.deadlines.removeValue(forKey: id)?.cancel()
                return { continuation.resume(returning: outcome) }
            case .member(let first):
                guard var batch = state.batches[first] else { return nil }
                batch.outcomes[Int(id - first)] = outcome
                let outcomes = batch.outcomes.compactMap(\.self)
                guard outcomes.count == batch.outcomes.count else {
                    state.batches[first] = batch
                    return nil
                }
                state.batches[first] = nil
                state.deadlines.removeValue(forKey: first)?.cancel()
                let continuation = batch.continuation
                return { continuation.resume(returning: outcomes) }
            }
        }
        resume?()
    }

    /// The connection ended: every waiter and every stream hears why.
    func end(_ reason: String) {
        let (ids, streams) = state.withLock { state in
            state.endReason = state.endReason ?? reason
            _ = state.table.endAll()
            let begun = state.streams.values.filter { $0.key != nil }
            state.streamIDs = [:]
            for (id, stream) in state.streams where stream.key != nil { state.streams[id] = nil }
            return (Array(state.waiters.keys), begun)
        }
        for id in ids { resolve(id, .failure(.closed(reason: reason))) }
        for stream in streams { stream.continuation.finish(throwing: ClientError.closed(reason: reason)) }
    }

    private func endStream(_ id: UInt64) {
        let ended = state.withLock { state -> (method: String, key: JSONKey)? in
            guard let stream = state.streams.removeValue(forKey: id) else { return nil }
            guard let key = stream.key else {
                state.table.abandon(id)
                return nil
            }
            state.streamIDs[key] = nil
            return state.table.end(key) ? (stream.unsubscribe, key) : nil
        }
        if let ended { sendUnsubscribe(ended.method, ended.key) }
    }

    // Nobody waits for the answer.
    private func sendUnsubscribe(_ method: String, _ key: JSONKey) {
        let (id, channel) = state.withLock { ($0.table.begin(method), $0.endReason == nil ? $0.channel : nil) }
        guard let channel else { return }
        write(JSONWriter.encode { RPCRequest(method, [key.json]).write(id: id, to: &$0) }, on: channel)
    }
}
