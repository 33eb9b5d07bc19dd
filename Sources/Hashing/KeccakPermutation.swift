// The rounds are unrolled, several assignments a line, as they are in the specification's tables.
// swift-format-ignore-file

/// The permutation Keccak-f[1600] (FIPS 202) under Keccak-256, SHA3-256 and the transcripts of sr25519 signatures.
public enum KeccakPermutation {
    /// 25 lanes of 64 bits; lane `x + 5y` stands in column x of row y, its bytes least significant first.
    public typealias State = InlineArray<25, UInt64>

    // FIPS 202, section 3.2.5: what step iota adds to lane 0 in each of the 24 rounds.
    private static let roundConstants: InlineArray<24, UInt64> = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]

    /// Permutes the state in place.
    ///
    /// The lanes are local variables named `s` + column + row, which the compiler keeps in registers, and the five
    /// steps of a round are written out: a loop over an array takes three times as long.
    public static func permute(_ state: inout State) {
        var s00 = state[0], s10 = state[1], s20 = state[2], s30 = state[3], s40 = state[4]
        var s01 = state[5], s11 = state[6], s21 = state[7], s31 = state[8], s41 = state[9]
        var s02 = state[10], s12 = state[11], s22 = state[12], s32 = state[13], s42 = state[14]
        var s03 = state[15], s13 = state[16], s23 = state[17], s33 = state[18], s43 = state[19]
        var s04 = state[20], s14 = state[21], s24 = state[22], s34 = state[23], s44 = state[24]
        for round in 0..<24 {
            // Theta: every lane takes in the parity of two neighbouring columns.
            let c0 = s00 ^ s01 ^ s02 ^ s03 ^ s04
            let c1 = s10 ^ s11 ^ s12 ^ s13 ^ s14
            let c2 = s20 ^ s21 ^ s22 ^ s23 ^ s24
            let c3 = s30 ^ s31 ^ s32 ^ s33 ^ s34
            let c4 = s40 ^ s41 ^ s42 ^ s43 ^ s44
            let d0 = c4 ^ rotate(c1, 1)
            let d1 = c0 ^ rotate(c2, 1)
            let d2 = c1 ^ rotate(c3, 1)
            let d3 = c2 ^ rotate(c4, 1)
            let d4 = c3 ^ rotate(c0, 1)
            // Rho and pi: rotate each lane and move it to column y, row 2x + 3y.
            let t00 = s00 ^ d0
            let t10 = rotate(s11 ^ d1, 44)
            let t20 = rotate(s22 ^ d2, 43)
            let t30 = rotate(s33 ^ d3, 21)
            let t40 = rotate(s44 ^ d4, 14)
            let t01 = rotate(s30 ^ d3, 28)
            let t11 = rotate(s41 ^ d4, 20)
            let t21 = rotate(s02 ^ d0, 3)
            let t31 = rotate(s13 ^ d1, 45)
            let t41 = rotate(s24 ^ d2, 61)
            let t02 = rotate(s10 ^ d1, 1)
            let t12 = rotate(s21 ^ d2, 6)
            let t22 = rotate(s32 ^ d3, 25)
            let t32 = rotate(s43 ^ d4, 8)
            let t42 = rotate(s04 ^ d0, 18)
            let t03 = rotate(s40 ^ d4, 27)
            let t13 = rotate(s01 ^ d0, 36)
            let t23 = rotate(s12 ^ d1, 10)
            let t33 = rotate(s23 ^ d2, 15)
            let t43 = rotate(s34 ^ d3, 56)
            let t04 = rotate(s20 ^ d2, 62)
            let t14 = rotate(s31 ^ d3, 55)
            let t24 = rotate(s42 ^ d4, 39)
            let t34 = rotate(s03 ^ d0, 41)
            let t44 = rotate(s14 ^ d1, 2)
            // Chi: the one step that is not linear.
            (s00, s10, s20, s30, s40) = chi(t00, t10, t20, t30, t40)
            (s01, s11, s21, s31, s41) = chi(t01, t11, t21, t31, t41)
            (s02, s12, s22, s32, s42) = chi(t02, t12, t22, t32, t42)
            (s03, s13, s23, s33, s43) = chi(t03, t13, t23, t33, t43)
            (s04, s14, s24, s34, s44) = chi(t04, t14, t24, t34, t44)
            // Iota: rounds differ from each other.
            s00 ^= roundConstants[round]
        }
        state[0] = s00; state[1] = s10; state[2] = s20; state[3] = s30; state[4] = s40
        state[5] = s01; state[6] = s11; state[7] = s21; state[8] = s31; state[9] = s41
        state[10] = s02; state[11] = s12; state[12] = s22; state[13] = s32; state[14] = s42
        state[15] = s03; state[16] = s13; state[17] = s23; state[18] = s33; state[19] = s43
        state[20] = s04; state[21] = s14; state[22] = s24; state[23] = s34; state[24] = s44
    }

    /// One row of five lanes, each mixed with its two neighbours to the right.
    @inline(__always)
    private static func chi(
        _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64
    ) -> (UInt64, UInt64, UInt64, UInt64, UInt64) {
        (a ^ (~b & c), b ^ (~c & d), c ^ (~d & e), d ^ (~e & a), e ^ (~a & b))
    }

    @inline(__always)
    private static func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 { lane &<< count | lane &>> (64 &- count) }
}
