public import FixedPoint
public import Primitives

/// One block of the coinbase as a computation on plain values: pools, alpha for the participants, prices, root
/// proportions.
///
/// The block's TAO is already minted: ``totalIssuance`` counts it.
/// Source: pallets/subtensor/src/coinbase/run_coinbase.rs.
public struct EmissionBlock: Hashable, Sendable {
    /// Height of the block.
    public var block: UInt64
    /// TAO that the block minted.
    public var emission: Rao
    /// All TAO issued, ``emission`` included; falls by what is recycled.
    public var totalIssuance: Rao
    /// TAO staked anywhere.
    public var totalStake: Rao
    /// TAO staked on the root network.
    public var rootTao: Rao
    /// The weight of root TAO relative to alpha.
    public var taoWeight: U96F32
    /// The owners' part of the alpha, of 65,535.
    public var ownerCut: UInt16
    /// See ``MovingPrice/smoothing``.
    public var priceSmoothing: I96F32
    /// The subnets, in the order in which the chain walks them; not the root network.
    public var subnets: [SubnetEmissionState]
    /// Subnets whose injection was refused because a weight would leave its range.
    public private(set) var refusedInjections: [NetUID] = []
    /// TAO of the block that nobody got.
    public private(set) var recycledTao: Rao = .zero

    public init(
        block: UInt64, emission: Rao, totalIssuance: Rao, totalStake: Rao, rootTao: Rao, taoWeight: U96F32,
        ownerCut: UInt16, priceSmoothing: I96F32, subnets: [SubnetEmissionState]
    ) {
        self.block = block
        self.emission = emission
        self.totalIssuance = totalIssuance
        self.totalStake = totalStake
        self.rootTao = rootTao
        self.taoWeight = taoWeight
        self.ownerCut = ownerCut
        self.priceSmoothing = priceSmoothing
        self.subnets = subnets
    }

    /// Positions in ``subnets`` of those that take part.
    public var eligible: [Int] { subnets.indices.filter { subnets[$0].isEligible } }

    /// The root proportion of a subnet at its present issuance.
    public func rootProportion(of subnet: SubnetEmissionState) -> U96F32 {
        RootProportion.value(rootTao: rootTao, taoWeight: taoWeight, alphaIssuance: subnet.alphaIssuance)
    }

    /// The terms of each eligible subnet, in order.
    public var terms: [EmissionTerms] {
        let indices = eligible
        let emissions = TaoShares.taoEmissions(indices.map { subnets[$0].candidate }, blockEmission: emission)
        return zip(indices, emissions).map { index, taoEmission in
            let subnet = subnets[index]
            return EmissionTerms(
                taoEmission: taoEmission, price: subnet.pool.price, alphaEmission: subnet.alphaEmission,
                rootProportion: rootProportion(of: subnet))
        }
    }

    /// Performs the block without epochs: ``emit()``, then ``updateAverages()``.
    public mutating func run() {
        emit()
        updateAverages()
    }

    /// Adds TAO and alpha to the pools and alpha to what waits for the epochs; TAO that nobody got is recycled.
    public mutating func emit() {
        let indices = eligible
        let terms = terms
        let sellsRoot = TaoShares.sellsRoot(indices.map { subnets[$0].candidate })
        var credit = emission
        for (index, terms) in zip(indices, terms) { inject(terms, into: index, from: &credit) }
        for (index, terms) in zip(indices, terms) { payOut(terms.alphaOut, of: index, sellsRoot: sellsRoot) }
        recycledTao = credit
        totalIssuance = totalIssuance.subtractingClamped(credit)
    }

    /// Moves the average prices and notes the root proportions, after the epochs of the block.
    public mutating func updateAverages() {
        for index in eligible {
            let subnet = subnets[index]
            let average = MovingPrice(
                smoothing: priceSmoothing, halvingBlocks: subnet.priceHalvingBlocks,
                firstEmissionBlock: subnet.firstEmissionBlock)
            subnets[index].movingPrice = average.next(
                after: subnet.movingPriceRead, price: subnet.pool.price, block: block)
            subnets[index].rootProportion = rootProportion(of: subnet)
        }
    }

    private mutating func inject(_ terms: EmissionTerms, into index: Int, from credit: inout Rao) {
        var taoIn = Rao(terms.taoIn.flooredUInt64)
        var alphaIn = Alpha(terms.alphaIn.flooredUInt64)
        if let weight = subnets[index].pool.quoteWeight(afterAdding: alphaIn, taoIn) {
            subnets[index].pool.quoteWeight = weight
        } else {
            refusedInjections.append(subnets[index].netuid)
            (taoIn, alphaIn) = (.zero, .zero)
        }
        let excess = Rao(terms.excessTao.flooredUInt64)
        if !excess.isZero, credit >= excess {
            credit -= excess
            totalStake = totalStake.addingClamped(subnets[index].buyAlpha(for: excess))
        }
        subnets[index].alphaInEmission = alphaIn
        subnets[index].pool.alpha = subnets[index].pool.alpha.addingClamped(alphaIn)
        if !taoIn.isZero, credit >= taoIn {
            credit -= taoIn
            subnets[index].addTao(taoIn)
            totalStake = totalStake.addingClamped(taoIn)
        }
    }

    private mutating func payOut(_ alphaOut: U96F32, of index: Int, sellsRoot: Bool) {
        let minted = Alpha(alphaOut.flooredUInt64)
        subnets[index].alphaOutEmission = minted
        subnets[index].alphaOut = subnets[index].alphaOut.addingClamped(minted)
        let split = AlphaOutSplit(
            alphaOut: alphaOut, ownerCut: subnets[index].isOwnerCutEnabled ? ownerCut : nil,
            rootProportion: rootProportion(of: subnets[index]))
        subnets[index].pending.owner = subnets[index].pending.owner.addingClamped(split.owner)
        subnets[index].pending.server = subnets[index].pending.server.addingClamped(split.server)
        subnets[index].pending.validator = subnets[index].pending.validator.addingClamped(split.validator)
        if sellsRoot {
            subnets[index].pending.root = subnets[index].pending.root.addingClamped(split.root)
        } else {
            subnets[index].alphaOut = subnets[index].alphaOut.subtractingClamped(split.root)
            subnets[index].recycledAlpha = split.root
        }
    }
}
