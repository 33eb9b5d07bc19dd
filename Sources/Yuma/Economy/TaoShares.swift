public import FixedPoint
public import Primitives

/// How the TAO of a block is divided among the subnets that are eligible for emission.
/// Source: pallets/subtensor/src/coinbase/subnet_emissions.rs.
public enum TaoShares {
    /// What the shares of one subnet depend on.
    public struct Candidate: Hashable, Sendable {
        /// The smoothed price; 1 for a subnet with mechanism 0.
        public var movingPrice: I96F32
        /// The part of the last incentives that was withheld from the owner's miners.
        public var minerBurned: U96F32
        /// Whether the subnet may receive TAO.
        public var isEnabled: Bool

        public init(movingPrice: I96F32, minerBurned: U96F32, isEnabled: Bool) {
            self.movingPrice = movingPrice
            self.minerBurned = minerBurned
            self.isEnabled = isEnabled
        }
    }

    /// Shares by moving price, lowered by the burned part of the incentives; before the rule of enabled subnets.
    public static func priceShares(_ candidates: [Candidate]) -> [U64F64] {
        let prices = candidates.map { U64F64($0.movingPrice) }
        let total = prices.reduce(U64F64.zero) { $0.addingSaturated($1) }
        let shares = prices.map { $0.dividedSafely(by: total) }
        let weights = zip(shares, candidates).map { share, candidate in
            share.multipliedSaturated(by: U64F64.one.subtractingSaturated(min(U64F64(candidate.minerBurned), .one)))
        }
        let sum = weights.reduce(U64F64.zero) { $0.addingSaturated($1) }
        return sum.isZero ? shares : weights.map { $0.dividedSafely(by: sum) }
    }

    /// Where some subnet is disabled, its share goes to the enabled ones in proportion.
    public static func gated(_ shares: [U64F64], by candidates: [Candidate]) -> [U64F64] {
        guard candidates.contains(where: { !$0.isEnabled }) else { return shares }
        let kept = zip(shares, candidates).map { $1.isEnabled ? $0 : U64F64.zero }
        let sum = kept.reduce(U64F64.zero) { $0.addingSaturated($1) }
        return kept.map { $0.dividedSafely(by: sum) }
    }

    /// The TAO of each candidate, in the order given.
    public static func taoEmissions(_ candidates: [Candidate], blockEmission: Rao) -> [U96F32] {
        gated(priceShares(candidates), by: candidates).map { share in
            U96F32(U64F64(blockEmission.units).multipliedSaturated(by: share))
        }
    }

    /// Whether root dividends are sold: the moving prices of the candidates exceed 1 in sum.
    public static func sellsRoot(_ candidates: [Candidate]) -> Bool {
        candidates.reduce(U64F64.zero) { $0.addingSaturated(U64F64($1.movingPrice)) } > .one
    }
}
