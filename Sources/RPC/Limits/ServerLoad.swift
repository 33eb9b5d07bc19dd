import Synchronization

/// What all connections of a service hold and do, and the bounds of both.
public final class ServerLoad: Sendable {
    /// What was counted so far.
    public let statistics = ServerStatistics()
    /// The bounds.
    public let limits: RPCLimits
    let budget: ByteBudget
    let costly: FairGate
    // Rows of blocks that clients ask for are long work too, but must not stand in the way of reads.
    let mining: FairGate

    init(limits: RPCLimits) {
        self.limits = limits
        budget = ByteBudget(byteMaximum: limits.heldByteMaximum, statistics: statistics)
        costly = FairGate(
            width: max(1, limits.costlyRequestsMaximum), waitingMaximum: limits.costlyWaitingMaximum,
            waiting: statistics.costlyWaitingCounter)
        mining = FairGate(
            width: 1, waitingMaximum: limits.costlyWaitingMaximum, waiting: statistics.costlyWaitingCounter)
    }

    /// Opens the account of a connection.
    /// - Parameter evict: called, from any thread, when the connection has to end because it holds most while the
    ///   server holds too much. It must return at once.
    public func open(
        _ context: ConnectionContext, evict: @escaping @Sendable () -> Void = {}
    ) -> ConnectionAccount {
        ConnectionAccount(context, load: self, bytes: budget.open(evict: evict))
    }

    func reserveSubscription() -> Bool {
        let counter = statistics.subscriptionsOpenCounter
        counter.add()
        guard counter.value <= limits.subscriptionTotalMaximum else {
            counter.add(-1)
            return false
        }
        return true
    }

    func releaseSubscriptions(_ count: Int) { statistics.subscriptionsOpenCounter.add(-count) }
}

/// What one connection holds and does.
public final class ConnectionAccount: Sendable {
    /// Who is connected.
    public let context: ConnectionContext
    let load: ServerLoad
    private let bytes: ByteBudget.Account
    private let rate: Mutex<RequestRate?>

    fileprivate init(_ context: ConnectionContext, load: ServerLoad, bytes: ByteBudget.Account) {
        self.context = context
        self.load = load
        self.bytes = bytes
        rate = Mutex(
            load.limits.requestsPerMinuteMaximum.map { RequestRate(perMinuteMaximum: $0, now: .now) })
    }

    /// The same for a request that came in this way: a connection begins with HTTP and may become a WebSocket.
    func context(over transport: ConnectionContext.Transport) -> ConnectionContext {
        ConnectionContext(id: context.id, transport: transport, peer: context.peer)
    }

    /// Holds so many bytes more for the connection. False when that cannot be; then the connection must be ended.
    public func take(_ byteCount: Int) -> Bool { bytes.take(byteCount) }

    /// Lets go of so many bytes.
    public func give(_ byteCount: Int) { bytes.give(byteCount) }

    /// Whether the connection may go on: it has not ended, and was not evicted.
    public var isOpen: Bool { bytes.isOpen }

    /// Nobody listens to the connection's answers any more: none of its requests waits for its turn.
    func stopWaiting() {
        load.costly.drop(context.id)
        load.mining.drop(context.id)
    }

    /// The connection has ended: it holds nothing and waits for nothing any more.
    public func close() {
        bytes.close()
        stopWaiting()
    }

    /// Whether one more request is within the rate.
    func allowsRequest() -> Bool {
        rate.withLock { rate in
            // Without a rate the clock is not asked.
            guard rate != nil else { return true }
            return rate?.allows(now: .now) ?? true
        }
    }
}
