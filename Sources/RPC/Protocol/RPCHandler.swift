public import JSON

/// What answers requests: the chain's side of the interface.
///
/// Calls come from many connections at once and run on Swift's concurrent executor, never on an event loop, so short
/// blocking reads of the store are fine; anything longer belongs on an executor of the chain's own.
///
///     struct ChainHandler: RPCHandler {
///         func answer(_ method: RPCMethod, context: ConnectionContext) async throws(RPCError) -> RPCAnswer {
///             switch method {
///             case .systemName: .json { $0.string("myelin") }
///             case .chainSubscribeNewHeads: .subscription(newHeads.subscription())
///             …
///             }
///         }
///     }
public protocol RPCHandler: Sendable {
    /// The answer to one request.
    ///
    /// Never called with `unsubscribe`; methods for developers come through and are the handler's to refuse (with
    /// `methodNotFound`) on a chain that is none.
    func answer(_ method: RPCMethod, context: ConnectionContext) async throws(RPCError) -> RPCAnswer
}

/// The answer to a request that did not fail.
public enum RPCAnswer: Sendable {
    /// The value of `result`: JSON, encoded.
    case result([UInt8])
    /// For methods with a `subscriptionKind`, and only for them: begun once its id is on the way to the client.
    case subscription(Subscription)

    /// The value that `body` writes.
    public static func json(capacity: Int = 256, _ body: (inout JSONWriter) -> Void) -> RPCAnswer {
        .result(JSONWriter.encode(capacity: capacity, body))
    }
}

/// Who asks.
public struct ConnectionContext: Sendable, Equatable {
    /// How the request came.
    public enum Transport: Sendable, Equatable {
        case http
        case webSocket
    }

    /// Number of the connection, unique while the server runs.
    public var id: UInt64
    /// How the request came.
    public var transport: Transport
    /// The client's address and port, for logs.
    public var peer: String

    /// The context of a connection.
    public init(id: UInt64, transport: Transport, peer: String) {
        self.id = id
        self.transport = transport
        self.peer = peer
    }
}
