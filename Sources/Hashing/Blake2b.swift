import CSodium

/// BLAKE2b without a key (RFC 7693), the hash of blocks, extrinsics and the state.
///
/// The length of the digest is part of the function: a 128-bit digest is no prefix of the 256-bit one.
public enum Blake2b {
    /// The digest of 16 bytes.
    public static func hash128(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0, length: 16) } }
    /// The digest of 16 bytes.
    public static func hash128(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0, length: 16) }
    }
    /// The digest of 16 bytes.
    public static func hash128(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { digest(bytes, length: 16) }

    /// The digest of 32 bytes.
    public static func hash256(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0, length: 32) } }
    /// The digest of 32 bytes.
    public static func hash256(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0, length: 32) }
    }
    /// The digest of 32 bytes.
    public static func hash256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { digest(bytes, length: 32) }

    /// The digest of 64 bytes.
    public static func hash512(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0, length: 64) } }
    /// The digest of 64 bytes.
    public static func hash512(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0, length: 64) }
    }
    /// The digest of 64 bytes.
    public static func hash512(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { digest(bytes, length: 64) }

    private static func digest(_ input: UnsafeRawBufferPointer, length: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { output, count in
            write(input, to: UnsafeMutableRawBufferPointer(output))
            count = length
        }
    }

    /// Writes the digest whose length is that of `output`, 16 to 64 bytes, without allocating.
    static func write(_ input: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer) {
        Sodium.start()
        guard let start = output.baseAddress else { return }
        let status = crypto_generichash(
            start.assumingMemoryBound(to: UInt8.self), output.count,
            input.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(input.count), nil, 0)
        precondition(status == 0, "a BLAKE2b digest has 16 to 64 bytes")
    }
}
