import Cryptography
import RuntimeInterface

/// The block author's key for encrypted extrinsics.
///
/// One key for the life of the process: whoever reads the chain's state later cannot open what was encrypted, and what
/// was encrypted before a restart expires with its era of at most eight blocks.
struct ShieldKeeper: Sendable {
    private let key: MLKEM768.PrivateKey

    init() { key = MLKEM768.PrivateKey() }

    /// The encapsulation key that users encrypt to.
    var publicKey: [UInt8] { key.publicKey }

    /// The extrinsic inside `ciphertext`, or `nil` when it was encrypted to another key or is none.
    func open(_ ciphertext: [UInt8]) -> [UInt8]? {
        guard let plaintext = try? ShieldedEnvelope(ciphertext).open(with: key),
            // An encrypted carrier inside a carrier would never be opened.
            let inner = try? Extrinsic(plaintext), inner.signature != nil
        else { return nil }
        return plaintext
    }
}
