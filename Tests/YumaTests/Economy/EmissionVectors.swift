import FixedPoint
import Primitives
import Testing
import Yuma

struct BlockEmissionVector: EconomyVector {
    static let name = "block_emission"
    let `switch`: Bool?
    let issuance: UInt64
    let emission: UInt64
    let before: UInt64?

    func check(_ place: Comment) throws {
        #expect(BlockEmission.emission(issuance: issuance) == emission, place)
        if let before { #expect(BlockEmission.emission(issuance: issuance - 1) == before, place) }
    }
}

struct RootProportionVector: EconomyVector {
    static let name = "root_proportion"
    let taoWeight: UInt64
    let rootTao: UInt64
    let alphaIn: UInt64
    let alphaOut: UInt64
    let taoWeightBits: Digits<UInt128>
    let rootProportionBits: Digits<UInt128>
    let ownerCut: UInt16
    let ownerCutBits: Digits<UInt128>

    func check(_ place: Comment) throws {
        let weight = RootProportion.taoWeight(taoWeight)
        #expect(weight.bits == taoWeightBits.value, place)
        let issuance = Alpha(alphaIn).addingClamped(Alpha(alphaOut))
        let proportion = RootProportion.value(rootTao: Rao(rootTao), taoWeight: weight, alphaIssuance: issuance)
        #expect(proportion.bits == rootProportionBits.value, place)
        #expect(U96F32(partOf65535: ownerCut).bits == ownerCutBits.value, place)
    }
}

struct MovingPriceVector: EconomyVector {
    static let name = "moving_price"
    let alpha: UInt64
    let tao: UInt64
    let quoteWeight: UInt64
    let mechanism: Int
    let firstEmissionBlock: UInt64?
    let emaHalvingBlocks: UInt64
    let movingAlphaBits: Digits<Int128>
    let movingPriceBits: Digits<Int128>
    let spotBits: Digits<UInt128>
    let after: [Keyed<Digits<Int128>>]

    func check(_ place: Comment) throws {
        let pool = LiquidityPool(
            alpha: Alpha(alpha), tao: Rao(tao), quoteWeight: Perquintill(parts: quoteWeight), isStable: mechanism != 1)
        #expect(pool.price.bits == spotBits.value, place)
        let average = MovingPrice(
            smoothing: I96F32(bits: movingAlphaBits.value), halvingBlocks: emaHalvingBlocks,
            firstEmissionBlock: firstEmissionBlock)
        var moving = pool.isStable ? I96F32.one : I96F32(bits: movingPriceBits.value)
        for step in after {
            moving = average.next(after: moving, price: pool.price, block: step.key)
            #expect(moving.bits == step.value.value, place)
        }
    }
}

struct RegistrationBurnVector: EconomyVector {
    static let name = "registration_burn"

    struct Step: Decodable {
        let action: String
        let burn: UInt64

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            action = try list.decode(String.self)
            burn = try list.decode(UInt64.self)
        }
    }

    let op: String
    let halfLife: UInt16?
    let factorQ32: UInt64?
    let value: UInt64?
    let exp: UInt64?
    let mul: UInt64?
    let pow: UInt64?
    let netuid: UInt16?
    let burn: UInt64?
    let minBurn: UInt64?
    let maxBurn: UInt64?
    let increaseMultBits: Digits<UInt128>?
    let steps: [Step]?

    func check(_ place: Comment) throws {
        switch op {
        case "decay_factor":
            #expect(RegistrationBurn.decayFactor(halfLife: try #require(halfLife)) == factorQ32, place)
        case "q32":
            let factor = try #require(factorQ32)
            #expect(Q32.product(try #require(value), factor) == mul, place)
            #expect(Q32.power(factor, try #require(exp)) == pow, place)
        case "burn": try checkSteps(place)
        default: Issue.record("unknown operation \(op)")
        }
    }

    private func checkSteps(_ place: Comment) throws {
        let rule = RegistrationBurn(
            minimum: Rao(try #require(minBurn)), maximum: Rao(try #require(maxBurn)),
            halfLife: try #require(halfLife), increase: U64F64(bits: try #require(increaseMultBits).value))
        var price = Rao(try #require(burn))
        var block: UInt64 = 0
        for step in try #require(steps) {
            let words = step.action.split(separator: " ")
            if step.action == "bump" {
                if netuid != 0 { price = rule.increased(price) }
                block += 1
            } else if words.first == "block", let number = words.last.flatMap({ UInt64($0) }) {
                block = number
                price = rule.decayed(price, in: block)
            } else if let count = words.first.flatMap({ UInt64($0) }) {
                for _ in 0..<count {
                    block += 1
                    price = rule.decayed(price, in: block)
                }
            } else {
                Issue.record("unknown step \(step.action)")
            }
            #expect(price.units == step.burn, "\(place) \(step.action)")
        }
    }
}

struct NetworkLockCostVector: EconomyVector {
    static let name = "network_lock_cost"
    let lastLock: UInt64
    let minLock: UInt64
    let reductionInterval: UInt64
    let lastLockBlock: UInt64
    let block: UInt64
    let totalIssuance: UInt64
    let effectiveInterval: UInt64
    let lockCost: UInt64

    func check(_ place: Comment) throws {
        let emission = Rao(BlockEmission.emission(issuance: totalIssuance))
        #expect(
            NetworkLockCost.effectiveInterval(reductionInterval, blockEmission: emission) == effectiveInterval, place)
        let cost = NetworkLockCost(
            last: Rao(lastLock), lastBlock: lastLockBlock, minimum: Rao(minLock), reductionInterval: reductionInterval)
        #expect(cost.value(at: block, blockEmission: emission).units == lockCost, place)
    }
}
