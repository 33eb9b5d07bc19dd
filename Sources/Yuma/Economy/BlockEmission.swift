/// What one block mints, by the amount already issued; the same curve serves TAO and every subnet's alpha.
/// Source: pallets/subtensor/src/coinbase/block_emission.rs.
public enum BlockEmission {
    /// No more than this is ever issued: 21 million tokens in smallest units.
    public static let issuanceMaximum: UInt64 = 21_000_000_000_000_000

    /// The emission before the first halving: one token in smallest units.
    public static let initial: UInt64 = 1_000_000_000

    /// The emission of a block, in smallest units.
    ///
    /// Halvings follow the issuance: with the unissued share u, cut to 32 fraction bits, there were floor(-log₂ u).
    public static func emission(issuance: UInt64) -> UInt64 {
        guard issuance < issuanceMaximum else { return 0 }
        let issued = (UInt128(issuance) << 32) / UInt128(issuanceMaximum)
        let unissued = (UInt128(1) << 32) - issued
        let logarithm = 128 - (unissued - 1).leadingZeroBitCount
        return initial >> UInt64(32 - logarithm)
    }
}
