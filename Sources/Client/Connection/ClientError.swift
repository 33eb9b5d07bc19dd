public import Primitives

/// Why a client did not get what it asked of a chain. The descriptions name cause and remedy.
public enum ClientError: Error, Sendable, Equatable {
    // The connection.

    /// The text is no endpoint that this client can connect to.
    case unsupportedEndpoint(String)
    /// Nobody answers there, or what answers speaks no WebSocket.
    case unreachable(endpoint: String, reason: String)
    /// The connection ended while the answer was awaited.
    case closed(reason: String)
    /// No answer came in time.
    case timedOut(request: String, after: Duration)
    /// The task that asked was cancelled.
    case cancelled
    /// The updates of a subscription came faster than they were read; more than `limit` waited.
    case backlog(limit: Int)

    // What the node says.

    /// The node answered with an error object.
    case rpc(code: Int, message: String, data: String?)
    /// The node's answer is not what the method's answers look like.
    case malformedAnswer(request: String, detail: String)
    /// After the connection came back, another chain answered.
    case otherChain(expected: Hash, found: Hash)
    /// A typed item does not look on this chain as it was generated.
    case shapeMismatch(item: String, expected: String, found: String)

    // Extrinsics.

    /// The node's pool did not take the extrinsic.
    case rejected(PoolRejection)
    /// The pool took the extrinsic and let go of it again, with this status.
    case dropped(status: String)
    /// The connection ended after the extrinsic was sent: it may or may not be in a block. It is never sent again by
    /// itself; ``ChainClient/inclusion(of:from:through:)`` looks for it.
    case outcomeUnknown(extrinsic: Hash)
    /// The extrinsic is in a block, and its call failed.
    case failed(DispatchFailure)
    /// An account has less than what the act costs.
    case insufficientBalance(account: AccountID, free: Rao, needed: Rao)
    /// An argument cannot be sent: the reason.
    case invalidArgument(String)
}

extension ClientError {
    /// Whether the connection was lost or not there, so that asking again may help.
    public var isConnectionLoss: Bool {
        switch self {
        case .unreachable, .closed: true
        default: false
        }
    }
}

extension ClientError: CustomStringConvertible {
    /// Cause and remedy.
    public var description: String {
        switch self {
        case .unsupportedEndpoint(let text):
            "'\(text)' is no endpoint: write ws://host:port. TLS (wss://) is not supported; put a proxy in between."
        case .unreachable(let endpoint, let reason):
            "No node answers at \(endpoint) (\(reason)). Start one with `myelin node --dev`, or check host and port."
        case .closed(let reason):
            "The connection to the node ended: \(reason). Reads are tried again by themselves; connect again."
        case .timedOut(let request, let duration):
            "\(request) was not answered within \(duration). The node may be busy: try again or allow more time."
        case .cancelled: "The task that asked was cancelled."
        case .backlog(let limit):
            "More than \(limit) updates of a subscription were waiting. Read faster, or subscribe again and skip ahead."
        case .rpc(let code, let message, let data):
            "The node answered with error \(code): \(message)" + (data.map { " (\($0))" } ?? "")
        case .malformedAnswer(let request, let detail):
            "The answer to \(request) is malformed: \(detail). Is this a Bittensor node?"
        case .otherChain(let expected, let found):
            "Another chain answers now (genesis \(found.hexadecimal) instead of \(expected.hexadecimal)). Connect anew."
        case .shapeMismatch(let item, let expected, let found):
            "\(item) differs on this chain: this library was built for \(expected), the chain has \(found). "
                + "Regenerate the interface from the chain's metadata, or read the item as a dynamic value."
        case .rejected(let reason): "The node refused the extrinsic: \(reason)"
        case .dropped(let status):
            "The node let go of the extrinsic (\(status)). Check nonce and balance, then sign and submit a new one."
        case .outcomeUnknown(let hash):
            "The connection ended after extrinsic \(hash.hexadecimal) was sent. Look for it before sending another."
        case .failed(let failure): "The call failed: \(failure)"
        case .insufficientBalance(let account, let free, let needed):
            "\(account.clientText) has \(free.taoText) free and needs \(needed.taoText). Fund it first."
        case .invalidArgument(let reason): "The arguments cannot be sent: \(reason)."
        }
    }
}
