/// How a client waits, retries and bounds what it holds.
public struct ConnectionConfiguration: Sendable {
    /// Time for the TCP connection and the WebSocket handshake.
    public var handshakeTimeout: Duration
    /// Time for which a first connection is tried again and again; zero tries once.
    public var patience: Duration
    /// Time for the answer to one request, its repetitions included.
    public var callTimeout: Duration
    /// Waiting time before the first repetition; it doubles up to ``backoffMaximum``.
    public var backoffMinimum: Duration
    /// The longest waiting time between two attempts.
    public var backoffMaximum: Duration
    /// A connection that is silent this long is pinged; silent twice as long, it is given up.
    public var pingInterval: Duration
    /// Updates of one subscription that may wait to be read; one more ends the subscription.
    public var updateBacklogMaximum: Int
    /// Bytes of one message of the node.
    public var messageByteMaximum: Int

    /// The defaults: 10 s for the handshake, 30 s a call, 1,024 waiting updates, 256 MiB a message.
    public init() {
        handshakeTimeout = .seconds(10)
        patience = .zero
        callTimeout = .seconds(30)
        backoffMinimum = .milliseconds(50)
        backoffMaximum = .seconds(2)
        pingInterval = .seconds(20)
        updateBacklogMaximum = 1_024
        messageByteMaximum = 256 << 20
    }
}
