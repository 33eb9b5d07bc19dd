/// How a request ended, as far as an operator tells apart.
public enum RequestOutcome: String, CaseIterable, Sendable {
    /// It has a result.
    case success
    /// The client asked for something that cannot be.
    case clientError = "client_error"
    /// A limit of this server stood in the way.
    case limited
    /// The node or its store failed.
    case serverError = "server_error"

    /// The outcome of a request that was answered with `error`.
    public init(_ error: RPCError) {
        if error.refusal != nil {
            self = .limited
        } else {
            self = error.code == -32603 ? .serverError : .clientError
        }
    }
}
