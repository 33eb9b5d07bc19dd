import CSodium
import Hashing

/// Why bytes are not a secret key.
public enum SecretKeyError: Error, Equatable, Sendable {
    /// A seed has 32 bytes and a secret key 64; there were this many.
    case wrongLength(Int)
    /// The first 32 bytes are not a scalar below the order of the group, or they are zero.
    case invalidScalar
}

extension Sr25519 {
    /// A secret key: a scalar and a seed for nonces. Wiped from memory when the last copy goes.
    ///
    /// All computations run in libsodium's constant time.
    public struct SecretKey: Sendable {
        private static let scalarRange = 0..<32
        private static let nonceRange = 32..<64

        private let secret: SecretBytes

        /// The public key, 32 bytes.
        public let publicKey: [UInt8]

        /// The 64 bytes of keyfiles: the scalar (already divided by the cofactor 8), then the nonce seed.
        public init(bytes: [UInt8]) throws(SecretKeyError) {
            var copy = bytes
            try self.init(erasing: &copy)
        }

        /// Expands a mini-secret of 32 bytes the way Ed25519 does, which is Substrate's way.
        public init(seed: [UInt8]) throws(SecretKeyError) {
            guard seed.count == 32 else { throw .wrongLength(seed.count) }
            var expanded = SHA512.hash(seed)
            expanded[0] &= 0b1111_1000
            expanded[31] &= 0b0011_1111
            expanded[31] |= 0b0100_0000
            // The clamped scalar is a multiple of 8; schnorrkel keeps it divided, which shifts it by three bits.
            var carry: UInt8 = 0
            for index in (0..<32).reversed() {
                let byte = expanded[index]
                expanded[index] = byte >> 3 | carry
                carry = byte << 5
            }
            try self.init(erasing: &expanded)
        }

        private init(erasing bytes: inout [UInt8]) throws(SecretKeyError) {
            defer { bytes.erase() }
            guard bytes.count == 64 else { throw .wrongLength(bytes.count) }
            guard Scalar(canonical: Word256(bytes)) != nil else { throw .invalidScalar }
            guard let publicKey = Self.multipleOfGenerator(bytes) else { throw .invalidScalar }
            self.publicKey = publicKey
            secret = SecretBytes(erasing: &bytes)
        }

        /// A new key from the system's entropy.
        public static func random() -> SecretKey {
            while true {
                var seed = Entropy.bytes(32)
                defer { seed.erase() }
                // A seed whose scalar is zero cannot be met in practice; the loop is there so that nothing can trap.
                if let key = try? SecretKey(seed: seed) { return key }
            }
        }

        /// Lends the 64 bytes of keyfiles; the array is zeroed afterwards.
        public func withBytes<Result>(_ body: ([UInt8]) -> Result) -> Result {
            secret.withBytes(0..<64, body)
        }

        /// Signs with the context `substrate`: 64 bytes, different each time.
        public func sign(_ message: [UInt8]) -> [UInt8] {
            var transcript = Sr25519.transcript(message: message, publicKey: publicKey)
            while true {
                var nonceBytes = secret.withBytes(Self.nonceRange) { nonce in
                    transcript.witness("signing", nonce, count: 64)
                }
                defer { nonceBytes.erase() }
                let nonce = Scalar(wide: nonceBytes)
                var nonceWord = nonce.word.bytes
                defer { nonceWord.erase() }
                // Only the scalar zero has no multiple; a new nonce cannot fail again.
                guard let commitment = Self.multipleOfGenerator(nonceWord) else { continue }
                transcript.append("sign:R", commitment)
                let challenge = transcript.challengeScalar("sign:c")
                let response = secret.withBytes(Self.scalarRange) { scalar in
                    challenge * Scalar(reduced: Word256(scalar)) + nonce
                }
                var signature = commitment + response.word.bytes
                signature[63] |= 0x80
                return signature
            }
        }

        /// The first 32 bytes times the generator, `nil` for the neutral element.
        private static func multipleOfGenerator(_ scalar: [UInt8]) -> [UInt8]? {
            Sodium.start()
            var isValid = false
            let point = [UInt8](unsafeUninitializedCapacity: 32) { output, count in
                guard let start = output.baseAddress else { return }
                isValid = crypto_scalarmult_ristretto255_base(start, scalar) == 0
                count = 32
            }
            return isValid ? point : nil
        }
    }
}

extension Sr25519.SecretKey {
    /// The child that only holders of this secret can compute.
    public func derivingHard(_ chainCode: ChainCode) -> Sr25519.SecretKey {
        var transcript = Transcript(label: "SchnorrRistrettoHDKD")
        transcript.append("sign-bytes", [])
        transcript.append("chain-code", chainCode.bytes)
        secret.withBytes(Self.scalarRange) { transcript.append("secret-key", $0) }
        var seed = transcript.challenge("HDKD-hard", count: 32)
        defer { seed.erase() }
        guard let key = try? Sr25519.SecretKey(seed: seed) else {
            preconditionFailure("a derived scalar is zero, which has a chance of 2⁻²⁵²")
        }
        return key
    }

    /// The child whose public key holders of the public key can compute too. Whoever has the child's secret and this
    /// public key can compute this secret: use it among keys of one owner only.
    public func derivingSoft(_ chainCode: ChainCode) -> Sr25519.SecretKey {
        var transcript = Sr25519.softTranscript(publicKey: publicKey, chainCode)
        let offset = transcript.challengeScalar("HDKD-scalar")
        var bytes = secret.withBytes(Self.scalarRange) { scalar in
            (Scalar(reduced: Word256(scalar)) + offset).word.bytes
        }
        bytes += secret.withBytes(0..<64) { transcript.witness("HDKD-nonce", $0, count: 32) }
        defer { bytes.erase() }
        guard let key = try? Sr25519.SecretKey(bytes: bytes) else {
            preconditionFailure("a derived scalar is zero, which has a chance of 2⁻²⁵²")
        }
        return key
    }

    /// The child of a whole path.
    public func deriving(_ path: [Junction]) -> Sr25519.SecretKey {
        path.reduce(self) { key, junction in
            junction.isHard ? key.derivingHard(junction.chainCode) : key.derivingSoft(junction.chainCode)
        }
    }
}

extension Sr25519 {
    static func softTranscript(publicKey: [UInt8], _ chainCode: ChainCode) -> Transcript {
        var transcript = Transcript(label: "SchnorrRistrettoHDKD")
        transcript.append("sign-bytes", [])
        transcript.append("chain-code", chainCode.bytes)
        transcript.append("public-key", publicKey)
        return transcript
    }

    /// The public key of a soft child, computed without any secret; `nil` when `publicKey` is none.
    public static func derivingSoft(publicKey: [UInt8], _ chainCode: ChainCode) -> [UInt8]? {
        guard publicKey.count == 32, let point = EdwardsPoint(ristretto: Word256(publicKey)) else { return nil }
        var transcript = softTranscript(publicKey: publicKey, chainCode)
        let offset = MultiScalar.sum(generatorTimes: transcript.challengeScalar("HDKD-scalar"), [])
        return (point + offset).ristretto.bytes
    }
}
