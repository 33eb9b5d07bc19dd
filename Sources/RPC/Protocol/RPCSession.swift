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
    /// The server holds as much as it may, and this client makes it hold most.
    case memory
}

/// One connection that lasts: requests in, answers and notifications out, subscriptions in between.
///
/// The state is pure (three state machines under one lock); this class carries out what they say.
public final class RPCSession: Sendable {
    /// What the connection holds.
    public let account: ConnectionAccount
    private let service: RPCService
    private let transport: any RPCTransport
    private let state: Mutex<State>

    // A subscription that pushes: what stops it, and the bytes that it holds.
    private struct Begun {
        let cancel: Subscription.Cancellation
        let byteCount: Int
    }

    private struct State {
        var requests: RequestQueue
        var outgoing: OutgoingQueue
        var table: SubscriptionTable
        var begun: [SubscriptionID: Begun] = [:]
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
    ///
    /// The transport has taken the bytes of each message from the account when it hands the message over; the session
    /// gives them back. The session takes those of each text to be sent (``OutgoingQueue/heldByteCount(of:)``), and the
    /// transport gives them back once the text is written.
    public init(service: RPCService, account: ConnectionAccount, transport: any RPCTransport) {
        self.service = service
        self.account = account
        self.transport = transport
        let limits = service.limits
        state = Mutex(
            State(
                requests: RequestQueue(
                    workerMaximum: limits.requestsInFlightMaximum, byteMaximum: limits.requestByteMaximum),
                outgoing: OutgoingQueue(
                    byteMaximum: limits.outgoingByteMaximum, countMaximum: limits.outgoingCountMaximum),
                // A client that reconnects may still end a subscription of its former connection: ids of two
                // connections differ, so that it cannot end a new one by accident.
                table: SubscriptionTable(limit: limits.subscriptionCountMaximum, last: account.context.id << 32)))
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

    /// The connection has ended or is about to, for whatever reason: every source is stopped, and what waited is let
    /// go. The account is closed by whoever opened it, once nothing waits in the socket either.
    public func end() {
        let (begun, subscriptionCount, byteCount) = state.withLock { state -> ([Begun], Int, Int) in
            state.isClosed = true
            let byteCount = state.requests.close() + state.outgoing.close()
            let subscriptionCount = state.table.count
            state.table.close()
            defer { state.begun = [:] }
            return (Array(state.begun.values), subscriptionCount, byteCount)
        }
        service.load.releaseSubscriptions(subscriptionCount)
        account.stopWaiting()
        account.give(byteCount)
        for subscription in begun { stop(subscription) }
    }

    private func carryOut(_ hired: Int, _ reading: Bool?) {
        if let reading { transport.setReading(reading) }
        for _ in 0..<hired { Task(executorPreference: service.executor) { await self.work() } }
    }

    // MARK: Workers

    // Messages that a worker answers before others get its thread.
    private static let messagesPerTurn = 8

    private func work() async {
        var answered = 0
        while let message = state.withLock({ $0.requests.next(while: !$0.outgoing.isCongested) }) {
            let response = await service.respond(to: message.text, for: account, subscriptions: self)
            if response.isUnreadable, message.isText, String(validating: message.text, as: UTF8.self) == nil {
                end(.invalidText)
            }
            if let text = response.text { send(text) }
            for (id, subscription) in response.begun { begin(id, subscription) }
            account.give(message.text.count)
            let reading = state.withLock { state -> Bool? in
                state.requests.finish(byteCount: message.text.count)
                return state.readingChange()
            }
            carryOut(0, reading)
            if !account.isOpen { end(.memory) }
            // A client that never stops asking must not keep a thread from the others. A turn costs as much as a light
            // request, hence not after each.
            answered += 1
            if answered.isMultiple(of: Self.messagesPerTurn) { await Task.yield() }
        }
    }

    private func send(_ text: [UInt8]) { queue(text) { _ in true } }

    // Queues a text where `isWanted` says so.
    private func queue(_ text: [UInt8], _ isWanted: (inout State) -> Bool) {
        let byteCount = OutgoingQueue.heldByteCount(of: text)
        guard account.take(byteCount) else { return end(.memory) }
        let action = state.withLock { state in
            !state.isClosed && isWanted(&state) ? state.outgoing.append(text) : nil
        }
        switch action {
        case nil: account.give(byteCount)
        case .some(.none): break
        case .wakeWriter: transport.wakeWriter()
        case .overflow:
            account.give(byteCount)
            end(.slowConsumer)
        }
    }

    private func end(_ reason: SessionEnd) {
        let isFirst = state.withLock { !$0.isClosed }
        end()
        guard isFirst else { return }
        if reason == .slowConsumer { service.load.statistics.count(.slowReader) }
        transport.close(reason)
    }

    // MARK: Sources of updates

    private func begin(_ id: SubscriptionID, _ subscription: Subscription) {
        guard let kind = state.withLock({ $0.table.open(id) }) else { return }
        guard account.take(subscription.byteCount) else { return end(.memory) }
        let begun = Begun(
            cancel: subscription.begin(SubscriptionSink(id: id, kind: kind, session: self)),
            byteCount: subscription.byteCount)
        // It may have ended meanwhile: then nobody else will stop it.
        let isOpen = state.withLock { state in
            if state.table.isOpen(id) { state.begun[id] = begun }
            return state.table.isOpen(id)
        }
        if !isOpen { stop(begun) }
    }

    private func stop(_ begun: Begun) {
        begun.cancel()
        account.give(begun.byteCount)
    }

    func push(_ result: [UInt8], to id: SubscriptionID, _ kind: SubscriptionKind) {
        queue(Self.update(result, of: id, kind)) { $0.table.isOpen(id) }
    }

    func finish(_ id: SubscriptionID, _ kind: SubscriptionKind, with result: [UInt8]) {
        var isRemoved = false
        var begun: Begun?
        queue(Self.update(result, of: id, kind)) { state in
            guard state.table.isOpen(id) else { return false }
            isRemoved = state.table.remove(id)
            begun = state.begun.removeValue(forKey: id)
            return true
        }
        if isRemoved { service.load.releaseSubscriptions(1) }
        if let begun { stop(begun) }
    }

    private static func update(_ result: [UInt8], of id: SubscriptionID, _ kind: SubscriptionKind) -> [UInt8] {
        JSONWriter.encode(capacity: result.count + 128) {
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
    }

    func finish(_ id: SubscriptionID) {
        let begun = remove(id)
        if let begun { stop(begun) }
    }

    private func remove(_ id: SubscriptionID) -> Begun? {
        let (isRemoved, begun) = state.withLock { state in
            (state.table.remove(id), state.begun.removeValue(forKey: id))
        }
        if isRemoved { service.load.releaseSubscriptions(1) }
        return begun
    }
}

extension RPCSession: SubscriptionRegistry {
    func reserve(_ kind: SubscriptionKind) -> SubscriptionTable.Reservation {
        let load = service.load
        guard load.reserveSubscription() else {
            return .refused(.tooManySubscriptionsInAll(limit: load.limits.subscriptionTotalMaximum))
        }
        let reservation = state.withLock { $0.table.reserve(kind) }
        if case .refused = reservation { load.releaseSubscriptions(1) }
        return reservation
    }

    func release(_ id: SubscriptionID) { _ = remove(id) }

    func unsubscribe(_ kind: SubscriptionKind, _ id: String) -> Bool {
        let (isKnown, begun) = state.withLock { state -> (Bool, Begun?) in
            guard case .stop(let id) = state.table.cancel(kind, text: id) else { return (false, nil) }
            return (true, state.begun.removeValue(forKey: id))
        }
        if isKnown { service.load.releaseSubscriptions(1) }
        if let begun { stop(begun) }
        return isKnown
    }
}
