public import RPC

/// How the RPC server listens and what it allows.
public struct ServerConfiguration: Sendable {
    /// Address to bind. Loopback by default: the node trusts whoever reaches it with its resources.
    public var host: String
    /// TCP port for HTTP and WebSocket; 0 lets the system choose.
    public var port: Int
    /// What is served.
    public var content: ServerContent
    /// Bounds per message and per connection.
    public var limits: RPCLimits
    /// Connections open at once; one more is answered 503.
    public var connectionCountMaximum: Int
    /// Connections open at once of one address, those of this machine left out; one more is answered 503. `nil` for as
    /// many as there may be.
    public var connectionsPerAddressMaximum: Int?
    /// Time in which a new connection has to send the head of its first request.
    public var headTimeout: Duration
    /// Time for the rest of a request, for the client to read an answer over HTTP, and between two requests.
    public var idleTimeout: Duration
    /// A WebSocket that was silent for this long is pinged; silent for as long again, it is closed. It is closed too
    /// when a message that began has not ended after three times as long, and when nothing of what was written to it
    /// was read for as long.
    public var pingInterval: Duration
    /// Time in which a client has to answer the server's close frame, and in which a stopping server ends.
    public var closeTimeout: Duration
    /// Which web pages may use the node.
    public var origins: OriginPolicy
    /// Under which names the node may be addressed.
    public var hosts: HostPolicy

    /// The defaults: 127.0.0.1:9944, 1,000 connections, 250 of another machine, pages and names of this machine only.
    public init(host: String = "127.0.0.1", port: Int = 9944) {
        self.host = host
        self.port = port
        content = [.rpc, .metrics]
        limits = RPCLimits()
        connectionCountMaximum = 1_000
        connectionsPerAddressMaximum = 250
        headTimeout = .seconds(10)
        idleTimeout = .seconds(60)
        pingInterval = .seconds(30)
        closeTimeout = .seconds(3)
        origins = .loopback
        hosts = HostPolicy.isLoopback(host) ? .local : .any
    }
}
