/// Which web pages may use the node from a browser (the `Origin` header). Clients that are no browsers send none and
/// always pass.
public enum OriginPolicy: Sendable, Equatable {
    /// Pages served by this machine.
    case loopback
    /// Pages served by this machine, and by these origins, for example `https://example.org`.
    case listed([String])
    /// Every page of the web, which then reaches whatever this node serves.
    case any

    /// Whether a page of `origin` may use the node.
    public func allows(_ origin: String) -> Bool {
        switch self {
        case .any: return true
        case .listed(let origins) where origins.contains(origin.lowercased()): return true
        case .listed, .loopback:
            let origin = origin.lowercased()
            guard let scheme = ["http://", "https://"].first(where: origin.hasPrefix) else { return false }
            return HostPolicy.isLoopback(HostPolicy.name(of: String(origin.dropFirst(scheme.count))))
        }
    }
}

/// Under which names the node may be addressed (the `Host` header).
///
/// A page of a hostile site can have its own name resolve to 127.0.0.1 and then talk to a node there as if it were its
/// own server (DNS rebinding). It cannot do so without that name in the header, so a node that is meant for this
/// machine answers to addresses and `localhost` only.
public enum HostPolicy: Sendable, Equatable {
    /// `localhost` and numeric addresses.
    case local
    /// The same, and these names.
    case listed([String])
    /// Every name: for a node that serves the public.
    case any

    /// Whether a request for `host`, with or without a port, is answered.
    public func allows(_ host: String) -> Bool {
        let name = Self.name(of: host.lowercased())
        switch self {
        case .any: return true
        case .listed(let names) where names.contains(name): return true
        case .listed, .local: return name == "localhost" || Self.isAddress(name)
        }
    }

    /// Whether `name` is this machine and no other.
    static func isLoopback(_ name: String) -> Bool {
        name == "localhost" || name == "[::1]" || name == "::1" || (isIPv4(name) && name.hasPrefix("127."))
    }

    /// `authority` without its port.
    static func name(of authority: String) -> String {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return authority }
            let rest = authority[authority.index(after: end)...]
            return rest.isEmpty || isPort(rest) ? String(authority[...end]) : authority
        }
        guard let colon = authority.firstIndex(of: ":"), isPort(authority[colon...]) else { return authority }
        return String(authority[..<colon])
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func isAddress(_ name: String) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") {
            return name.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return isIPv4(name)
    }

    private static func isIPv4(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { $0.allSatisfy(\.isASCII) && UInt8($0) != nil }
    }
}
