/// Keccak-256 as Ethereum uses it: the padding of the original submission, not of FIPS 202.
public enum Keccak {
    /// The digest of 32 bytes.
    public static func hash256(_ bytes: [UInt8]) -> [UInt8] { Sponge.digest256(bytes, domain: 0x01) }

    /// The digest of exactly 32 bytes as four lanes, each with its lowest byte first: for those who hash very often.
    public static func lanes256(of bytes: UnsafeRawBufferPointer) -> InlineArray<4, UInt64> {
        precondition(bytes.count == 32, "this is the digest of 32 bytes")
        var state = KeccakPermutation.State(repeating: 0)
        for lane in 0..<4 {
            state[lane] = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: lane * 8, as: UInt64.self))
        }
        // The padding: a byte behind the input, and the last bit of the 136 bytes that one permutation takes in.
        state[4] = 0x01
        state[16] = 0x80 &<< 56
        KeccakPermutation.permute(&state)
        return [state[0], state[1], state[2], state[3]]
    }
}

/// SHA3-256 (FIPS 202), the hash of request bodies between neurons.
public enum SHA3 {
    /// The digest of 32 bytes.
    public static func hash256(_ bytes: [UInt8]) -> [UInt8] { Sponge.digest256(bytes, domain: 0x06) }
}

/// The sponge that makes a hash of the permutation; the two functions above differ in the byte that ends the input.
enum Sponge {
    /// Bytes taken in between two permutations for a digest of 256 bits.
    private static let rate = 136

    static func digest256(_ bytes: [UInt8], domain: UInt8) -> [UInt8] {
        var state = KeccakPermutation.State(repeating: 0)
        var position = 0
        for byte in bytes {
            state[position >> 3] ^= UInt64(byte) &<< UInt64(8 * (position & 7))
            position += 1
            if position == rate {
                KeccakPermutation.permute(&state)
                position = 0
            }
        }
        state[position >> 3] ^= UInt64(domain) &<< UInt64(8 * (position & 7))
        state[(rate - 1) >> 3] ^= 0x80 &<< 56
        KeccakPermutation.permute(&state)
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 >> 3] &>> UInt64(8 * ($0 & 7))) }
    }
}
