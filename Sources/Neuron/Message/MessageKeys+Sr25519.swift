public import Cryptography
import Primitives
import SCALE

extension Keypair: MessageSigner {
    /// SS58 address with the prefix that all Bittensor chains use.
    public var address: String { ss58 }

    public func signature(of message: [UInt8]) -> [UInt8] { sign(message).bytes }
}

/// Verifies sr25519 signatures, the only ones that hotkeys make.
public struct Sr25519Verifier: MessageVerifier {
    /// A verifier; it has no state.
    public init() {}

    public func isValid(_ signature: [UInt8], of message: [UInt8], by address: String) -> Bool {
        guard let account = try? AccountID(ss58: address), let bytes = FixedBytes<64>(signature) else { return false }
        return verify(.sr25519(bytes), message: message, account: account)
    }
}
