public import JSON

/// The error object of a JSON-RPC response.
///
/// Codes and, where clients look at them, texts are those of the reference chain; the rest of each message names the
/// cause and what to do about it.
public struct RPCError: Error, Sendable, Equatable {
    /// The code: -32768...-32000 belong to JSON-RPC, 1000 and above to the chain.
    public var code: Int
    /// One sentence, or the fixed text that clients compare with.
    public var message: String
    /// More detail. Always a string where there is any: clients call string methods on it.
    public var data: String?

    /// An error object.
    public init(code: Int, message: String, data: String? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }
}

// MARK: - Codes of JSON-RPC 2.0 and of the server

extension RPCError {
    /// -32700: the message is not JSON.
    public static func parseError(_ cause: JSONFailure) -> RPCError {
        RPCError(code: -32700, message: "Parse error: \(cause). Send one JSON-RPC 2.0 object or an array of them.")
    }

    /// -32600: JSON, but not a request.
    public static func invalidRequest(_ cause: String) -> RPCError {
        RPCError(code: -32600, message: "Invalid request: \(cause)")
    }

    /// -32601: this node does not serve the method.
    public static func methodNotFound(_ name: String) -> RPCError {
        RPCError(code: -32601, message: "Method not found: '\(clipped(name))'. rpc_methods lists what is served.")
    }

    /// -32601: the method exists, but not over this transport.
    public static func webSocketOnly(_ name: String) -> RPCError {
        RPCError(
            code: -32601,
            message:
                "Method not found over HTTP: '\(clipped(name))' pushes updates. Connect by WebSocket to the same port.")
    }

    /// -32602: a parameter is missing or of the wrong form.
    public static func invalidParameters(_ cause: String) -> RPCError {
        RPCError(code: -32602, message: "Invalid params: \(cause)")
    }

    /// -32603: a defect of the node or of its store, not of the request.
    public static func internalError(_ cause: String) -> RPCError {
        RPCError(code: -32603, message: "Internal error: \(cause)")
    }

    /// -32006: the connection has as many subscriptions as it may have.
    public static func tooManySubscriptions(limit: Int) -> RPCError {
        RPCError(
            code: -32006,
            message: "Too many subscriptions on the connection: unsubscribe first, open another connection, or start "
                + "the node with a higher --rpc-max-subscriptions-per-connection.",
            data: "Exceeded max limit of \(limit)")
    }

    /// -32006: all connections together have as many subscriptions as they may have.
    public static func tooManySubscriptionsInAll(limit: Int) -> RPCError {
        RPCError(
            code: -32006,
            message: "Too many subscriptions on this node: unsubscribe where you can, try again later, or start the "
                + "node with a higher --rpc-max-subscriptions.",
            data: "Exceeded max limit of \(limit)")
    }

    /// -32007: the request is longer than the server reads.
    public static func requestTooLarge(limit: Int) -> RPCError {
        RPCError(
            code: -32007,
            message: "Request is too big: split it into several requests, or start the node with a higher "
                + "--rpc-max-request-size.",
            data: "Exceeded max limit of \(limit)")
    }

    /// -32008: the answer is longer than the server sends.
    public static func responseTooLarge(limit: Int) -> RPCError {
        RPCError(
            code: -32008,
            message: "Response is too big: ask for less at once, for example by pages, or start the node with a "
                + "higher --rpc-max-response-size.",
            data: "Exceeded max limit of \(limit)")
    }

    /// -32009: too many costly requests wait.
    public static var busy: RPCError {
        RPCError(
            code: -32009,
            message: "Server is busy, try again later: too many costly requests wait for their turn. A node that "
                + "starts with a higher --rpc-max-costly-requests works on more of them at once.")
    }

    /// -32009: the server holds as many bytes for its clients as it may, and this connection holds most of them.
    public static var outOfMemory: RPCError {
        RPCError(
            code: -32009,
            message: "Server is busy, try again later: its buffers are full, and this connection holds most of them. "
                + "Send and ask for less at once, or start the node with a higher --rpc-max-buffer-size.")
    }

    /// -32010: the batch has more requests than the server takes.
    public static func batchTooLong(limit: Int) -> RPCError {
        RPCError(
            code: -32010,
            message: "The batch request was too large: split it into several batches, or start the node with a "
                + "higher --rpc-max-batch-request-len.",
            data: "Exceeded max limit of \(limit)")
    }

    /// -32011: the answers of the batch so far filled the response.
    public static func batchResponseTooLarge(limit: Int) -> RPCError {
        RPCError(
            code: -32011,
            message: "The batch response was too large: split the batch into several, or start the node with a "
                + "higher --rpc-max-response-size.",
            data: "Exceeded max limit of \(limit)")
    }

    /// -32999: the connection made more requests in a minute than it may.
    public static func rateExceeded(perMinute limit: Int) -> RPCError {
        RPCError(
            code: -32999,
            message: "RPC rate limit is exceeded: send requests more slowly, or start the node with a higher "
                + "--rpc-rate-limit.",
            data: "At most \(limit) requests a minute on each connection")
    }

    /// What statistics count this error as, where it is a limit's doing.
    var refusal: ServerStatistics.Refusal? {
        switch code {
        case -32006: message.contains("on this node") ? .subscriptionTotal : .subscriptionLimit
        case -32007: .requestSize
        case -32008, -32011: .responseSize
        // What memory refuses, the budget counts.
        case -32009: self == .busy ? .busy : nil
        case -32010: .batchLength
        case -32999: .rate
        default: nil
        }
    }

    // Names come from the caller: an error must not echo megabytes.
    private static func clipped(_ name: String) -> String {
        name.utf8.count <= 80 ? name : String(name.prefix(60)) + "…"
    }
}

extension RPCError {
    /// Writes the object.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("code") { $0.integer(code) }
            $0.field("message") { $0.string(message) }
            if let data { $0.field("data") { $0.string(data) } }
        }
    }
}
