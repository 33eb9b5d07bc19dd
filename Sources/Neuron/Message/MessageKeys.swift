/// Signs requests: a neuron's hotkey, wherever its secret lies.
public protocol MessageSigner: Sendable {
    /// SS58 address of the hotkey.
    var address: String { get }
    /// The signature of a message, 64 bytes for sr25519.
    func signature(of message: [UInt8]) -> [UInt8]
}

/// Verifies signatures of requests.
public protocol MessageVerifier: Sendable {
    /// Whether `signature` is the address's signature of the message; false for a text that is no address.
    func isValid(_ signature: [UInt8], of message: [UInt8], by address: String) -> Bool
}

/// What a request signs.
enum SignedMessage {
    /// Nonce, sender, receiver, process and body hash, joined by points.
    static func bytes(
        nonce: Int64, dendriteHotkey: String, axonHotkey: String, uuid: String, bodyHash: String
    ) -> [UInt8] {
        Array("\(nonce).\(dendriteHotkey).\(axonHotkey).\(uuid).\(bodyHash)".utf8)
    }
}
