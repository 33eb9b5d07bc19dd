import NIOHTTP1

/// What the head of a request asks for, and whether it may.
enum HTTPRoute: Equatable {
    /// A JSON-RPC message in the body.
    case rpc
    /// Whether the node is well.
    case health
    /// A browser asks whether a page may call.
    case preflight
    /// A WebSocket.
    case upgrade
    /// No, and why.
    case refusal(HTTPResponseStatus, String, allow: String? = nil)
}

extension ServerConfiguration {
    /// The way of a request through the server.
    func route(_ head: HTTPRequestHead) -> HTTPRoute {
        let hosts = head.headers["host"]
        guard hosts.count == 1 || head.version == .http1_0 else {
            return .refusal(.badRequest, "exactly one Host header is needed.")
        }
        guard hosts.allSatisfy(self.hosts.allows) else {
            return .refusal(
                .forbidden, "this node does not answer to that host name: use its address, or allow the name.")
        }
        guard head.headers["origin"].allSatisfy(origins.allows) else {
            return .refusal(.forbidden, "pages of that origin may not use this node: allow the origin.")
        }
        let path = head.uri.prefix { $0 != "?" }
        switch (path, head.method) {
        case ("/", .GET) where Self.isUpgrade(head.headers): return .upgrade
        case ("/", .POST): return .rpc
        case ("/", .OPTIONS), ("/health", .OPTIONS): return .preflight
        case ("/", _):
            return .refusal(
                .methodNotAllowed, "send JSON-RPC by POST or WebSocket.", allow: "POST, OPTIONS")
        case ("/health", .GET), ("/health", .HEAD): return .health
        case ("/health", _): return .refusal(.methodNotAllowed, "read it by GET.", allow: "GET, HEAD, OPTIONS")
        default: return .refusal(.notFound, "JSON-RPC is served at /, the node's health at /health.")
        }
    }

    private static func isUpgrade(_ headers: HTTPHeaders) -> Bool {
        headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }

    /// The headers that let a page read the answer, where it may.
    func crossOriginHeaders(for head: HTTPRequestHead) -> HTTPHeaders {
        guard let origin = head.headers.first(name: "origin"), origins.allows(origin) else { return [:] }
        return ["access-control-allow-origin": origin, "vary": "origin"]
    }
}
