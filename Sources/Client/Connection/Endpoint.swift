/// Where a node listens: the parts of a URL such as `ws://127.0.0.1:9944`.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// Name or address; an IPv6 address without its brackets.
    public var host: String
    /// TCP port.
    public var port: Int
    /// Path of the handshake.
    public var path: String

    /// An endpoint from its parts.
    public init(host: String, port: Int = 9944, path: String = "/") {
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads `ws://host[:port][/path]`; without a scheme `ws` is meant, without a port 9944.
    /// - Throws: ``ClientError/unsupportedEndpoint(_:)`` for anything else, `wss` included.
    public init(_ text: String) throws(ClientError) {
        var rest = text[...]
        if let colon = rest.firstRange(of: "://") {
            guard rest[..<colon.lowerBound] == "ws" else { throw .unsupportedEndpoint(text) }
            rest = rest[colon.upperBound...]
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = slash == rest.endIndex ? "/" : String(rest[slash...])
        var authority = rest[..<slash]
        let isBracketed = authority.first == "["
        if isBracketed, let end = authority.firstIndex(of: "]") {
            host = String(authority[authority.index(after: authority.startIndex)..<end])
            authority = authority[authority.index(after: end)...]
        } else {
            let colon = authority.lastIndex(of: ":") ?? authority.endIndex
            host = String(authority[..<colon])
            authority = authority[colon...]
        }
        if authority.isEmpty {
            port = 9944
        } else {
            guard authority.first == ":", let port = UInt16(authority.dropFirst()), port > 0 else {
                throw .unsupportedEndpoint(text)
            }
            self.port = Int(port)
        }
        let isPlain = path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        // Without brackets a colon can only stand before the port.
        let isHost = !host.isEmpty && !host.contains { "@[]".contains($0) } && (isBracketed || !host.contains(":"))
        guard isHost, isPlain else { throw .unsupportedEndpoint(text) }
    }

    /// Host and port as the handshake names them.
    var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// The URL.
    public var description: String { "ws://\(authority)" + (path == "/" ? "" : path) }
}
