public import FixedPoint

/// One trade against a pool. Amounts in the smallest unit of the token that goes in.
public struct SwapOrder: Hashable, Sendable {
    public var direction: SwapDirection
    /// What goes in, fee included.
    public var amount: UInt64
    /// The price that a purchase must not exceed and a sale must not fall below, in TAO per alpha.
    public var limit: U64F64
    /// The fee in parts of 65,535 of the input; 0 waives it.
    public var feeRate: UInt16

    public init(_ direction: SwapDirection, amount: UInt64, limit: U64F64, feeRate: UInt16) {
        self.direction = direction
        self.amount = amount
        self.limit = limit
        self.feeRate = feeRate
    }

    /// A trade at any price: purchases end at 10⁶ TAO, sales at 10⁻⁶ TAO per alpha.
    public init(_ direction: SwapDirection, amount: UInt64, feeRate: UInt16) {
        let limit: UInt64 = direction == .buy ? 1_000_000_000_000_000 : 1_000
        self.init(direction, amount: amount, limit: Self.limit(rao: limit), feeRate: feeRate)
    }

    /// A limit price given in rao per alpha.
    public static func limit(rao: UInt64) -> U64F64 { U64F64(bits: (UInt128(rao) << 64) / 1_000_000_000) }
}
