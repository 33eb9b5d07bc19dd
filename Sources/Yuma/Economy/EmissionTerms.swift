public import FixedPoint
public import Primitives

/// What a block adds to one subnet. Source: pallets/subtensor/src/coinbase/run_coinbase.rs, `get_subnet_terms`.
public struct EmissionTerms: Hashable, Sendable {
    /// TAO for the pool.
    public var taoIn: U96F32
    /// Alpha for the pool.
    public var alphaIn: U96F32
    /// Alpha for the participants.
    public var alphaOut: U96F32
    /// TAO that buys alpha, because the pool's share of alpha is capped.
    public var excessTao: U96F32

    /// The terms of a subnet: alpha in proportion to the TAO at the pool's price, capped at root proportion · emission.
    public init(taoEmission: U96F32, price: U64F64, alphaEmission: Alpha, rootProportion: U96F32) {
        let price = U96F32(price)
        alphaOut = U96F32(alphaEmission.units)
        taoIn = taoEmission
        alphaIn = taoEmission.dividedSafely(by: price)
        let cap = rootProportion.multipliedSaturated(by: alphaOut)
        if alphaIn > cap {
            alphaIn = cap
            taoIn = cap.multipliedSaturated(by: price)
        }
        excessTao = taoEmission.subtractingSaturated(taoIn)
    }
}
