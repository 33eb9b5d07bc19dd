/// Bounds on what clients can make the server hold and do: of one message, of one connection, and of all together.
public struct RPCLimits: Sendable, Equatable {
    // MARK: One message

    /// Length of a message in bytes.
    public var requestByteMaximum = 15 << 20
    /// Length of an answer, and of all answers of a batch together, in bytes.
    public var responseByteMaximum = 32 << 20
    /// Requests in one batch; 0 takes no batches at all.
    public var batchCountMaximum = 1_000

    // MARK: One connection

    /// Subscriptions of one connection.
    public var subscriptionCountMaximum = 1_024
    /// Messages of one connection that are worked on at once.
    public var requestsInFlightMaximum = 8
    /// Bytes that wait for one client to read them.
    public var outgoingByteMaximum = 64 << 20
    /// Answers and notifications that wait for one client to read them.
    public var outgoingCountMaximum = 65_536
    /// Requests that one connection may make in a minute; `nil` for any number.
    public var requestsPerMinuteMaximum: Int?

    // MARK: All connections together

    /// Bytes held for all connections: requests that came in part or wait, answers that nobody has read, subscriptions.
    /// What a connection holds up to ``RPCLimits/heldByteAllowance`` is not counted.
    public var heldByteMaximum = 256 << 20
    /// Subscriptions of all connections.
    public var subscriptionTotalMaximum = 16_384
    /// Costly requests that are worked on at once (see ``RPCMethod/isCostly``); the others are answered beside them.
    public var costlyRequestsMaximum = 2
    /// Costly requests that wait for their turn.
    public var costlyWaitingMaximum = 4_096

    /// What every connection may hold whatever the others do, in bytes: the greed of some never ends those who hold
    /// little.
    public static let heldByteAllowance = 64 << 10

    /// The default limits.
    public init() {}
}
