/// The head of a request in the axon's terms, before any of it is believed.
struct AxonRequestHead: Sendable {
    /// The path's first component.
    var synapseName: String
    /// Seconds that the sender waits.
    var timeoutSeconds: Double
    /// What the sender says about itself.
    var dendrite: TerminalInfo
    /// What the sender says about this axon.
    var axon: TerminalInfo
    /// The hash of the body that the sender signed.
    var bodyHash: String

    /// Longest text taken for a hotkey, a process or a hash, in bytes.
    static let textBytesMax = 128
    /// What the reference implementation waits when nothing is said.
    static let timeoutSecondsDefault = 12.0

    /// Reads the protocol's headers.
    ///
    /// - Throws: ``AxonRefusal/unreadable(_:)`` for numbers that are none and for texts of unreasonable length.
    init(synapseName: String, header: (String) -> String?) throws(AxonRefusal) {
        self.synapseName = synapseName
        for name in Self.numbers {
            guard let text = header(name) else { continue }
            guard Int64(text) != nil else { throw .unreadable(name) }
        }
        timeoutSeconds = Self.timeoutSecondsDefault
        if let text = header("timeout") {
            guard let seconds = Double(text), seconds.isFinite, seconds >= 0 else { throw .unreadable("timeout") }
            timeoutSeconds = seconds
        }
        dendrite = TerminalInfo(headersOf: "dendrite", header)
        axon = TerminalInfo(headersOf: "axon", header)
        bodyHash = header("computed_body_hash") ?? ""
        for text in [dendrite.hotkey, dendrite.uuid, dendrite.ip, axon.hotkey, axon.ip, bodyHash] {
            guard (text ?? "").utf8.count <= Self.textBytesMax else { throw .unreadable("a header") }
        }
        guard (dendrite.signature ?? "").utf8.count <= 2 * Self.textBytesMax else {
            throw .unreadable("bt_header_dendrite_signature")
        }
    }

    private static let numbers = ["bt_header_dendrite_nonce", "bt_header_dendrite_version", "bt_header_axon_port"]
}
