/// Where a neuron serves.
public struct AxonEndpoint: Sendable, Hashable {
    /// IPv4 or IPv6 address, or a host name.
    public var ip: String
    /// Port.
    public var port: UInt16
    /// SS58 address of the neuron's hotkey, for which requests are signed.
    public var hotkey: String

    /// An endpoint.
    public init(ip: String, port: UInt16, hotkey: String) {
        self.ip = ip
        self.port = port
        self.hotkey = hotkey
    }

    /// The URL of a synapse; an IPv6 address stands in brackets.
    func url(of synapseName: String) -> String {
        let host = ip.contains(":") ? "[\(ip)]" : ip
        return "http://\(host):\(port)/\(synapseName)"
    }
}
