import FixedPoint
import Primitives
import Testing
import Yuma

struct BalancerVector: EconomyVector {
    static let name = "amm_balancer"
    let op: String
    let quoteWeight: UInt64?
    let alpha: UInt64?
    let tao: UInt64?
    let priceBits: Digits<UInt128>?
    let reserve: UInt64?
    let delta: UInt64?
    let baseQuoteBits: Digits<UInt128>?
    let quoteBaseBits: Digits<UInt128>?
    let targetBits: Digits<UInt128>?
    let taoIn: UInt64?
    let alphaIn: UInt64?
    let taoOut: UInt64?
    let alphaDelta: UInt64?
    let taoDelta: UInt64?
    let outOfRange: Bool?
    let newQuoteWeight: UInt64?
    let ok: Bool?
    let p: Digits<UInt128>?
    let q: Digits<UInt128>?
    let parts: UInt64?

    func check(_ place: Comment) throws {
        var pool = LiquidityPool(
            alpha: Alpha(alpha ?? reserve ?? 0), tao: Rao(tao ?? reserve ?? 0),
            quoteWeight: Perquintill(parts: quoteWeight ?? 0))
        switch op {
        case "price":
            #expect(pool.weightedPrice.bits == priceBits?.value, place)
        case "exp":
            let added = try #require(delta)
            #expect(pool.quoteRemainder(afterAdding: Alpha(added)).bits == baseQuoteBits?.value, place)
            #expect(pool.baseRemainder(afterAdding: Rao(added)).bits == quoteBaseBits?.value, place)
        case "delta_to_price":
            let target = U64F64(bits: try #require(targetBits).value)
            #expect(pool.weightedPrice.bits == priceBits?.value, place)
            #expect(pool.taoNeeded(toMove: pool.price, to: target).units == taoIn, place)
            #expect(pool.alphaNeeded(toMove: pool.price, to: target).units == alphaIn, place)
        case "alpha_for_tao_out":
            #expect(pool.alphaNeeded(forReceiving: Rao(try #require(taoOut))).units == alphaIn, place)
        case "add_liquidity":
            let weight = pool.quoteWeight(
                afterAdding: Alpha(try #require(alphaDelta)), Rao(try #require(taoDelta)))
            #expect((weight == nil) == outOfRange, place)
            #expect((weight ?? pool.quoteWeight).parts == newQuoteWeight, place)
        case "init":
            pool.quoteWeight = .half
            let price = priceBits.map { U64F64(bits: $0.value) }
            let weight = LiquidityPool.initialQuoteWeight(alpha: pool.alpha, tao: pool.tao, price: price)
            #expect((weight != nil) == ok, place)
            #expect((weight ?? .half).parts == quoteWeight, place)
        case "perquintill_from_rational":
            #expect(Perquintill(try #require(p).value, over: try #require(q).value).parts == parts, place)
        default:
            Issue.record("unknown operation \(op)")
        }
    }
}

struct SwapVector: EconomyVector {
    static let name = "amm_swap"

    struct Outcome: Decodable {
        let ok: Bool
        let paidIn: UInt64?
        let paidOut: UInt64?
        let fee: UInt64?
        let feeToBlockAuthor: UInt64?
        let error: String?

        func expect(_ result: Result<SwapOutcome, SwapFailure>, _ place: Comment) {
            switch result {
            case .success(let outcome):
                #expect(ok && error == nil, place)
                #expect(outcome.paidIn == paidIn, place)
                #expect(outcome.paidOut == paidOut, place)
                #expect(outcome.fee == fee, place)
                #expect(outcome.feeToBlockAuthor == feeToBlockAuthor, place)
            case .failure(let failure):
                #expect("\(failure)".lowercased() == error?.lowercased(), place)
            }
        }
    }

    let buy: Bool
    let mechanism: Int
    let alpha: UInt64
    let tao: UInt64
    let quoteWeight: UInt64
    let feeRate: UInt16
    let amount: UInt64
    let limitPrice: UInt64
    let dropFees: Bool
    let result: Outcome
    let simSwap: Outcome
    let approxFee: UInt64
    let alphaForTaoSpot: UInt64
    let priceBits: Digits<UInt128>

    func check(_ place: Comment) throws {
        let pool = LiquidityPool(
            alpha: Alpha(alpha), tao: Rao(tao), quoteWeight: Perquintill(parts: quoteWeight), isStable: mechanism != 1)
        let direction = buy ? SwapDirection.buy : .sell
        let order = SwapOrder(
            direction, amount: amount, limit: SwapOrder.limit(rao: limitPrice), feeRate: dropFees ? 0 : feeRate)
        result.expect(Result { () throws(SwapFailure) in try pool.swap(order) }, place)
        simSwap.expect(
            Result { () throws(SwapFailure) in try pool.simulatedSwap(direction, amount: amount, feeRate: feeRate) },
            place)
        #expect(pool.fee(on: amount, rate: feeRate) == approxFee, place)
        #expect(pool.alphaAtSpot(for: Rao(amount)).units == alphaForTaoSpot, place)
        #expect(pool.price.bits == priceBits.value, place)
    }
}

struct ScaledPowerVector: EconomyVector {
    static let name = "pow_ratio_scaled"
    let baseNum: String
    let baseDen: String
    let expNum: String
    let expDen: String
    let precision: Int
    let scale: String
    let result: String?

    func check(_ place: Comment) throws {
        let base = ScaledPower.Ratio(
            try #require(BigInteger(baseNum)), over: try #require(BigInteger(baseDen)))
        let exponent = ScaledPower.Ratio(
            try #require(BigInteger(expNum)), over: try #require(BigInteger(expDen)))
        let power = ScaledPower.value(
            of: base, to: exponent, precision: precision, scale: try #require(BigInteger(scale)))
        #expect(power?.description == result, place)
    }
}
