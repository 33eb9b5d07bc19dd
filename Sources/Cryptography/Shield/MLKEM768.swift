import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Why a key or an encapsulation was refused.
public enum MLKEMError: Error, Equatable, Sendable {
    /// A seed has 64 bytes, a public key 1184, an encapsulation 1088; there were this many.
    case wrongLength(Int)
    /// The public key has a coefficient of q or more, so it is no key.
    case invalidPublicKey
}

/// ML-KEM-768 (FIPS 203): agrees on 32 secret bytes with the holder of a public key, safe from quantum computers.
public enum MLKEM768 {
    /// Bytes of a public key.
    public static let publicKeyLength = 1184
    /// Bytes of an encapsulation.
    public static let encapsulationLength = 1088
    /// Bytes of a private key's seed, `d` and `z` of FIPS 203.
    public static let seedLength = 64

    /// A private key.
    public struct PrivateKey: Sendable {
        private let secret: SecretBytes

        /// The public key, 1184 bytes.
        public let publicKey: [UInt8]

        /// The key of a seed of 64 bytes: the same key every time.
        public init(seed: [UInt8]) throws(MLKEMError) {
            guard seed.count == MLKEM768.seedLength else { throw .wrongLength(seed.count) }
            guard let key = try? Crypto.MLKEM768.PrivateKey(seedRepresentation: seed, publicKey: nil) else {
                throw .wrongLength(seed.count)
            }
            publicKey = Array(key.publicKey.rawRepresentation)
            var copy = seed
            secret = SecretBytes(erasing: &copy)
        }

        /// A new key from the system's entropy.
        public init() {
            var seed = Entropy.bytes(MLKEM768.seedLength)
            defer { seed.erase() }
            guard let key = try? PrivateKey(seed: seed) else { preconditionFailure("every seed of 64 bytes is a key") }
            self = key
        }

        /// Lends the seed; the array is zeroed afterwards.
        public func withSeed<Result>(_ body: ([UInt8]) -> Result) -> Result {
            secret.withBytes(0..<MLKEM768.seedLength, body)
        }

        /// The 32 bytes agreed on by an encapsulation. One made for another key gives other bytes, not an error.
        public func decapsulate(_ encapsulation: [UInt8]) throws(MLKEMError) -> [UInt8] {
            guard encapsulation.count == MLKEM768.encapsulationLength else { throw .wrongLength(encapsulation.count) }
            let shared = withSeed { seed in
                (try? Crypto.MLKEM768.PrivateKey(seedRepresentation: seed, publicKey: nil))
                    .flatMap { try? $0.decapsulate(encapsulation) }?
                    .withUnsafeBytes { [UInt8]($0) }
            }
            guard let shared else { throw .wrongLength(encapsulation.count) }
            return shared
        }
    }

    /// Agrees on 32 new secret bytes with the holder of a public key; the encapsulation is what to send.
    public static func encapsulate(
        to publicKey: [UInt8]
    ) throws(MLKEMError) -> (sharedSecret: [UInt8], encapsulation: [UInt8]) {
        guard publicKey.count == publicKeyLength else { throw .wrongLength(publicKey.count) }
        guard let key = try? Crypto.MLKEM768.PublicKey(rawRepresentation: publicKey),
            let result = try? key.encapsulate()
        else { throw .invalidPublicKey }
        return (result.sharedSecret.withUnsafeBytes { [UInt8]($0) }, Array(result.encapsulated))
    }
}
