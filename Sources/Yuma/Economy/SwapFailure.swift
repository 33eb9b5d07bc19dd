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
