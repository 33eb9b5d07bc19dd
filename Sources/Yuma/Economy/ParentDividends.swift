public import FixedPoint
public import Primitives

/// How a validator's dividends are divided between it and the parents whose stake it carries.
/// Source: pallets/subtensor/src/coinbase/run_coinbase.rs, `get_parent_child_dividends_distribution`.
public struct ParentDividends: Hashable, Sendable {
    /// A parent and what it contributes with.
    public struct Parent: Hashable, Sendable {
        public var hotkey: AccountID
        /// The share of its stake that the child gets, in parts of 2⁶⁴-1.
        public var proportion: UInt64
        /// Whether parent and child have the same owner, so that no take is due.
        public var sharesOwner: Bool
        public var alpha: Alpha
        public var root: Rao

        public init(hotkey: AccountID, proportion: UInt64, sharesOwner: Bool, alpha: Alpha, root: Rao) {
            self.hotkey = hotkey
            self.proportion = proportion
            self.sharesOwner = sharesOwner
            self.alpha = alpha
            self.root = root
        }
    }

    /// One hotkey's part.
    public struct Part: Hashable, Sendable {
        public var hotkey: AccountID
        public var amount: Alpha
    }

    /// The parts: parents in order, then the validator itself.
    public var parts: [Part]
    /// Alpha that leaves circulation.
    public var burned: Alpha

    /// Divides `dividends`.
    /// - Parameters:
    ///   - selfContribution: see ``StakeInheritance/selfContribution(alpha:root:children:taoWeight:)``.
    ///   - childkeyTake: what the validator keeps of other owners' dividends, in parts of 65,535.
    ///   - burn: what is destroyed of other owners' dividends, in parts of 2⁶⁴-1.
    public init(
        of hotkey: AccountID, dividends: Alpha, selfContribution: UInt64, parents: [Parent], taoWeight: U96F32,
        childkeyTake: UInt16, burn: UInt64
    ) {
        let contributions = parents.map { parent in
            let proportion = U96F32(partOfUInt64Max: parent.proportion)
            let alpha = U96F32(parent.alpha.units).multipliedSaturated(by: proportion)
            let root = U96F32(parent.root.units).multipliedSaturated(by: proportion)
            return alpha.addingSaturated(root.multipliedSaturated(by: taoWeight))
        }
        let total = contributions.reduce(U96F32(selfContribution)) { $0.addingSaturated($1) }
        let take = U96F32(partOf65535: childkeyTake)
        let burnShare = U96F32(partOfUInt64Max: burn)
        var rest = U96F32(dividends.units)
        var takes = U96F32.zero
        parts = []
        burned = .zero
        for (parent, contribution) in zip(parents, contributions) {
            let factor = contribution.dividedSafely(by: total)
            var amount = U96F32(dividends.units).multipliedSaturated(by: factor)
            rest = rest.subtractingSaturated(amount)
            if !parent.sharesOwner {
                let destroyed = burnShare.multipliedSaturated(by: amount)
                let kept = take.multipliedSaturated(by: amount)
                amount = amount.subtractingSaturated(destroyed).subtractingSaturated(kept)
                takes = takes.addingSaturated(kept)
                burned = burned.addingClamped(Alpha(destroyed.flooredUInt64))
            }
            parts.append(Part(hotkey: parent.hotkey, amount: Alpha(amount.flooredUInt64)))
        }
        parts.append(Part(hotkey: hotkey, amount: Alpha(rest.addingSaturated(takes).flooredUInt64)))
    }
}
