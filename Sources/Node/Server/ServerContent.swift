/// What a server serves beside the health of the node, which it always does.
public struct ServerContent: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// JSON-RPC over HTTP and WebSocket.
    public static let rpc = ServerContent(rawValue: 1)
    /// The node's numbers.
    public static let metrics = ServerContent(rawValue: 2)
}
