public import FixedPoint

/// Which way a trade goes.
public enum SwapDirection: Hashable, Sendable {
    /// TAO in, alpha out.
    case buy
    /// Alpha in, TAO out.
    case sell
}

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

/// What a trade moves. The pool itself stays as it is: the caller changes the reserves.
public struct SwapOutcome: Hashable, Sendable {
    /// What the pool takes in, without the fee.
    public var paidIn: UInt64
    /// What the pool gives.
    public var paidOut: UInt64
    /// The fee, in the token that goes in.
    public var fee: UInt64
    /// The part of the fee that the block's author gets.
    public var feeToBlockAuthor: UInt64

    public init(paidIn: UInt64, paidOut: UInt64, fee: UInt64, feeToBlockAuthor: UInt64) {
        self.paidIn = paidIn
        self.paidOut = paidOut
        self.fee = fee
        self.feeToBlockAuthor = feeToBlockAuthor
    }
}

/// Why a trade is refused; names as in the swap pallet's errors.
public enum SwapFailure: Error, Hashable, Sendable {
    /// The input exceeds 1,000 times the reserve of its token.
    case swapInputTooLarge
    /// The reserve is below the minimum, or an input gives nothing.
    case reservesTooLow
    /// The price already stands at the limit or beyond.
    case priceLimitExceeded
    /// The pool would give more than it has.
    case insufficientLiquidity
}
