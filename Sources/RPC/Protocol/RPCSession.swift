import JSON
private import Synchronization

/// The socket behind a session. All of these are called from any thread and must return at once.
public protocol RPCTransport: AnyObject, Sendable {
    /// Texts wait: come to `RPCSession.takeOutgoing` on the thread that writes, until it gives none.
    func wakeWriter()
    /// Read on, or stop reading until told otherwise.
    func setReading(_ isReading: Bool)
    /// Close the connection for this reason.
    func close(_ reason: SessionEnd)
}

/// Why the server ends a session.
public enum SessionEnd: Sendable, Equatable {
    /// More waits for the client than the server holds.
    case slowConsumer
    /// A text message was not UTF-8.
    case invalidText
}

/// One connection that lasts: requests in, answers and notifications out, subscriptions in between.
///
/// The state is pure (three state machines under one lock); this class carries out what they say.
public final class RPCSession: Sendable {
    /// Who is connected.
    public let context: ConnectionContext
    private let service: RPCService
    private let transport: any RPCTransport
    private let state: Mutex<State>

    private struct State {
        var requests: RequestQueue
        var outgoing: OutgoingQueue
        var table: SubscriptionTable
        var cancellations: [SubscriptionID: Subscription.Cancellation] = [:]
        var isReading = true
        var isClosed = false

        // Whether reading has to change, and to what.
        mutating func readingChange() -> Bool? {
            let wanted = !requests.isFull && !outgoing.isCongested
            guard wanted != isReading, !isClosed else { return nil }
            isReading = wanted
            return wanted
        }
    }

    /// A session over `transport`.
    public init(service: RPCService, context: ConnectionContext, transport: any RPCTransport) {
        self.service = service
        self.context = context
        self.transport = transport
        let limits = service.limits
        state = Mutex(
            State(
                requests: RequestQueue(
                    workerMaximum: limits.requestsInFlightMaximum, byteMaximum: limits.requestByteMaximum),
                outgoing: OutgoingQueue(
                    byteMaximum: limits.outgoingByteMaximum, countMaximum: limits.outgoingCountMaximum),
                table: SubscriptionTable(limit: limits.subscriptionCountMaximum)))
    }

    // MARK: The transport's side

    /// A whole message came.
    public func receive(_ message: RequestQueue.Message) {
        let (hired, reading) = state.withLock { state -> (Int, Bool?) in
            guard !state.isClosed else { return (0, nil) }
            state.requests.append(message)
            let hired = state.outgoing.isCongested ? 0 : state.requests.hire()
            return (hired, state.readingChange())
        }
        carryOut(hired, reading)
    }

    /// Texts to write now, about `byteGoal` bytes of them; none when nothing waits.
    public func takeOutgoing(byteGoal: Int) -> [[UInt8]] {
        let (texts, hired, reading) = state.withLock { state -> ([[UInt8]], Int, Bool?) in
            let texts = state.outgoing.take(byteGoal: byteGoal)
            let hired = state.outgoing.isCongested || state.isClosed ? 0 : state.requests.hire()
            return (texts, hired, state.readingChange())
        }
        carryOut(hired, reading)
        return texts
    }

    /// The connection has ended, for whatever reason: every source is stopped.
    public func end() {
        let cancellations = state.withLock { state -> [Subscription.Cancellation] in
            state.isClosed = true
            state.requests.close()
            state.table.close()
            defer { state.cancellations = [:] }
            return Array(state.cancellations.values)
        }
        for cancel in cancellations { cancel() }
    }

    private func carryOut(_ hired: Int, _ reading: Bool?) {
        if let reading { transport.setReading(reading) }
        for _ in 0..<hired { Task { await work() } }
    }

    // MARK: Workers

    private func work() async {
        while let message = state.withLock({ $0.requests.next(while: !$0.outgoing.isCongested) }) {
            let response = await service.respond(to: message.text, context: context, subscriptions: self)
            if response.isUnreadable, message.isText, String(validating: message.text, as: UTF8.self) == nil {
                end(.invalidText)
            }
            if let text = response.text { send(text) }
            for (id, subscription) in response.begun { begin(id, subscription) }
            let reading = state.withLock { state -> Bool? in
                state.requests.finish(byteCount: message.text.count)
                return state.readingChange()
            }
            carryOut(0, reading)
        }
    }

    private func send(_ text: [UInt8]) {
        carryOut(state.withLock { $0.isClosed ? .none : $0.outgoing.append(text) })
    }

    private func carryOut(_ action: OutgoingQueue.Action) {
        switch action {
        case .none: break
        case .wakeWriter: transport.wakeWriter()
        case .overflow: end(.slowConsumer)
        }
    }

    private func end(_ reason: SessionEnd) {
        end()
        transport.close(reason)
    }

    // MARK: Sources of updates

    private func begin(_ id: SubscriptionID, _ subscription: Subscription) {
        guard let kind = state.withLock({ $0.table.open(id) }) else { return }
        let cancel = subscription.begin(SubscriptionSink(id: id, kind: kind, session: self))
        // It may have ended meanwhile: then nobody else will stop it.
        let isOpen = state.withLock { state in
            if state.table.isOpen(id) { state.cancellations[id] = cancel }
            return state.table.isOpen(id)
        }
        if !isOpen { cancel() }
    }

    func push(_ result: [UInt8], to id: SubscriptionID, _ kind: SubscriptionKind) {
        let text = JSONWriter.encode(capacity: result.count + 128) {
            $0.object {
                $0.field("jsonrpc") { $0.literal("\"2.0\"") }
                $0.field("method") { $0.string(kind.notification.description) }
                $0.field("params") {
                    $0.object {
                        $0.field("subscription") { $0.string(id.text) }
                        $0.field("result") { $0.raw(result) }
                    }
                }
            }
        }
        carryOut(state.withLock { $0.table.isOpen(id) ? $0.outgoing.append(text) : .none })
    }

    func finish(_ id: SubscriptionID) {
        let cancel = state.withLock { state in
            state.table.remove(id)
            return state.cancellations.removeValue(forKey: id)
        }
        cancel?()
    }
}

extension RPCSession: SubscriptionRegistry {
    func reserve(_ kind: SubscriptionKind) -> SubscriptionTable.Reservation {
        state.withLock { $0.table.reserve(kind) }
    }

    func release(_ id: SubscriptionID) { state.withLock { $0.table.remove(id) } }

    func unsubscribe(_ kind: SubscriptionKind, _ id: String) -> Bool {
        let (isKnown, cancel) = state.withLock { state -> (Bool, Subscription.Cancellation?) in
            guard case .stop(let id) = state.table.cancel(kind, text: id) else { return (false, nil) }
            return (true, state.cancellations.removeValue(forKey: id))
        }
        cancel?()
        return isKnown
    }
}
