/// Who sends a request: what the hooks and handlers of an axon may know.
public struct AxonCaller: Sendable {
    /// SS58 address of the sender's hotkey. Before the signature is verified, this is only a claim.
    public let hotkey: String
    /// Address of the connection's other end.
    public let ip: String
    /// The kind of request.
    public let synapseName: String
    /// Seconds within which the answer must be there.
    public let timeoutSeconds: Double
}
