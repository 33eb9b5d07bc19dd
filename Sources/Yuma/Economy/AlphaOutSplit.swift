public import FixedPoint
public import Primitives

/// How the alpha that a block mints for a subnet's participants is divided until the next epoch; each part is rounded
/// down. Source: pallets/subtensor/src/coinbase/run_coinbase.rs, `inject_and_maybe_swap` and what follows it.
public struct AlphaOutSplit: Hashable, Sendable {
    /// For the owner of the subnet.
    public var owner: Alpha
    /// For the miners.
    public var server: Alpha
    /// For the validators.
    public var validator: Alpha
    /// For the stakers of the root network.
    public var root: Alpha

    /// Divides `alphaOut`.
    /// - Parameters:
    ///   - ownerCut: the owner's part of 65,535, or `nil` where the subnet pays none.
    ///   - rootProportion: the proportion after this block's alpha was minted.
    public init(alphaOut: U96F32, ownerCut: UInt16?, rootProportion: U96F32) {
        let cut = ownerCut.map { alphaOut.multipliedSaturated(by: U96F32(partOf65535: $0)) } ?? .zero
        let rest = alphaOut.subtractingSaturated(cut)
        let root = rootProportion.multipliedSaturated(by: rest).multipliedSaturated(by: .half)
        let server = rest.multipliedSaturated(by: .half)
        let validator = rest.subtractingSaturated(server).subtractingSaturated(root)
        owner = Alpha(cut.flooredUInt64)
        self.server = Alpha(server.flooredUInt64)
        self.validator = Alpha(validator.flooredUInt64)
        self.root = Alpha(root.flooredUInt64)
    }
}
