import JSON

/// The id of a request, which its answer repeats.
public enum RequestID: Sendable, Equatable {
    case null
    case integer(Int128)
    case string(String)

    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .integer(let number): writer.integer(number)
        case .string(let text): writer.string(text)
        }
    }
}

/// One request of a message.
public struct RPCRequest: Sendable, Equatable {
    /// The id to answer to; `nil` for a notification, which is carried out but never answered.
    public var id: RequestID?
    /// The name that the client used; empty where there was none.
    public var name: String
    /// What is asked, or why it cannot be answered.
    public var method: Result<RPCMethod, RPCError>

    /// A request.
    public init(id: RequestID?, name: String, method: Result<RPCMethod, RPCError>) {
        self.id = id
        self.name = name
        self.method = method
    }
}

/// A message of a client.
public enum RPCMessage: Sendable, Equatable {
    case single(RPCRequest)
    /// Answers go back in this order, in one array.
    case batch([RPCRequest])
    /// Not a request at all; the error goes back with id null.
    case invalid(RPCError)
}
