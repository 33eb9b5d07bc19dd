/// A request that was answered, for a log.
public struct RequestReport: Sendable {
    /// What was asked; `nil` for what this node does not serve.
    public let method: RPCMethodName?
    /// Who asked.
    public let connection: ConnectionContext
    /// Why there was no result; `nil` where there was.
    public let error: RPCError?
    /// Time from the decoded request to its answer.
    public let duration: Duration
}
