public import FixedPoint
public import Primitives

/// How much root stake counts beside alpha.
/// Source: pallets/subtensor/src/staking/stake_utils.rs, coinbase/run_coinbase.rs.
public enum RootProportion {
    /// The weight of root TAO relative to alpha, from its stored form in parts of 2⁶⁴-1.
    public static func taoWeight(_ stored: UInt64) -> U96F32 { U96F32(partOfUInt64Max: stored) }

    /// Root TAO · weight / (root TAO · weight + alpha issuance); 0 where both are 0.
    public static func value(rootTao: Rao, taoWeight: U96F32, alphaIssuance: Alpha) -> U96F32 {
        let root = U96F32(rootTao.units).multipliedSaturated(by: taoWeight)
        return root.dividedSafely(by: root.addingSaturated(U96F32(alphaIssuance.units)))
    }
}
