public import FixedPoint
public import Primitives

/// Stake that hotkeys hand to their children. Products are rounded down at 32 fraction bits.
/// Source: pallets/subtensor/src/staking/stake_utils.rs, `get_inherited_for_hotkey_on_subnet`.
public enum StakeInheritance {
    /// One parent's stake and the share of it that the child gets, in parts of 2⁶⁴-1.
    public struct Gift: Hashable, Sendable {
        public var amount: UInt64
        public var proportion: UInt64

        public init(amount: UInt64, proportion: UInt64) {
            self.amount = amount
            self.proportion = proportion
        }

        var value: U96F32 {
            U96F32(amount).multipliedSaturated(by: U96F32(partOfUInt64Max: proportion))
        }
    }

    /// What a hotkey counts with: its own stake less what its children get plus what its parents give.
    public static func inherited(own: UInt64, children: [UInt64], parents: [Gift]) -> UInt64 {
        let given = children.reduce(U96F32.zero) { sum, proportion in
            sum.addingSaturated(Gift(amount: own, proportion: proportion).value)
        }
        let received = parents.reduce(U96F32.zero) { $0.addingSaturated($1.value) }
        return U96F32(own).subtractingSaturated(given).addingSaturated(received).flooredUInt64
    }

    /// The stake weight of a hotkey: alpha plus root TAO · weight.
    public static func total(alpha: Alpha, tao: Rao, taoWeight: U96F32) -> I64F64 {
        let root = I64F64(saturating: tao.units).multipliedSaturated(by: I64F64(taoWeight))
        return I64F64(saturating: alpha.units).addingSaturated(root)
    }

    /// What a hotkey keeps of its own stake for dividends: (alpha + root · weight) · (1 - Σ children), rounded down.
    public static func selfContribution(
        alpha: Alpha, root: Rao, children: [UInt64], taoWeight: U96F32
    ) -> UInt64 {
        let rest = children.reduce(U96F32.one) { rest, proportion in
            rest.subtractingSaturated(U96F32(partOfUInt64Max: proportion))
        }
        let ownAlpha = U96F32(alpha.units).multipliedSaturated(by: rest)
        let ownRoot = U96F32(root.units).multipliedSaturated(by: rest).multipliedSaturated(by: taoWeight)
        return ownAlpha.addingSaturated(ownRoot).flooredUInt64
    }
}
