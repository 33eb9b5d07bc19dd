/// A source of updates that has not begun: the handler's answer to a method that subscribes.
public struct Subscription: Sendable {
    /// Stops the source; called at most once, from any thread.
    public typealias Cancellation = @Sendable () -> Void

    private let start: @Sendable (SubscriptionSink) -> Cancellation
    /// Bytes that it holds, roughly, which its client answers for.
    let byteCount: Int

    /// A source.
    ///
    /// - Parameters:
    ///   - byteCount: bytes that it holds beyond the ordinary, for example the keys that it watches.
    ///   - start: keeps the sink and pushes to it from any thread, from now on if it likes; returns what stops it. It
    ///     must return soon, and it must not wait for its own cancellation.
    public init(byteCount: Int = 0, _ start: @escaping @Sendable (SubscriptionSink) -> Cancellation) {
        self.start = start
        // The entries in the tables of session and source.
        self.byteCount = byteCount + 512
    }

    func begin(_ sink: SubscriptionSink) -> Cancellation { start(sink) }
}

/// Where a source pushes its updates.
public struct SubscriptionSink: Sendable {
    /// The subscription.
    public let id: SubscriptionID
    /// What it pushes.
    public let kind: SubscriptionKind
    private let session: RPCSession

    init(id: SubscriptionID, kind: SubscriptionKind, session: RPCSession) {
        self.id = id
        self.kind = kind
        self.session = session
    }

    /// Queues an update, JSON already. Does nothing once the subscription has ended. Never waits: a client that reads
    /// too slowly loses its connection.
    public func send(_ result: [UInt8]) { session.push(result, to: id, kind) }

    /// Queues the last update and ends the subscription with it: whoever has read it finds no subscription any more.
    /// The cancellation is called.
    public func finish(with result: [UInt8]) { session.finish(id, kind, with: result) }

    /// Ends the subscription after what was sent; the client is not told. The cancellation is called.
    public func finish() { session.finish(id) }
}
