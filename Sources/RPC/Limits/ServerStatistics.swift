import Chain
import Synchronization

/// What a server has counted since it started. Any thread may count and read; a value is exact, several of them read
/// together need not be of the same instant.
public final class ServerStatistics: Sendable {
    /// Why something was refused, or a connection ended, by a limit. The raw values are labels for metrics.
    public enum Refusal: String, CaseIterable, Sendable {
        /// More connections than the server takes.
        case connectionLimit = "connection_limit"
        /// More connections of one address than the server takes.
        case addressLimit = "address_limit"
        /// A message longer than the server reads.
        case requestSize = "request_size"
        /// An answer longer than the server sends.
        case responseSize = "response_size"
        /// A batch of more requests than the server takes.
        case batchLength = "batch_length"
        /// A subscription beyond those that a connection may have.
        case subscriptionLimit = "subscription_limit"
        /// A subscription beyond those that all connections may have.
        case subscriptionTotal = "subscription_total"
        /// A request beyond those of a minute.
        case rate
        /// A costly request while too many wait.
        case busy
        /// A connection that held most while the server held too much.
        case memory
        /// A connection that did not read what was sent to it.
        case slowReader = "slow_reader"
        /// A connection that owed the rest of a request, a first request, or an answer to a ping.
        case timeout
        /// Bytes that are no HTTP and no WebSocket frames.
        case malformed
    }

    /// A number that only grows, or a level that goes up and down.
    final class Counter: Sendable {
        private let count = Atomic<Int>(0)

        var value: Int { count.load(ordering: .relaxed) }
        func add(_ amount: Int = 1) { count.add(amount, ordering: .relaxed) }
    }

    let connectionsOpenCounter = Counter()
    let connectionsTotalCounter = Counter()
    let subscriptionsOpenCounter = Counter()
    let requestsTotalCounter = Counter()
    let bytesHeldCounter = Counter()
    let bytesReceivedCounter = Counter()
    let bytesSentCounter = Counter()
    let costlyWaitingCounter = Counter()
    private let refusals = Tally<Refusal>()

    /// Nothing counted yet.
    public init() {}

    /// Connections that are open.
    public var connectionsOpen: Int { connectionsOpenCounter.value }
    /// Connections that were taken in.
    public var connectionsTotal: Int { connectionsTotalCounter.value }
    /// Subscriptions that are open.
    public var subscriptionsOpen: Int { subscriptionsOpenCounter.value }
    /// Requests that came, each of a batch counted.
    public var requestsTotal: Int { requestsTotalCounter.value }
    /// Bytes held for all connections, those within each connection's allowance left out.
    public var bytesHeld: Int { bytesHeldCounter.value }
    /// Bytes of messages that came, without the framing.
    public var bytesReceived: Int { bytesReceivedCounter.value }
    /// Bytes of answers and notifications that were written to sockets, without the framing.
    public var bytesSent: Int { bytesSentCounter.value }
    /// Costly requests that wait for their turn.
    public var costlyWaiting: Int { costlyWaitingCounter.value }

    /// How often something was refused, or a connection ended, for this reason.
    public func refused(_ reason: Refusal) -> Int { Int(clamping: refusals[reason]) }

    /// Counts a refusal.
    public func count(_ reason: Refusal) { refusals.add(to: reason) }

    /// A connection was taken in.
    public func connectionOpened() {
        connectionsTotalCounter.add()
        connectionsOpenCounter.add()
    }

    /// A connection that was taken in has ended.
    public func connectionClosed() { connectionsOpenCounter.add(-1) }

    /// A message of so many bytes came.
    public func received(byteCount: Int) { bytesReceivedCounter.add(byteCount) }

    /// So many bytes of answers and notifications went to a socket.
    public func sent(byteCount: Int) { bytesSentCounter.add(byteCount) }
}
