public import JSON

/// One request before it has an id.
public struct RPCRequest: Sendable, Equatable {
    /// The method's name.
    public var method: String
    /// Positional parameters.
    public var parameters: [JSONValue]

    /// A request for `method`.
    public init(_ method: String, _ parameters: [JSONValue] = []) {
        self.method = method
        self.parameters = parameters
    }

    /// Appends the JSON-RPC 2.0 object with this id.
    func write(id: UInt64, to writer: inout JSONWriter) {
        writer.object {
            $0.field("jsonrpc") { $0.string("2.0") }
            $0.field("id") { $0.integer(id) }
            $0.field("method") { $0.string(method) }
            $0.field("params") { $0.value(.array(parameters)) }
        }
    }
}
