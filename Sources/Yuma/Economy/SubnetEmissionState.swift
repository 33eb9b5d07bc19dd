public import FixedPoint
public import Primitives

/// What the coinbase reads and writes of one subnet in a block.
public struct SubnetEmissionState: Hashable, Sendable {
    public var netuid: NetUID
    /// The reserves, weights and mechanism of the pool.
    public var pool: LiquidityPool
    /// Alpha outside of the pool.
    public var alphaOut: Alpha
    /// The smoothed price.
    public var movingPrice: I96F32
    /// The part of the last incentives that was withheld from the owner's miners.
    public var minerBurned: U96F32
    /// The block from which the subnet takes part in emission; `nil` before it started.
    public var firstEmissionBlock: UInt64?
    /// Whether the subnet's token may be traded.
    public var isSubtokenEnabled: Bool
    /// Whether neurons may register.
    public var isRegistrationAllowed: Bool
    /// Whether the subnet may receive TAO.
    public var isEmissionEnabled: Bool
    /// Whether the owner gets a cut.
    public var isOwnerCutEnabled: Bool
    /// See ``MovingPrice/halvingBlocks``.
    public var priceHalvingBlocks: UInt64
    /// Alpha waiting for the next epoch.
    public var pending: AlphaPending

    /// The root proportion after the block.
    public var rootProportion: U96F32 = .zero
    /// TAO that the block put into the pool.
    public var taoInEmission: Rao = .zero
    /// Alpha that the block put into the pool.
    public var alphaInEmission: Alpha = .zero
    /// Alpha that the block minted for the participants.
    public var alphaOutEmission: Alpha = .zero
    /// Alpha for root stakers that the block minted and took back, because root dividends are not sold.
    public var recycledAlpha: Alpha = .zero
    /// TAO that the block spent on alpha.
    public var excessTao: Rao = .zero
    /// Alpha bought with excess TAO, all blocks together.
    public var protocolAlpha: Alpha = .zero
    /// TAO that emission brought into the pool, all blocks together.
    public var protocolFlow: Rao = .zero
    /// TAO traded, all blocks together.
    public var volume: UInt128 = 0
    /// TAO that the block credited to the subnet's account.
    public var accountCredit: Rao = .zero

    public init(
        netuid: NetUID, pool: LiquidityPool, alphaOut: Alpha, movingPrice: I96F32, minerBurned: U96F32,
        firstEmissionBlock: UInt64?, isSubtokenEnabled: Bool, isRegistrationAllowed: Bool, isEmissionEnabled: Bool,
        isOwnerCutEnabled: Bool, priceHalvingBlocks: UInt64, pending: AlphaPending
    ) {
        self.netuid = netuid
        self.pool = pool
        self.alphaOut = alphaOut
        self.movingPrice = movingPrice
        self.minerBurned = minerBurned
        self.firstEmissionBlock = firstEmissionBlock
        self.isSubtokenEnabled = isSubtokenEnabled
        self.isRegistrationAllowed = isRegistrationAllowed
        self.isEmissionEnabled = isEmissionEnabled
        self.isOwnerCutEnabled = isOwnerCutEnabled
        self.priceHalvingBlocks = priceHalvingBlocks
        self.pending = pending
    }

    /// Whether the subnet takes part in the block's emission.
    public var isEligible: Bool { firstEmissionBlock != nil && isSubtokenEnabled && isRegistrationAllowed }

    /// All alpha of the subnet, inside and outside of the pool.
    public var alphaIssuance: Alpha { pool.alpha.addingClamped(alphaOut) }

    /// The alpha that a block mints at the present issuance.
    public var alphaEmission: Alpha { Alpha(BlockEmission.emission(issuance: alphaIssuance.units)) }

    /// The smoothed price as every reader sees it: 1 for mechanism 0, whatever is stored.
    public var movingPriceRead: I96F32 { pool.isStable ? .one : movingPrice }

    /// What decides the subnet's share of TAO.
    public var candidate: TaoShares.Candidate {
        .init(movingPrice: movingPriceRead, minerBurned: minerBurned, isEnabled: isEmissionEnabled)
    }
}
