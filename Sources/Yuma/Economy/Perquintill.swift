import FixedPoint

/// A share of 1 in parts of 10¹⁸.
public struct Perquintill: Hashable, Comparable, Sendable {
    /// How many parts make 1.
    public static let whole: UInt64 = 1_000_000_000_000_000_000

    /// 1.
    public static let one = Perquintill(parts: whole)

    /// One half.
    public static let half = Perquintill(parts: whole / 2)

    /// The share in parts of 10¹⁸, at most 10¹⁸.
    public let parts: UInt64

    /// `parts` of 10¹⁸; more than 10¹⁸ counts as 1.
    public init(parts: UInt64) { self.parts = min(parts, Self.whole) }

    /// `numerator` / `denominator` rounded down; 1 for a zero denominator and for more than 1.
    /// Source: sp-arithmetic, `Perquintill::from_rational`.
    public init(_ numerator: UInt128, over denominator: UInt128) {
        guard denominator != 0, numerator <= denominator else {
            self = .one
            return
        }
        let scaled = UInt256(product: numerator, UInt128(Self.whole))
        self.init(parts: UInt64(truncatingIfNeeded: (scaled / denominator).low))
    }

    /// 1 less this share.
    public var complement: Perquintill { Perquintill(parts: Self.whole - parts) }

    /// This share of `value`, rounded half up.
    public func rounded(of value: UInt128) -> UInt128 {
        let product = UInt256(product: value, UInt128(parts))
        return (product.addingSaturated(UInt256(UInt128(Self.whole / 2))) / UInt128(Self.whole)).low
    }

    public static func < (left: Self, right: Self) -> Bool { left.parts < right.parts }
}
