import CSodium

/// SHA-256 (FIPS 180-4), for bodies of signed HTTP requests and contracts' precompiles.
public enum SHA256 {
    /// Bytes of a digest.
    public static let length = 32

    /// Writes the digest of `bytes` into the first 32 bytes of `output`: for those who hash very often.
    public static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count >= length, "a SHA-256 digest has 32 bytes")
        guard let start = output.baseAddress else { return }
        let input = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        crypto_hash_sha256(start.assumingMemoryBound(to: UInt8.self), input, UInt64(bytes.count))
    }

    /// The digest of 32 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            guard let start = output.baseAddress else { return }
            crypto_hash_sha256(start, bytes, UInt64(bytes.count))
            count = 32
        }
    }

    /// The digest of 32 bytes.
    public static func hash(_ bytes: ArraySlice<UInt8>) -> [UInt8] { hash(Array(bytes)) }
}

/// SHA-512 (FIPS 180-4), the hash inside Ed25519 and the expansion of secret seeds.
public enum SHA512 {
    /// The digest of 64 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 64) { output, count in
            guard let start = output.baseAddress else { return }
            crypto_hash_sha512(start, bytes, UInt64(bytes.count))
            count = 64
        }
    }

    /// The digest of 64 bytes.
    public static func hash(_ bytes: ArraySlice<UInt8>) -> [UInt8] { hash(Array(bytes)) }
}
