import CXXHash

/// xxHash64 in 64-bit steps with the seeds 0, 1, 2 and 3, each result least significant byte first: fast, but not
/// secure against chosen input. Used for names of pallets and storage items and for keys that nobody can choose.
public enum Twox {
    /// 8 bytes: the seed 0 alone.
    public static func hash64(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0, words: 1) } }
    /// 8 bytes: the seed 0 alone.
    public static func hash64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0, words: 1) }
    }
    /// 8 bytes: the seed 0 alone.
    public static func hash64(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { digest(bytes, words: 1) }

    /// 16 bytes: the seeds 0 and 1.
    public static func hash128(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0, words: 2) } }
    /// 16 bytes: the seeds 0 and 1.
    public static func hash128(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0, words: 2) }
    }
    /// 16 bytes: the seeds 0 and 1.
    public static func hash128(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { digest(bytes, words: 2) }
    /// 16 bytes of a name, as in the first 32 bytes of every storage key.
    public static func hash128(_ name: String) -> [UInt8] { hash128(Array(name.utf8)) }

    /// 32 bytes: the seeds 0 to 3.
    public static func hash256(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0, words: 4) } }
    /// 32 bytes: the seeds 0 to 3.
    public static func hash256(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0, words: 4) }
    }
    /// 32 bytes: the seeds 0 to 3.
    public static func hash256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { digest(bytes, words: 4) }

    /// One result as a number, for checksums; it costs no allocation.
    public static func checksum64(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        XXH64(bytes.baseAddress, bytes.count, seed)
    }

    private static func digest(_ input: UnsafeRawBufferPointer, words: UInt64) -> [UInt8] {
        var digest: [UInt8] = []
        digest.reserveCapacity(Int(words) * 8)
        append(input, words: words, to: &digest)
        return digest
    }

    /// Appends `words` results of 8 bytes.
    static func append(_ input: UnsafeRawBufferPointer, words: UInt64, to output: inout [UInt8]) {
        for seed in 0..<words {
            let word = XXH64(input.baseAddress, input.count, seed)
            withUnsafeBytes(of: word.littleEndian) { output.append(contentsOf: $0) }
        }
    }
}
