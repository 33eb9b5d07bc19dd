public import FixedPoint

/// The alpha of one hotkey on one subnet, owned by many coldkeys in shares.
///
/// Rewards raise the total and leave the shares; a coldkey's stake changes its share, the denominator and the total.
/// The entries live in storage: a pallet loads this head and one share, applies an operation and stores what comes
/// back; a share or denominator of 0 is stored as no entry. Source: primitives/share-pool/src/lib.rs.
public struct SharePool: Hashable, Sendable {
    /// The alpha of the whole pool, in its smallest unit.
    public var total: UInt64
    /// The sum of all shares.
    public var denominator: SafeFloat

    public init(total: UInt64, denominator: SafeFloat) {
        self.total = total
        self.denominator = denominator
    }

    /// A coldkey's part of the pool: total · share / denominator, rounded down; 0 where there are no shares.
    public func value(of share: SafeFloat) -> UInt64 {
        SafeFloat(total).multiplied(by: share, dividedBy: denominator)?.flooredUInt64 ?? 0
    }

    /// Credits the whole pool: every share is worth more.
    public mutating func reward(_ amount: UInt64) { total = Self.sum(total, amount) }

    /// Takes from the whole pool, at most what there is.
    public mutating func penalize(_ amount: UInt64) { total = total > amount ? total - amount : 0 }

    /// Adds `amount` for one coldkey and returns its new share. The first share of an empty pool owns all of it.
    public mutating func add(_ amount: UInt64, to share: SafeFloat) -> SafeFloat {
        var result = share
        if denominator.isZero {
            denominator = SafeFloat(amount)
            result = denominator
        } else {
            let shares = shares(for: amount)
            denominator = denominator.adding(shares) ?? denominator
            result = share.adding(shares) ?? share
        }
        total = Self.sum(total, amount)
        return result
    }

    /// Removes `amount` for one coldkey and returns its new share. The caller checks that the coldkey has as much.
    public mutating func remove(_ amount: UInt64, from share: SafeFloat) -> SafeFloat {
        var result = share
        if denominator.isZero {
            denominator = SafeFloat(amount)
            result = denominator
        } else {
            let shares = shares(for: amount)
            denominator = denominator.subtracting(shares) ?? denominator
            result = share.subtracting(shares) ?? share
        }
        total = total > amount ? total - amount : 0
        return result
    }

    /// Whether a change by `amount` is large enough to move any share; one that is not must be refused.
    public func isEffective(_ amount: UInt64) -> Bool { denominator.isZero || !shares(for: amount).isZero }

    /// The shares that `amount` is worth: amount · denominator / total; 0 for an empty total.
    private func shares(for amount: UInt64) -> SafeFloat {
        SafeFloat(amount).multiplied(by: denominator, dividedBy: SafeFloat(total)) ?? .zero
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
