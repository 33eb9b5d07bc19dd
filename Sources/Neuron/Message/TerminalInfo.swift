/// What a request says about one of its two ends.
public struct TerminalInfo: Sendable, Equatable {
    /// Status of the exchange; an HTTP status code.
    public var statusCode: Int?
    /// The status in words.
    public var statusMessage: String?
    /// Seconds that this end took.
    public var processSeconds: Double?
    /// Address of this end.
    public var ip: String?
    /// Port of this end.
    public var port: Int?
    /// Version of the reference implementation that the end speaks like: major·10⁶ + minor·10³ + patch.
    public var version: Int?
    /// Unix time in nanoseconds; rises with every request of a dendrite.
    public var nonce: Int64?
    /// Identifies the process that sends.
    public var uuid: String?
    /// SS58 address of the neuron's hotkey.
    public var hotkey: String?
    /// `0x` and the hexadecimal signature.
    public var signature: String?

    /// Nothing known.
    public init() {}

    /// The known values with their names on the wire, in the reference implementation's order.
    private var members: [(name: String, value: PythonValue)] {
        [
            ("status_code", statusCode.map { .integer($0) } ?? .none),
            ("status_message", statusMessage.map { .text($0) } ?? .none),
            ("process_time", processSeconds.map { .float($0) } ?? .none),
            ("ip", ip.map { .text($0) } ?? .none),
            ("port", port.map { .integer($0) } ?? .none),
            ("version", version.map { .integer($0) } ?? .none),
            ("nonce", nonce.map { .integer($0) } ?? .none),
            ("uuid", uuid.map { .text($0) } ?? .none),
            ("hotkey", hotkey.map { .text($0) } ?? .none),
            ("signature", signature.map { .text($0) } ?? .none),
        ]
    }

    /// All values, unknown ones as `None`: the form in the body.
    var body: PythonValue { .dictionary(members.map { PythonValue.Member($0.name, $0.value) }) }

    /// The known values, as headers of the given end (`axon` or `dendrite`).
    func headers(of end: String) -> [(name: String, value: String)] {
        members.compactMap { name, value in
            value == .none ? nil : ("bt_header_\(end)_\(name)", HeaderText.singleLine(value.str))
        }
    }

    /// Reads the headers of the given end; unreadable numbers count as unknown.
    init(headersOf end: String, _ value: (String) -> String?) {
        func text(_ name: String) -> String? { value("bt_header_\(end)_\(name)") }
        statusCode = text("status_code").flatMap { Int($0) }
        statusMessage = text("status_message")
        processSeconds = text("process_time").flatMap { Double($0) }
        ip = text("ip")
        port = text("port").flatMap { Int($0) }
        version = text("version").flatMap { Int($0) }
        nonce = text("nonce").flatMap { Int64($0) }
        uuid = text("uuid")
        hotkey = text("hotkey")
        signature = text("signature")
    }
}

/// Texts that go into headers.
enum HeaderText {
    /// The text with everything that could end a header line replaced, at most 512 bytes long.
    static func singleLine(_ text: String) -> String {
        let bytes = text.utf8.prefix(512).map { $0 >= 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "?") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
