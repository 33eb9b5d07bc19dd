import FixedPoint
import Primitives
import Testbed
import Testing
import Yuma

@Suite("Economy properties")
struct EconomyPropertyTests {
    /// An amount of any order of magnitude below 2 to the power of `bits`.
    private func amount(_ random: inout SeededRandom, bits: UInt64 = 58) -> UInt64 {
        random.next() >> (64 - bits + random.next() % (bits - 4))
    }

    private func pool(_ random: inout SeededRandom) -> LiquidityPool {
        let parts = Perquintill.whole / 100 + random.next() % (Perquintill.whole / 100 * 98)
        return LiquidityPool(
            alpha: Alpha(amount(&random) + LiquidityPool.reserveMinimum),
            tao: Rao(amount(&random) + LiquidityPool.reserveMinimum),
            quoteWeight: random.next() % 3 == 0 ? .half : Perquintill(parts: parts))
    }

    @Test("a swap never pays out more than the reserve nor more for less", arguments: 60...62)
    func swapBounds(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<150 {
            let pool = pool(&random)
            let isBuy = random.next() & 1 == 0
            let reserve = isBuy ? pool.alpha.units : pool.tao.units
            let smaller = amount(&random)
            let larger = smaller + amount(&random)
            let rate = UInt16(random.next() % 1_000)
            let direction: SwapDirection = isBuy ? .buy : .sell
            guard let few = try? pool.simulatedSwap(direction, amount: smaller, feeRate: rate),
                let many = try? pool.simulatedSwap(direction, amount: larger, feeRate: rate)
            else { continue }
            let place: Comment = "seed \(seed) round \(round): \(pool), \(smaller), \(larger)"
            #expect(few.paidOut <= many.paidOut, place)
            #expect(many.paidOut <= reserve, place)
            #expect(many.paidIn + many.fee <= larger, place)
        }
    }

