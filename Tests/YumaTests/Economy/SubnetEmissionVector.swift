import FixedPoint
import Primitives
import Testing
import Yuma

struct SubnetEmissionVector: EconomyVector {
    static let name = "subnet_emission"

    struct Input: Decodable {
        let totalIssuance: UInt64
        let totalStake: UInt64
        let blockEmission: UInt64
        let rootTao: UInt64
        let taoWeight: UInt64
        let ownerCut: UInt16
        let block: UInt64
        let movingAlphaBits: Digits<Int128>
        let subnets: [SubnetBefore]
    }

    struct SubnetBefore: Decodable {
        let netuid: UInt16
        let tao: UInt64
        let alphaIn: UInt64
        let alphaOut: UInt64
        let movingPriceBits: Digits<Int128>
        let minerBurnedBits: Digits<UInt128>
        let quoteWeight: UInt64
        let mechanism: Int
        let firstEmissionBlock: UInt64?
        let subtokenEnabled: Bool
        let registrationAllowed: Bool
        let emissionEnabled: Bool
        let ownerCutEnabled: Bool
        let emaHalvingBlocks: UInt64
        let pendingServer: UInt64
        let pendingValidator: UInt64
        let pendingRoot: UInt64
        let pendingOwnerCut: UInt64

        var state: SubnetEmissionState {
            SubnetEmissionState(
                netuid: NetUID(netuid),
                pool: LiquidityPool(
                    alpha: Alpha(alphaIn), tao: Rao(tao), quoteWeight: Perquintill(parts: quoteWeight),
                    isStable: mechanism != 1),
                alphaOut: Alpha(alphaOut), movingPrice: I96F32(bits: movingPriceBits.value),
                minerBurned: U96F32(bits: minerBurnedBits.value), firstEmissionBlock: firstEmissionBlock,
                isSubtokenEnabled: subtokenEnabled, isRegistrationAllowed: registrationAllowed,
                isEmissionEnabled: emissionEnabled, isOwnerCutEnabled: ownerCutEnabled,
                priceHalvingBlocks: emaHalvingBlocks,
                pending: AlphaPending(
                    server: Alpha(pendingServer), validator: Alpha(pendingValidator), root: Alpha(pendingRoot),
                    owner: Alpha(pendingOwnerCut)))
        }
    }

    struct SubnetAfter: Decodable, Hashable {
        var netuid: UInt16
        var tao: UInt64
        var alphaIn: UInt64
        var alphaOut: UInt64
        var movingPriceBits: Digits<Int128>
        var rootPropBits: Digits<UInt128>
        var quoteWeight: UInt64
        var taoInEmission: UInt64
        var alphaInEmission: UInt64
        var alphaOutEmission: UInt64
        var excessTao: UInt64
        var protocolAlpha: UInt64
        var protocolFlow: UInt64
        var volume: Digits<UInt128>
        var accountBalance: UInt64
        var pendingServer: UInt64
        var pendingValidator: UInt64
        var pendingRoot: UInt64
        var pendingOwnerCut: UInt64

        init(_ state: SubnetEmissionState) {
            netuid = state.netuid.number
            tao = state.pool.tao.units
            alphaIn = state.pool.alpha.units
            alphaOut = state.alphaOut.units
            movingPriceBits = Digits(state.movingPrice.bits)
            rootPropBits = Digits(state.rootProportion.bits)
            quoteWeight = state.pool.quoteWeight.parts
            taoInEmission = state.taoInEmission.units
            alphaInEmission = state.alphaInEmission.units
            alphaOutEmission = state.alphaOutEmission.units
            excessTao = state.excessTao.units
            protocolAlpha = state.protocolAlpha.units
            protocolFlow = state.protocolFlow.units
            volume = Digits(state.volume)
            accountBalance = state.accountCredit.units
            pendingServer = state.pending.server.units
            pendingValidator = state.pending.validator.units
            pendingRoot = state.pending.root.units
            pendingOwnerCut = state.pending.owner.units
        }
    }

    struct After: Decodable {
        let totalIssuance: UInt64
        let totalStake: UInt64
        let logErrors: Int
        let logWarnings: Int
        let subnets: [SubnetAfter]
    }

    let input: Input
    let emitTo: [UInt64]
    let priceBits: [Keyed<Digits<UInt128>>]
    let medianPriceBits: Digits<UInt128>
    let taoWeightBits: Digits<UInt128>
    let rootProportionBits: [Keyed<Digits<UInt128>>]
    let shareBits: [Keyed<Digits<UInt128>>]
    let taoEmissionBits: [Keyed<Digits<UInt128>>]
    let taoInBits: [Keyed<Digits<UInt128>>]
    let alphaInBits: [Keyed<Digits<UInt128>>]
    let alphaOutBits: [Keyed<Digits<UInt128>>]
    let excessTaoBits: [Keyed<Digits<UInt128>>]
    let rootSell: Bool
    let after: After

    func check(_ place: Comment) throws {
        var block = EmissionBlock(
            block: input.block, emission: Rao(input.blockEmission),
            totalIssuance: Rao(input.totalIssuance).addingClamped(Rao(input.blockEmission)),
            totalStake: Rao(input.totalStake), rootTao: Rao(input.rootTao),
            taoWeight: RootProportion.taoWeight(input.taoWeight), ownerCut: input.ownerCut,
            priceSmoothing: I96F32(bits: input.movingAlphaBits.value), subnets: input.subnets.map(\.state))
        checkIntermediate(block, place)
        block.run()
        #expect(block.totalIssuance.units == after.totalIssuance, place)
        #expect(block.totalStake.units == after.totalStake, place)
        #expect(block.refusedInjections.count == after.logWarnings, place)
        for (subnet, expected) in zip(block.subnets, after.subnets) { #expect(SubnetAfter(subnet) == expected, place) }
        #expect(block.subnets.count == after.subnets.count, place)
    }

    private func checkIntermediate(_ block: EmissionBlock, _ place: Comment) {
        let subnets = block.subnets
        func keyed(_ values: [UInt128], _ numbers: [UInt64]) -> [Keyed<Digits<UInt128>>] {
            zip(numbers, values).map { Keyed($0, Digits($1)) }
        }
        let all = subnets.map { UInt64($0.netuid.number) }
        let eligible = block.eligible.map { subnets[$0] }
        #expect(eligible.map { UInt64($0.netuid.number) } == emitTo, place)
        #expect(keyed(subnets.map(\.pool.price.bits), all) == priceBits, place)
        #expect(LiquidityPool.medianPrice(of: subnets.map(\.pool)).bits == medianPriceBits.value, place)
        #expect(block.taoWeight.bits == taoWeightBits.value, place)
        #expect(keyed(subnets.map { block.rootProportion(of: $0).bits }, all) == rootProportionBits, place)
        let candidates = eligible.map(\.candidate)
        #expect(keyed(TaoShares.priceShares(candidates).map(\.bits), emitTo) == shareBits, place)
        let emissions = TaoShares.taoEmissions(candidates, blockEmission: block.emission)
        #expect(keyed(emissions.map(\.bits), emitTo) == taoEmissionBits, place)
        let terms = block.terms
        #expect(keyed(terms.map(\.taoIn.bits), emitTo) == taoInBits, place)
        #expect(keyed(terms.map(\.alphaIn.bits), emitTo) == alphaInBits, place)
        #expect(keyed(terms.map(\.alphaOut.bits), emitTo) == alphaOutBits, place)
        #expect(keyed(terms.map(\.excessTao.bits), emitTo) == excessTaoBits, place)
        #expect(TaoShares.sellsRoot(candidates) == rootSell, place)
    }
}
