import NIOHTTP1

/// What the head of a request asks for, and whether it may.
enum HTTPRoute: Equatable {
    /// A JSON-RPC message in the body.
    case rpc
    /// How the node is.
    case status(StatusPage)
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
        case ("/", _) where !content.contains(.rpc):
            return .refusal(.notFound, "this port serves the node's status and no JSON-RPC.")
        case ("/", .GET) where Self.isUpgrade(head.headers): return .upgrade
        case ("/", .POST): return .rpc
        case ("/", .OPTIONS): return .preflight
        case ("/", _):
            return .refusal(
                .methodNotAllowed, "send JSON-RPC by POST or WebSocket.", allow: "POST, OPTIONS")
        default: return route(toPage: path, head.method)
        }
    }

    private func route(toPage path: Substring, _ method: HTTPMethod) -> HTTPRoute {
        let pages = StatusPage.allCases.filter { $0 != .metrics || content.contains(.metrics) }
        guard let page = pages.first(where: { $0.rawValue == path }) else {
            let list = pages.map(\.rawValue).joined(separator: ", ")
            return .refusal(.notFound, "JSON-RPC is served at /, the node's status at \(list).")
        }
        switch method {
        case .GET, .HEAD: return .status(page)
        case .OPTIONS: return .preflight
        default: return .refusal(.methodNotAllowed, "read it by GET.", allow: "GET, HEAD, OPTIONS")
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
