/// The subscriptions of one connection, as a state machine: every change returns what the caller has to do.
///
/// An entry is *reserved* before the handler is asked, so that the limit is known before an extrinsic is submitted;
/// *open* once its id goes out; and gone after the client ends it, the source finishes it, or the connection ends.
public struct SubscriptionTable: Sendable {
    private enum Phase { case reserved, open }

    private var entries: [SubscriptionID: (kind: SubscriptionKind, phase: Phase)] = [:]
    private var last: UInt64
    private var isClosed = false

    /// Entries that may stand at once.
    public let limit: Int

    /// An empty table, whose first id follows `last`.
    public init(limit: Int, last: UInt64 = 0) {
        self.limit = limit
        self.last = last
    }

    /// Entries, reserved ones too.
    public var count: Int { entries.count }

    /// What came of a reservation.
    public enum Reservation: Sendable, Equatable {
        case reserved(SubscriptionID)
        case refused(RPCError)
    }

    /// Takes the next id for a subscription that is about to start.
    public mutating func reserve(_ kind: SubscriptionKind) -> Reservation {
        guard !isClosed else { return .refused(.internalError("the connection is closing.")) }
        guard entries.count < limit else { return .refused(.tooManySubscriptions(limit: limit)) }
        last += 1
        let id = SubscriptionID(last)
        entries[id] = (kind, .reserved)
        return .reserved(id)
    }

    /// The id of a reserved entry went out: its kind, or `nil` when nobody listens any more and the source must not
    /// begin.
    public mutating func open(_ id: SubscriptionID) -> SubscriptionKind? {
        guard let entry = entries[id] else { return nil }
        entries[id] = (entry.kind, .open)
        return entry.kind
    }

    /// Whether an update of `id` is to be sent.
    public func isOpen(_ id: SubscriptionID) -> Bool { entries[id]?.phase == .open }

    /// The handler refused, or the source has nothing more to push. Whether there was such an entry.
    @discardableResult
    public mutating func remove(_ id: SubscriptionID) -> Bool { entries.removeValue(forKey: id) != nil }

    /// What to answer to a request to unsubscribe.
    public enum Cancellation: Sendable, Equatable {
        /// Answer true and stop the source.
        case stop(SubscriptionID)
        /// Answer false: no open subscription of that kind has that id.
        case unknown
    }

    /// The client ends a subscription.
    public mutating func cancel(_ kind: SubscriptionKind, text: String) -> Cancellation {
        guard let id = SubscriptionID(text: text), let entry = entries[id], entry.kind == kind, entry.phase == .open
        else { return .unknown }
        entries[id] = nil
        return .stop(id)
    }

    /// The connection ends: nothing starts any more.
    public mutating func close() {
        isClosed = true
        entries = [:]
    }
}
