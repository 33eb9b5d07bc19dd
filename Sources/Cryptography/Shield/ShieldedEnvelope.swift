import CSodium
import Hashing

/// Why a shielded extrinsic could not be made or read.
public enum ShieldError: Error, Equatable, Sendable {
    /// The bytes are too few, or the encapsulation's length is not ML-KEM-768's.
    case malformed
    /// The envelope names another key: it was made for a block that is past, or for another chain.
    case wrongKey
    /// The tag does not fit: the ciphertext was altered or made with another secret.
    case notAuthentic
    /// The key itself was refused.
    case key(MLKEMError)
}

/// An extrinsic that only the next block's author can read, as `MevShield.submit_encrypted` carries it.
///
/// Bytes: twox128 of the public key (16), length of the encapsulation (u16, 1088), encapsulation, nonce (24), then
/// XChaCha20-Poly1305 of the extrinsic under the agreed secret itself, without associated data.
public struct ShieldedEnvelope: Sendable, Equatable {
    private static let keyHashLength = 16
    private static let nonceLength = 24
    private static let tagLength = 16

    /// twox128 of the public key that it was made for.
    public let keyHash: [UInt8]
    /// ML-KEM-768's 1088 bytes.
    public let encapsulation: [UInt8]
    /// 24 bytes, used once.
    public let nonce: [UInt8]
    /// The encrypted extrinsic, 16 bytes longer than the plain one.
    public let ciphertext: [UInt8]

    /// Reads an envelope.
    public init(_ bytes: [UInt8]) throws(ShieldError) {
        let encapsulationStart = Self.keyHashLength + 2
        let nonceStart = encapsulationStart + MLKEM768.encapsulationLength
        let ciphertextStart = nonceStart + Self.nonceLength
        guard bytes.count >= ciphertextStart + Self.tagLength else { throw .malformed }
        let length = Int(bytes[Self.keyHashLength]) | Int(bytes[Self.keyHashLength + 1]) << 8
        guard length == MLKEM768.encapsulationLength else { throw .malformed }
        keyHash = Array(bytes[..<Self.keyHashLength])
        encapsulation = Array(bytes[encapsulationStart..<nonceStart])
        nonce = Array(bytes[nonceStart..<ciphertextStart])
        ciphertext = Array(bytes[ciphertextStart...])
    }

    /// Encrypts `plaintext` for the holder of `publicKey`.
    public init(sealing plaintext: [UInt8], to publicKey: [UInt8]) throws(ShieldError) {
        var agreed: (sharedSecret: [UInt8], encapsulation: [UInt8])
        do {
            agreed = try MLKEM768.encapsulate(to: publicKey)
        } catch {
            throw .key(error)
        }
        defer { agreed.sharedSecret.erase() }
        let nonce = Entropy.bytes(Self.nonceLength)
        let secret = agreed.sharedSecret
        keyHash = Twox.hash128(publicKey)
        encapsulation = agreed.encapsulation
        self.nonce = nonce
        ciphertext = [UInt8](unsafeUninitializedCapacity: plaintext.count + Self.tagLength) { output, count in
            guard let start = output.baseAddress else { return }
            crypto_aead_xchacha20poly1305_ietf_encrypt(
                start, nil, plaintext, UInt64(plaintext.count), nil, 0, nil, nonce, secret)
            count = plaintext.count + Self.tagLength
        }
    }

    /// The bytes to submit.
    public var bytes: [UInt8] {
        let length = MLKEM768.encapsulationLength
        return keyHash + [UInt8(length & 0xFF), UInt8(length >> 8)] + encapsulation + nonce + ciphertext
    }

    /// Whether it was made for this public key.
    public func isSealed(to publicKey: [UInt8]) -> Bool { keyHash == Twox.hash128(publicKey) }

    /// Decrypts.
    public func open(with key: MLKEM768.PrivateKey) throws(ShieldError) -> [UInt8] {
        guard isSealed(to: key.publicKey) else { throw .wrongKey }
        var secret: [UInt8]
        do {
            secret = try key.decapsulate(encapsulation)
        } catch {
            throw .key(error)
        }
        defer { secret.erase() }
        let agreed = secret
        var isAuthentic = false
        let plaintext = [UInt8](unsafeUninitializedCapacity: ciphertext.count - Self.tagLength) { output, count in
            // An empty plaintext still has a tag to be checked; the pointer is then never written to.
            var unused: UInt8 = 0
            isAuthentic = withUnsafeMutablePointer(to: &unused) { fallback in
                crypto_aead_xchacha20poly1305_ietf_decrypt(
                    output.baseAddress ?? fallback, nil, nil, ciphertext, UInt64(ciphertext.count), nil, 0, nonce,
                    agreed) == 0
            }
            count = isAuthentic ? ciphertext.count - Self.tagLength : 0
        }
        guard isAuthentic else { throw .notAuthentic }
        return plaintext
    }
}