    @Test("buying and selling back never gains", arguments: 63...64)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<150 {
            var pool = pool(&random)
            let amount = amount(&random, bits: 50)
            guard let bought = try? pool.simulatedSwap(.buy, amount: amount, feeRate: 0) else { continue }
            pool.tao += Rao(bought.paidIn)
            pool.alpha -= Alpha(bought.paidOut)
            guard let sold = try? pool.simulatedSwap(.sell, amount: bought.paidOut, feeRate: 0) else { continue }
            // Powers carry 18 decimals, so what is left of a reserve is exact to about 10⁻¹⁸ of it.
            let dust = (pool.tao.units / 1_000_000_000_000_000_000 + 1) * 100
            #expect(sold.paidOut <= amount + dust, "seed \(seed) round \(round): \(pool), \(amount)")
        }
    }

    @Test("a swap with a limit stops near it")
    func limits() throws {
        var random = SeededRandom(seed: 65)
        for round in 0..<60 {
            var pool = pool(&random)
            pool.tao = Rao(pool.tao.units | 1 << 50)
            pool.alpha = Alpha(pool.alpha.units | 1 << 50)
            let limit = pool.price.addingSaturated(pool.price.dividedSafely(by: U64F64(10)))
            let order = SwapOrder(.buy, amount: pool.tao.units / 2, limit: limit, feeRate: 33)
            let outcome = try pool.swap(order)
            pool.tao += Rao(outcome.paidIn)
            pool.alpha -= Alpha(outcome.paidOut)
            let slack = limit.dividedSafely(by: U64F64(1_000_000))
            #expect(pool.price <= limit.addingSaturated(slack), "round \(round)")
            #expect(pool.price >= limit.subtractingSaturated(slack) || outcome.paidIn == order.amount, "round \(round)")
        }
    }

    @Test("the scaled power falls with its base and agrees between exact root and series")
    func powers() throws {
        let scale = BigInteger(Perquintill.whole)
        var random = SeededRandom(seed: 66)
        for round in 0..<100 {
            let whole = amount(&random) + 2
            let (first, second) = (random.next() % whole + 1, random.next() % whole + 1)
            let top = random.next() % Perquintill.whole + 1
            func power(_ part: UInt64, _ precision: Int = 256) -> BigInteger {
                ScaledPower.value(
                    of: .init(part, over: whole), to: .init(top, over: Perquintill.whole), precision: precision,
                    scale: scale) ?? .zero
            }
            let (low, high) = (power(min(first, second)), power(max(first, second)))
            #expect(low <= high, "round \(round)")
            #expect(high <= scale, "round \(round)")
            #expect((power(first, 1024) - power(first)).magnitude <= .one, "round \(round)")
            // A base of at most 1 falls with the exponent: 1025/2050 is the exact root 1/2, the other goes by series.
            let exact = ScaledPower.value(
                of: .init(first, over: whole), to: .init(1025 as UInt64, over: 2050 as UInt64), precision: 256,
                scale: scale)
            let series = ScaledPower.value(
                of: .init(first, over: whole), to: .init(1_000_000 as UInt64, over: 2_000_001 as UInt64),
                precision: 256, scale: scale)
            #expect(try #require(exact) <= #require(series), "round \(round)")
        }
    }

    @Test("the series in place agree with their plain twin", arguments: [32, 40, 100, 104, 256, 1024])
    func series(precision: Int) {
        let fast = BinarySeries.with(precision: precision)
        let plain = PlainSeries(precision: precision)
        var random = SeededRandom(seed: UInt64(precision))
        for round in 0..<(precision > 256 ? 20 : 100) {
            let value = ((BigInteger(random.next()) << 64) + BigInteger(random.next())) >> Int(random.next() % 126)
            let number = value.isZero ? BigInteger.one : value
            #expect(fast.logarithm(of: number) == plain.logarithm(of: number), "round \(round): \(number)")
            let shift = Int(random.next() % UInt64(precision) + 54)
            let magnitude = (BigInteger(random.next()) << (precision + 24)) >> shift
            let exponent = random.next() & 1 == 0 ? magnitude : -magnitude
            #expect(fast.exponential(of: exponent) == plain.exponential(of: exponent), "round \(round): \(exponent)")
        }
    }

    @Test("a share pool neither makes nor loses value beyond dust", arguments: 67...69)
    func shares(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var store = ShareStore()
        var paidIn: UInt128 = 0
        var paidOut: UInt128 = 0
        for round in 0..<2_000 {
            let key = random.next() % 8 + 1
            let amount = amount(&random, bits: 40) + 1
            switch random.next() % 4 {
            case 0 where store.total > 0 && store.denominator != nil:
                store.reward(amount)
                paidIn += UInt128(amount)
            case 1:
                let held = store.value(of: key)
                let part = held == 0 ? 0 : random.next() % held + 1
                guard store.pool.isEffective(part) else { continue }
                store.remove(part, from: key)
                paidOut += UInt128(part)
            default:
                guard store.pool.isEffective(amount) else { continue }
                store.add(amount, to: key)
                paidIn += UInt128(amount)
            }
            let sum = (1...8).reduce(UInt128(0)) { $0 + UInt128(store.value(of: $1)) }
            #expect(UInt128(store.total) == paidIn - paidOut, "seed \(seed) round \(round)")
            #expect(sum <= UInt128(store.total) + 1, "seed \(seed) round \(round)")
            #expect(sum + 100 >= UInt128(store.total), "seed \(seed) round \(round): \(sum) of \(store.total)")
        }
    }

    @Test("emission halves with the issuance and never exceeds the maximum")
    func emission() {
        #expect(BlockEmission.emission(issuance: 0) == 1_000_000_000)
        #expect(BlockEmission.emission(issuance: 10_499_999_999_999_999) == 1_000_000_000)
        #expect(BlockEmission.emission(issuance: 10_500_000_000_000_000) == 500_000_000)
        #expect(BlockEmission.emission(issuance: BlockEmission.issuanceMaximum) == 0)
        #expect(BlockEmission.emission(issuance: .max) == 0)
        var random = SeededRandom(seed: 70)
        var last = (issuance: UInt64(0), emission: UInt64.max)
        for issuance in (0..<2_000).map({ _ in random.next() % BlockEmission.issuanceMaximum }).sorted() {
            let emission = BlockEmission.emission(issuance: issuance)
            #expect(emission <= last.emission, "\(issuance) after \(last.issuance)")
            last = (issuance, emission)
        }
    }

    @Test("adding liquidity in any proportion keeps the price")
    func reweighting() {
        var random = SeededRandom(seed: 71)
        for round in 0..<2_000 {
            var pool = pool(&random)
            // The weighted products are rounded to whole numbers, which shows on small reserves.
            pool.alpha += Alpha(1 << 40)
            pool.tao += Rao(1 << 40)
            let before = pool.price
            let (alpha, tao) = (Alpha(amount(&random, bits: 32)), Rao(amount(&random, bits: 32)))
            guard let weight = pool.quoteWeight(afterAdding: alpha, tao) else { continue }
            pool.alpha += alpha
            pool.tao += tao
            pool.quoteWeight = weight
            let gap = max(before, pool.price).subtractingSaturated(min(before, pool.price))
            // Weights have 18 decimals and the price 64 fraction bits.
            let slack = before.dividedSafely(by: U64F64(1_000_000_000_000)).addingSaturated(U64F64(bits: 256))
            #expect(gap <= slack, "round \(round): \(pool)")
        }
    }

    @Test("all that a block mints for a subnet's participants is handed on, but for rounding")
    func alphaSplit() {
        var random = SeededRandom(seed: 72)
        for _ in 0..<2_000 {
            let minted = amount(&random, bits: 34)
            let split = AlphaOutSplit(
                alphaOut: U96F32(minted), ownerCut: UInt16(truncatingIfNeeded: random.next()),
                rootProportion: U96F32(bits: UInt128(random.next() >> 32)))
            let sum = split.owner.units + split.server.units + split.validator.units + split.root.units
            #expect(sum <= minted && sum + 4 >= minted)
        }
    }
}
