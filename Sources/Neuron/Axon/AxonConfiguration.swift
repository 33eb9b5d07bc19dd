public import Logging

/// Where an axon listens, and the bounds that keep strangers from exhausting it.
public struct AxonConfiguration: Sendable {
    /// Address to listen on.
    public var host = "127.0.0.1"
    /// Port to listen on; 0 lets the system choose.
    public var port = 0
    /// Largest body of a request in bytes; a larger one is refused with 413.
    public var bodyBytesMax = 1 << 20
    /// Most connections at a time; more are closed at once.
    public var connectionsMax = 512
    /// Most requests that are worked on at a time; more wait.
    public var requestsMax = 64
    /// Most requests that wait; beyond that those of the lowest priority are refused with 503.
    public var waitingMax = 256
    /// Most bytes of bodies that wait.
    public var waitingBytesMax = 64 << 20
    /// Seconds that a connection may take to send a request's head, counted from its opening or the last response.
    public var headSecondsMax = 15
    /// Seconds that a request may take to send its body, and a response, or one chunk of a streamed one, to be taken.
    public var bodySecondsMax = 10
    /// Longest time for an answer in seconds, whatever the request allows.
    public var timeoutSecondsMax = 60.0
    /// Most sender processes remembered against replay.
    public var sessionsMax = 16_384
    /// Most sender processes of one hotkey remembered against replay.
    public var sessionsPerHotkeyMax = 64
    /// Hears of requests that are refused, at debug level; nobody by default.
    public var logger = Logger(label: "myelin.axon") { _ in SwiftLogNoOpLogHandler() }

    /// The defaults.
    public init() {}

    /// The defaults at another address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
