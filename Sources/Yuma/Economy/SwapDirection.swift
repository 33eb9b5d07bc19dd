/// Which way a trade goes.
public enum SwapDirection: Hashable, Sendable {
    /// TAO in, alpha out.
    case buy
    /// Alpha in, TAO out.
    case sell
}
